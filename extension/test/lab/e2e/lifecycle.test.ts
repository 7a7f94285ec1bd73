// The worker of the extension is stopped at bad moments, and the server is away: nothing leaves, and the register hears of it afterwards, once.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, CLEAN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start({ policy: { failMode: "local" } });
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

async function stopWorker(): Promise<void> {
  const page = await lab.options();
  await page.getByRole("heading").first().waitFor();
  const cdp = await lab.browser.context.newCDPSession(page);
  await cdp.send("ServiceWorker.enable");
  await cdp.send("ServiceWorker.stopAllWorkers");
  await page.close();
}

test("without a server the rules on the device block, and the register hears of it afterwards, once", async () => {
  const chat = await lab.chat();
  await lab.stage.front.close();
  for (let i = 0; i < 2; i++) {
    await chat.clearComposer();
    await chat.send(BLOCKED);
    expect(await chat.screen.notice()).toMatch(/dit apparaat vond zelf/i);
    await chat.page.keyboard.press("Escape");
    await chat.screen.noticeGone();
    await chat.composerHolds(BLOCKED);
  }
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await stopWorker();
  await lab.stage.front.open();
  await chat.clearComposer();
  await chat.send(CLEAN);
  await chat.answered();
  await lab.stage.incidentWith("blocked", "none");
});

test("without a server a clean text passes, with a word about it", async () => {
  const chat = await lab.chat();
  await lab.stage.front.close();
  await chat.send(CLEAN);
  await chat.answered();
  expect(await chat.screen.bar(/werkt nu niet goed/i)).toBeTruthy();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
});

test("the worker is stopped while a message is held: nothing leaves, the text stays, and it can be sent again", async () => {
  const chat = await lab.chat();
  lab.stage.front.mode = "hang";
  await chat.send(BLOCKED);
  await chat.page.waitForTimeout(300);
  await stopWorker();
  await chat.page.bringToFront();
  await chat.screen.bar(/niet verstuurd/i);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  lab.stage.front.mode = "pass";
  await chat.composerHolds(BLOCKED);
  await chat.page.keyboard.press("End");
  await chat.pressEnter();
  await chat.screen.notice();
  expect(await lab.stage.incidents()).toHaveLength(1);
});

test("the worker is stopped between the dialog and the choice: the choice is asked anew, and the outcome is told", async () => {
  const chat = await lab.chat();
  await chat.send(BLOCKED);
  await chat.screen.notice();
  await stopWorker();
  await chat.page.bringToFront();
  await chat.screen.click("button", /tekst aanpassen/i);
  await chat.screen.noticeGone();
  await chat.composerHolds(BLOCKED);
  await lab.stage.incidentWith("blocked", "none");
});

test("a heartbeat is sent after enrolment", async () => {
  await until("a heartbeat", () => lab.stage.front.answered.includes("/api/v1/ext/heartbeat 200"));
});
