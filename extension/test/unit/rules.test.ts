// The rules of the package for stores: every endpoint of the table is shut, and what the guard leaves alone stays open.

import { expect, test } from "vitest";
import { rulesFor } from "../../build/rules.mjs";
import { listedIn, Sites } from "../../src/sites/match";
import packaged from "../../src/sites/sites.json";
import type { Table } from "../../src/sites/table";

interface Rule {
  id: number;
  action: { type: string };
  condition: { requestDomains: string[]; regexFilter?: string; requestMethods?: string[]; resourceTypes?: string[]; excludedResourceTypes?: string[] };
}

const table = packaged as Table;
const listed = ["chat.example.org"];
const rules = rulesFor(table, listed) as Rule[];

/** What the browser would do with a request. */
function verdict(address: string, method: string, type: string): string {
  const { hostname } = new URL(address);
  const hit = rules.find(({ condition: c }) =>
    c.requestDomains.some((d) => hostname === d || hostname.endsWith(`.${d}`)) &&
    (!c.regexFilter || new RegExp(c.regexFilter, "i").test(address)) &&
    (!c.requestMethods || c.requestMethods.includes(method)) &&
    (c.resourceTypes ? c.resourceTypes.includes(type) : !(c.excludedResourceTypes ?? ["main_frame"]).includes(type)));
  return hit?.action.type ?? "pass";
}

test("each address of the fixtures that carries a prompt, a draft or a file is shut for what no page speaks for", () => {
  const prompts = [
    "https://chatgpt.com/backend-api/f/conversation", "https://chatgpt.com/backend-anon/conversation/prepare?x=1", "https://chatgpt.com/backend-api/files/abc/uploaded",
    "https://claude.ai/api/organizations/o/chat_conversations/c/completion", "https://gemini.google.com/u/1/_/BardChatUi/data/assistant.lamda.BardFrontendService/StreamGenerate?rt=c",
    "https://copilot.microsoft.com/c/api/attachments/1", "https://www.perplexity.ai/rest/sse/perplexity_ask", "https://chat.example.org/api/chat/completions", "https://chat.example.org/chat/completions",
    "https://files.oaiusercontent.com/file-1/raw?sig=x", "https://substrate.office.com/m365Copilot/UploadFile",
  ];
  const sites = new Sites(table, listedIn(["*://chat.example.org/*"]));
  for (const address of prompts) {
    const target = sites.match(new URL(address), "POST");
    expect([address, target?.endpoint.id]).not.toEqual([address, "other"]);
    for (const method of ["post", "put"]) expect([address, verdict(address, method, "xmlhttprequest")]).toEqual([address, "block"]);
    // Asking first (CORS), and reading, carry nothing.
    for (const method of ["options", "get"]) expect([address, verdict(address, method, "xmlhttprequest")]).toEqual([address, "pass"]);
  }
});

test.each([
  ["a link with a prompt opens without it", "https://chatgpt.com/?q=mevr%20Jansen", "get", "main_frame", "redirect"],
  ["a picture with a text in its address", "https://chatgpt.com/p?prompt=mevr%20Jansen", "get", "image", "block"],
  ["a picture with a BSN alone in its address", "https://chatgpt.com/p?prompt=111222333", "get", "image", "block"],
  ["a ping with a text in its address", "https://chatgpt.com/p?text=mevr+Jansen", "post", "ping", "block"],
  ["a socket that nobody asked for", "wss://chatgpt.com/ws", "get", "websocket", "block"],
  ["a picture in a size", "https://chatgpt.com/_next/image?url=%2Fa.png&w=64&q=75", "get", "image", "pass"],
  ["a word in an address", "https://chatgpt.com/list?q=all", "get", "xmlhttprequest", "pass"],
  ["sign-in", "https://chatgpt.com/api/auth/session", "post", "xmlhttprequest", "pass"],
  ["proof tokens", "https://chatgpt.com/backend-api/sentinel/chat-requirements", "post", "xmlhttprequest", "pass"],
  ["a form", "https://chat.example.org/login", "post", "main_frame", "pass"],
  ["another site", "https://elders.example/chat/completions?q=mevr%20Jansen", "post", "xmlhttprequest", "pass"],
])("%s: %s", (_, address, method, type, wanted) => expect(verdict(address, method, type)).toBe(wanted));

test("each rule has a number of its own and one meaning for the browser", () => {
  expect(new Set(rules.map((r) => r.id)).size).toBe(rules.length);
  // RE2 has no look-around and no back references.
  for (const { condition } of rules) expect(condition.regexFilter ?? "").not.toMatch(/\(\?[=!<]|\\[1-9]/);
});
