// The browser is closed with a chat open, and started again: what it opens is guarded from its first moment, and nobody enrols twice.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chat } from "../harness/chat.ts";
import { Chromium } from "../harness/chromium.ts";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, CLEAN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;
let again: Chromium | undefined;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(async () => {
  await again?.close();
  await lab?.close();
});

test("after a restart the page that was open holds what it must and lets past what it may", { timeout: 90_000 }, async () => {
  const { stage, browser } = lab;
  const before = await lab.chat();
  await before.send(CLEAN);
  await before.answered();
  await browser.close();
  stage.sites.received.clear();
  stage.front.asked.length = 0;
  again = await Chromium.launch({ sitesPort: stage.sites.port, extension: lab.extension, profile: browser.profile });
  const { context } = again;
  const page = await until("the page that was open", () => context.pages().find((p) => p.url().startsWith("https://chatgpt.com/")), 15_000);
  const chat = await Chat.open(page);
  await chat.send(BLOCKED);
  await chat.screen.notice();
  expect(stage.sites.received.holds(BSN)).toBe(false);
  await page.keyboard.press("Escape");
  await chat.screen.noticeGone();
  await chat.clearComposer();
  await chat.send(CLEAN);
  await chat.answered();
  expect(sentPrompts(stage.sites.received)).toEqual([CLEAN]);
  expect(stage.front.asked.filter((path) => path.endsWith("/ext/enrol"))).toEqual([]);
  expect(await stage.incidents()).toHaveLength(1);
});

test("what is sent while the browser is still starting is held, not let past", { timeout: 90_000 }, async () => {
  const { stage } = lab;
  await again?.close();
  await stage.reset();
  stage.front.mode = "hang";
  again = await Chromium.launch({ sitesPort: stage.sites.port, extension: lab.extension, profile: lab.browser.profile });
  const chat = await Chat.open(await again.page());
  await chat.send(BLOCKED);
  await chat.screen.bar(/niet verstuurd|even wachten|controle/i);
  await chat.page.waitForTimeout(3500);
  expect(stage.sites.received.holds(BSN)).toBe(false);
  await chat.composerHolds(BLOCKED);
});
