// The main job on Claude, where a long paste travels as an attachment.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, CLEAN, NAME, REDACTED, WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test("the safe version arrives redacted after one click", async () => {
  const chat = await lab.chat("claude");
  await chat.send(REDACTED);
  await chat.screen.click("button", /veilige versie versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toHaveLength(1);
  expect(sentPrompts(lab.stage.sites.received)[0]).toContain("[PERSOON_1]");
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  await lab.stage.incidentWith("redacted_and_sent", "none");
});

test("a warned prompt arrives once after one click", async () => {
  const chat = await lab.chat("claude");
  await chat.send(WARNED);
  await chat.screen.click("button", /toch versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([WARNED]);
  await lab.stage.incidentWith("sent", "full");
});

test("a long paste that the site makes an attachment of is held", async () => {
  const chat = await lab.chat("claude");
  await chat.paste(`${CLEAN}\n${"Het beloop was rustig. ".repeat(220)}\n${BLOCKED}`);
  await chat.write("Vat samen.");
  await chat.pressEnter();
  expect(await chat.screen.notice()).toMatch(/burgerservicenummer/i);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test("with the server away nothing leaves", async () => {
  const chat = await lab.chat("claude");
  await lab.stage.front.close();
  await chat.send(CLEAN);
  await chat.screen.bar(/niet verstuurd/i);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
  await chat.composerHolds(CLEAN);
});
