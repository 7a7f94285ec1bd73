// The main job in Chromium: what may not leave does not, what may leaves unchanged, and the register knows.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, CLEAN, NAME, REDACTED, SAFE, WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test("a clean prompt arrives byte for byte, once, without a notice and without an incident", async () => {
  const chat = await lab.chat();
  await chat.paste(CLEAN);
  await chat.pressEnter();
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
  expect(await chat.screen.has("dialog", /./)).toBe(false);
  expect(await lab.stage.incidents()).toEqual([]);
});

test("a prompt with a BSN never reaches the site and yields exactly one incident", async () => {
  const chat = await lab.chat();
  await chat.send(BLOCKED);
  expect(await chat.screen.notice()).toMatch(/niet verstuurd.*burgerservicenummer/is);
  expect(await chat.screen.has("button", /toch versturen/i)).toBe(false);
  await chat.screen.click("button", /tekst aanpassen/i);
  await chat.screen.noticeGone();
  await chat.composerHolds(BLOCKED);
  await lab.stage.incidentWith("blocked", "none");
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
});

test("a person with a diagnosis: the notice shows the safe version, one click sends it, and it arrives redacted", async () => {
  const chat = await lab.chat();
  await chat.send(REDACTED);
  expect(await chat.screen.notice()).toContain("[PERSOON_1]");
  await chat.screen.click("button", /veilige versie versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([SAFE]);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  await lab.stage.incidentWith("redacted_and_sent", "none");
});

test("a warning: one click sends the prompt as it is, once, and the incident says so", async () => {
  const chat = await lab.chat();
  await chat.send(WARNED);
  await chat.screen.notice();
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  await chat.screen.click("button", /toch versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([WARNED]);
  await lab.stage.incidentWith("sent", "full");
});

test("a prompt that was held can be edited, and goes when it is clean", async () => {
  const chat = await lab.chat();
  await chat.send(BLOCKED);
  await chat.screen.click("button", /tekst aanpassen/i);
  await chat.clearComposer();
  await chat.send("Schrijf een ontslagbrief bij hartfalen.");
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual(["Schrijf een ontslagbrief bij hartfalen."]);
  await lab.stage.incidentWith("blocked", "none");
});

test("drafts that the site posts while the user types hold nothing sensitive", async () => {
  const chat = await lab.chat();
  await chat.type(BLOCKED);
  await chat.page.waitForTimeout(600);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
});

test("with the server stopped nothing leaves and the text stays; when it is back the text can be sent", async () => {
  const chat = await lab.chat();
  await lab.stage.server.stop();
  await lab.stage.front.close();
  await chat.send(CLEAN);
  await chat.screen.bar(/niet verstuurd/i);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
  await chat.composerHolds(CLEAN);
  await lab.stage.server.resume();
  await lab.stage.front.open();
  await chat.clickSend();
  await until("the prompt", () => sentPrompts(lab.stage.sites.received).length > 0, 10_000);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
});

test.for(["json500", "empty", "hang"] as const)("when the server answers wrongly (%s) nothing leaves and the text stays", async (mode) => {
  const chat = await lab.chat();
  lab.stage.front.mode = mode;
  await chat.send(CLEAN);
  await chat.screen.bar(/niet verstuurd/i);
  await chat.composerHolds(CLEAN);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
});

test("a file is held before its first byte", async () => {
  const chat = await lab.chat();
  await chat.upload("brief.txt", "text/plain", Buffer.from(`BSN ${BSN}`));
  expect(await chat.screen.notice()).toMatch(/burgerservicenummer/i);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await lab.stage.incidentWith("blocked", "none");
});

test("a clean file arrives, byte for byte", async () => {
  const chat = await lab.chat();
  const clean = "Schrijf een haiku over de herfst: regen op het dak.";
  await chat.upload("haiku.txt", "text/plain", Buffer.from(clean));
  await until("the file", () => lab.stage.sites.received.holds(clean), 15_000);
});

test("Claude: a BSN is held, a clean prompt arrives", async () => {
  const chat = await lab.chat("claude");
  await chat.send(BLOCKED);
  expect(await chat.screen.notice()).toMatch(/burgerservicenummer/i);
  await chat.screen.click("button", /tekst aanpassen/i);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await chat.composerHolds(BLOCKED);
  await chat.clearComposer();
  await chat.paste(CLEAN);
  await chat.pressEnter();
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
});
