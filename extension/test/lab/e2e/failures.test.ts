// Everything that can go wrong between the extension and the server: only a valid verdict in time lets a prompt go.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Mode } from "../harness/front.ts";
import { Lab } from "../harness/lab.ts";
import { CLEAN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const MODES: Mode[] = ["json500", "empty", "html", "wrongAction", "unavailable", "tooMany", "unauthorised", "reset", "hang"];

test.for(MODES)("%s: nothing leaves, the text stays, a message says so, and afterwards one press sends it", async (mode) => {
  const chat = await lab.chat();
  lab.stage.front.mode = mode;
  await chat.paste(CLEAN);
  const start = Date.now();
  await chat.pressEnter();
  await chat.screen.bar(/niet verstuurd/i);
  expect(Date.now() - start).toBeLessThan(4500);
  await chat.composerHolds(CLEAN);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);

  lab.stage.front.mode = "pass";
  await chat.pressEnter();
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
});

test("the server dies while a prompt is held: nothing leaves", async () => {
  const chat = await lab.chat();
  lab.stage.front.mode = "hang";
  await chat.send(CLEAN);
  await chat.page.waitForTimeout(300);
  await lab.stage.front.close();
  await chat.screen.bar(/niet verstuurd/i);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
});

test("the button of the message sends the text when the server is back", async () => {
  const chat = await lab.chat();
  await lab.stage.front.close();
  await chat.paste(CLEAN);
  await chat.pressEnter();
  await chat.screen.bar(/niet verstuurd/i);
  await lab.stage.front.open();
  await chat.screen.click("button", /opnieuw versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
});
