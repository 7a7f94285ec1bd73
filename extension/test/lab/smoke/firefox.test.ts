// The main job in Firefox ESR, with the same source of the extension.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { FirefoxLab } from "../harness/firefox-lab.ts";
import { BLOCKED, BSN, NAME, REDACTED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: FirefoxLab;

beforeAll(async () => {
  lab = await FirefoxLab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test("a clean prompt arrives as it was typed, once", async () => {
  await lab.send("Wat zijn de stappen bij hartfalen? 50 % & meer — café");
  await until("the prompt", () => sentPrompts(lab.stage.sites.received).length > 0);
  expect(sentPrompts(lab.stage.sites.received)).toEqual(["Wat zijn de stappen bij hartfalen? 50 % & meer — café"]);
});

test("a prompt with a BSN never reaches the site and yields exactly one incident", async () => {
  const screen = await lab.send(BLOCKED);
  expect(await screen.notice()).toMatch(/niet verstuurd.*burgerservicenummer/is);
  await screen.click("Tekst aanpassen");
  await lab.stage.incidentWith("blocked", "none");
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test("the safe version arrives redacted after one click", async () => {
  const screen = await lab.send(REDACTED);
  await screen.click("Veilige versie versturen");
  await until("the prompt", () => sentPrompts(lab.stage.sites.received).length > 0);
  expect(sentPrompts(lab.stage.sites.received)[0]).toContain("[PERSOON_1]");
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
});

test("with the server away nothing leaves, and a message says so", async () => {
  await lab.stage.front.close();
  const screen = await lab.send("Wat zijn de stappen bij hartfalen?");
  expect(await screen.notice()).toMatch(/niet verstuurd/i);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
});
