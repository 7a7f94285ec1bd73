// Everything that can go wrong between the extension and the server: only a valid verdict in time lets a prompt go.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Mode } from "../harness/front.ts";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, CLEAN, WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

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

test("what the user chose while the server was away is told when it is back", async () => {
  const chat = await lab.chat();
  await chat.send(WARNED);
  await chat.screen.notice();
  await lab.stage.front.close();
  await chat.screen.click("button", /toch versturen/i);
  await chat.answered();
  await lab.stage.front.open();
  const other = await lab.chat("claude");
  await other.send(BLOCKED); // whatever goes to the server next takes the waiting outcomes along
  await other.screen.notice();
  await until("the outcome", async () => (await lab.stage.incidents()).some((incident) => incident.outcome === "sent" && incident.egress_evidence === "full"));
});
