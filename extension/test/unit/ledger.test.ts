import "./fake-browser";
import { expect, test } from "vitest";
import { Ledger } from "../../src/background/ledger";
import { listedIn, Sites } from "../../src/sites/match";
import packaged from "../../src/sites/sites.json";
import type { Table } from "../../src/sites/table";

type Details = chrome.webRequest.OnBeforeRequestDetails;

const encode = (value: unknown): ArrayBuffer => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)).buffer as ArrayBuffer;
const prompt = (text: string): unknown => ({ messages: [{ content: { parts: [text] } }] });
let count = 0;

function request(over: Partial<Details> & { body?: unknown } = {}): Details {
  const { body, ...rest } = over;
  const requestBody = body === undefined ? undefined : { raw: [{ bytes: encode(body) }] };
  return { requestId: String(++count), url: "https://chatgpt.com/backend-api/f/conversation", method: "POST", type: "xmlhttprequest", tabId: 1, frameId: 0, requestBody, ...rest } as unknown as Details;
}

function setUp() {
  const clock = { now: 0 };
  const sites = new Sites(packaged as Table, listedIn(["*://chat.example.org/*"]));
  return { clock, ledger: new Ledger(() => sites, () => clock.now) };
}

test("a text that was let through leaves once, from whatever part of the page", () => {
  const { ledger } = setUp();
  ledger.approve(["hallo"]);
  expect(ledger.judge(request({ body: prompt("hallo"), tabId: -1 }))).toEqual({});
  expect(ledger.judge(request({ body: prompt("hallo") }))).toEqual({ cancel: true });
});

test("a text that nobody asked about is stopped", () => {
  const { ledger } = setUp();
  ledger.approve(["hallo"]);
  expect(ledger.judge(request({ body: prompt("hallo ") }))).toEqual({ cancel: true });
});

test("a body in several chunks is one body", () => {
  const { ledger } = setUp();
  const whole = JSON.stringify(prompt("hallo"));
  ledger.approve(["hallo"]);
  const raw = [whole.slice(0, 9), whole.slice(9)].map((part) => ({ bytes: encode(part) }));
  expect(ledger.judge(request({ requestBody: { raw } as never }))).toEqual({});
});

test("permission ends after ten seconds", () => {
  const { clock, ledger } = setUp();
  ledger.approve(["hallo"]);
  clock.now = 10_001;
  expect(ledger.judge(request({ body: prompt("hallo") }))).toEqual({ cancel: true });
});

test("all pieces must have been let through, and a refusal uses none of them up", () => {
  const { ledger } = setUp();
  const claude = { url: "https://claude.ai/api/organizations/o/chat_conversations/c/completion" };
  ledger.approve(["hallo"]);
  expect(ledger.judge(request({ ...claude, body: { prompt: "hallo", attachments: [{ extracted_content: "BSN" }] } }))).toEqual({ cancel: true });
  expect(ledger.judge(request({ ...claude, body: { prompt: "hallo", attachments: [] } }))).toEqual({});
});

test("a redirect of a request that was let through is the same request", () => {
  const { ledger } = setUp();
  ledger.approve(["hallo"]);
  const first = request({ body: prompt("hallo") });
  expect(ledger.judge(first)).toEqual({});
  expect(ledger.judge(first)).toEqual({});
});

test("a draft leaves without its text alone", () => {
  const { ledger } = setUp();
  const url = "https://chatgpt.com/backend-api/conversation/experimental/generate_autocompletions";
  expect(ledger.judge(request({ url, body: { input_text: "" } }))).toEqual({});
  expect(ledger.judge(request({ url, body: { input_text: "mevr Jansen" } }))).toEqual({ cancel: true });
});

test("files, and bodies that the browser does not show, are stopped on known addresses", () => {
  const { ledger } = setUp();
  expect(ledger.judge(request({ url: "https://x.oaiusercontent.com/files/1", method: "PUT", body: "x" }))).toEqual({ cancel: true });
  expect(ledger.judge(request({ requestBody: { error: "Unknown error." } as never }))).toEqual({ cancel: true });
  expect(ledger.judge(request({ requestBody: { raw: [{ file: "a.txt" }] } as never }))).toEqual({ cancel: true });
});

test("a form is compared field by field", () => {
  const { ledger } = setUp();
  const url = "https://chat.example.org/ask";
  const form = (): Details => request({ url, type: "main_frame", requestBody: { formData: { prompt: ["mevr Jansen"], csrf: ["x"] } } as never });
  expect(ledger.judge(form())).toEqual({ cancel: true });
  ledger.approve(["mevr Jansen"]);
  expect(ledger.judge(form())).toEqual({});
});

test("a link with a prompt opens without it, a hidden one does not load", () => {
  const { ledger } = setUp();
  const url = "https://chatgpt.com/?q=mevr%20Jansen&model=auto";
  expect(ledger.judge(request({ url, method: "GET", type: "main_frame" }))).toEqual({ redirectUrl: "https://chatgpt.com/?model=auto" });
  expect(ledger.judge(request({ url, method: "GET", type: "image" }))).toEqual({ cancel: true });
});

test("of what was stopped it tells the texts, or the bytes of a file; not what the browser does not show", () => {
  const { ledger } = setUp();
  const put = { url: "https://x.oaiusercontent.com/files/1", method: "PUT" };
  expect(ledger.told(request({ body: prompt("hallo") }))).toEqual({ state: "text", pieces: ["hallo"] });
  const file = ledger.told(request({ ...put, body: "BSN 111222333" }));
  expect(file).toMatchObject({ state: "file", files: [{ name: "", data: btoa("BSN 111222333") }] });
  for (const requestBody of [{ error: "Unknown error." }, { raw: [{ file: "a.txt" }] }, { formData: { caption: ["foto"] } }, undefined]) {
    expect(ledger.told(request({ ...put, requestBody: requestBody as never }))).toEqual({ state: "unreadable", pieces: [] });
  }
  // What was let through is for this address alone.
  ledger.approve(file.pieces);
  expect(ledger.judge(request({ ...put, url: "https://x.oaiusercontent.com/files/2", body: "x" }))).toEqual({ cancel: true });
  expect(ledger.judge(request({ ...put, body: "BSN 111222333" }))).toEqual({});
});

test("what carries no text is not touched", () => {
  const { ledger } = setUp();
  for (const over of [{ method: "GET", url: "https://chatgpt.com/" }, { url: "https://chatgpt.com/backend-api/sentinel/req", body: { text: "a b" } }, { url: "https://elders.example/x", body: { prompt: "a b" } }]) {
    expect(ledger.judge(request(over))).toEqual({});
  }
});
