// Under a policy that has the device asked first and hides the mark, a clean text is shown to nobody but the site, and writing shows nothing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";

/** Nothing is found in it at all; a general question about an illness is for the server to decide. */
const CLEAN = "Schrijf een haiku over de herfst: regen op het dak.";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start({ policy: { deviceFirst: true, unmarked: true } });
});
afterAll(() => lab?.close());

const asked = (): number => lab.stage.front.asked.filter((path) => path.includes("/inspect/")).length;

test("a clean text leaves and the server never sees it; one with a finding is decided about by the server", async () => {
  const chat = await lab.chat();
  // The rules are loaded when they are first needed, which the first message does not wait for.
  await chat.paste(CLEAN);
  await chat.page.waitForTimeout(3000);
  await chat.pressEnter();
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
  expect(asked()).toBe(0);
  await chat.send(BLOCKED);
  expect(await chat.screen.notice()).toMatch(/burgerservicenummer/i);
  expect(asked()).toBe(1);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await chat.screen.click("button", /tekst aanpassen/i);
  await lab.stage.incidentWith("blocked", "none");
});

test("nothing is marked while a text is written", async () => {
  const chat = await lab.chat();
  await chat.paste(BLOCKED);
  await chat.page.waitForTimeout(3000);
  expect(await chat.screen.has("button", /sluiten/i)).toBe(false);
});
