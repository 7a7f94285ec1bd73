// The control: without the extension everything leaks, and the lab sees it. Without this, the other
// cases could pass because the imitated sites send nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Chat, type Site } from "../harness/chat.ts";
import { Chromium } from "../harness/chromium.ts";
import { Sites } from "../harness/sites.ts";
import { until } from "../harness/wait.ts";

const PROMPT = "Mevr. Jansen, BSN 111222333, heeft hartfalen.\nSchrijf een brief — met ‘zorg’ 😀.";

let sites: Sites;
let browser: Chromium;

beforeAll(async () => {
  sites = await Sites.start();
  browser = await Chromium.launch({ sitesPort: sites.port });
});
beforeEach(() => sites.received.clear());
afterAll(async () => {
  await browser?.close();
  await sites?.close();
});

test.for<Site>(["chatgpt", "chatgpt-signed-out", "claude"])("without the extension %s receives the prompt and answers", async (site) => {
  const chat = await Chat.open(await browser.page(), site);
  await chat.paste(PROMPT);
  await chat.pressEnter();
  await chat.answered();
  const [sent, ...more] = sites.received.to(/\/(f\/conversation|completion)$/);
  expect(more).toEqual([]);
  const body = JSON.parse(sent!.body.toString()) as { prompt?: string; messages?: { content: { parts: string[] } }[] };
  expect(body.prompt ?? body.messages?.[0]?.content.parts[0]).toBe(PROMPT);
  expect(sites.received.holds("111222333")).toBe(true);
});

test("without the extension ChatGPT receives the draft while the user types", async () => {
  const chat = await Chat.open(await browser.page());
  await chat.type("BSN 111222333");
  await until("drafts", () => sites.received.to(/prepare$/).length > 0 && sites.received.to(/autocompletions$/).length > 0);
  expect(sites.received.holds("111222333")).toBe(true);
});

test.for<Site>(["chatgpt", "claude"])("without the extension %s receives an uploaded file", async (site) => {
  const chat = await Chat.open(await browser.page(), site);
  await chat.upload("brief.txt", "text/plain", Buffer.from("BSN 111222333"));
  await chat.page.getByText("brief.txt: geüpload").waitFor();
  expect(sites.received.holds("BSN 111222333")).toBe(true);
});

test("the recording finds a text in each form in which it can travel", () => {
  const forms = [
    Buffer.from(PROMPT), Buffer.from(PROMPT, "utf16le"), Buffer.from(JSON.stringify({ PROMPT })), Buffer.from(encodeURIComponent(PROMPT)),
    ...[0, 1, 2].map((shift) => Buffer.from(Buffer.from("x".repeat(shift) + PROMPT + "yz").toString("base64"))),
  ];
  for (const body of forms) {
    sites.received.clear();
    expect(sites.received.holds(PROMPT)).toBe(false);
    sites.received.add({ host: "chatgpt.com", method: "POST", path: "/", body });
    expect(sites.received.holds(PROMPT)).toBe(true);
  }
});
