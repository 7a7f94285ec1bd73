// Installed by policy from the organisation's own web server, with settings by policy: nobody clicks anything.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Chat } from "../harness/chat.ts";
import { ManagedChromium } from "../harness/managed.ts";
import { BLOCKED, BSN, CLEAN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { Stage } from "../harness/stage.ts";
import { until } from "../harness/wait.ts";

let stage: Stage;
let browser: ManagedChromium;

beforeAll(async () => {
  stage = await Stage.start();
  browser = await stage.orClose(async () => ManagedChromium.launch({
    apiOrigin: stage.front.origin,
    sitesPort: stage.sites.port,
    settings: { enrolmentKey: await stage.server.enrolmentKey(), workstation: "SEH-PC-12", language: "nl" },
  }));
  await until("the extension to enrol by itself", () => stage.front.asked.some((path) => path.endsWith("/ext/policy-bundle")), 30_000);
});
beforeEach(() => stage.reset());
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

test("a clean prompt goes, one with a BSN is held and is in the register once", async () => {
  const chat = await Chat.open(await browser.context.newPage());
  await chat.send(CLEAN);
  await chat.answered();
  expect(sentPrompts(stage.sites.received)).toHaveLength(1);
  await chat.send(BLOCKED);
  await chat.screen.notice();
  await chat.screen.click("button", /tekst aanpassen/i);
  await stage.incidentWith("blocked", "none");
  expect(stage.sites.received.holds(BSN)).toBe(false);
});

test("the network ledger may stop requests: a link with a prompt in its address arrives without it", async () => {
  const page = await browser.context.newPage();
  await page.goto(`https://chatgpt.com/?q=${encodeURIComponent(BLOCKED)}`).catch(() => undefined);
  await page.waitForTimeout(500);
  expect(page.url()).toMatch(/^https:\/\/chatgpt\.com\/?$/);
  expect(stage.sites.received.holds(BSN)).toBe(false);
});
