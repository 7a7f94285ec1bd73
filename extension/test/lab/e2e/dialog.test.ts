// What the sender can do in the dialog, with the real server: leave something in, contest it, break the glass.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, NAME, REDACTED, WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start({ policy: { glass: true } });
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const TWO = "Mevrouw Jansen, geboren op 12-03-1950, heeft hartfalen. Schrijf een brief aan haar huisarts.";

test("what is unticked stays, after a new decision, and the rest is replaced", async () => {
  const chat = await lab.chat();
  await chat.send(TWO);
  await chat.screen.click("button", /^\[GEBOORTEDATUM_1\]/);
  await chat.screen.click("checkbox", /vervangen/i);
  expect(await chat.screen.notice()).toMatch(/kijken wij daarom opnieuw/i);
  await chat.screen.click("button", /veilige versie versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual(["[PERSOON_1], geboren op 12-03-1950, heeft hartfalen. Schrijf een brief aan haar huisarts."]);
  await lab.stage.incidentWith("redacted_and_sent", "partial");
});

test("what may not stay opens a dialog of its own about what would leave", async () => {
  const chat = await lab.chat();
  await chat.send(TWO);
  await chat.screen.click("button", /^\[PERSOON_1\]/);
  await chat.screen.click("checkbox", /vervangen/i);
  await chat.screen.click("button", /veilige versie versturen/i);
  await until("the new dialog", async () => !(await chat.screen.has("checkbox", /./)) && (await chat.screen.has("button", /^\[PERSOON_1\]/)));
  expect(await chat.screen.notice()).toMatch(/geboren op \[GEBOORTEDATUM_1\]/);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  await chat.page.keyboard.press("Escape");
  await chat.screen.noticeGone();
  await chat.composerHolds(TWO);
});

test("a direct identifier has nothing to untick, and can be contested", async () => {
  const chat = await lab.chat();
  await chat.send(BLOCKED);
  await chat.screen.click("button", new RegExp(`^${BSN}`));
  expect(await chat.screen.notice()).toMatch(/vervangen wij altijd/i);
  expect(await chat.screen.has("checkbox", /./)).toBe(false);
  lab.stage.front.answered.length = 0;
  await chat.screen.click("button", /^dit klopt niet$/i);
  await chat.screen.click("button", /^verzonnen$/i);
  await until("both feedbacks", () => lab.stage.front.answered.filter((answer) => answer === "/api/v1/ext/feedback 202").length === 2);
  await until("thanks", async () => /dank u/i.test(await chat.screen.notice()));
});

test("everything by keyboard: to the finding, contest it, back to the text", async () => {
  const chat = await lab.chat();
  await chat.send(WARNED);
  await chat.screen.notice();
  const { keyboard } = chat.page;
  for (let i = 0; i < 4; i++) await keyboard.press("Tab"); // two tabs, the text, its first finding
  await keyboard.press("Enter");
  await until("the finding", async () => /: een naam/.test(await chat.screen.notice()));
  await keyboard.press("Escape");
  await chat.screen.noticeGone();
  await chat.composerHolds(WARNED);
  await keyboard.type(" Dank");
  await chat.composerHolds(`${WARNED} Dank`);
});

test("in an emergency the text leaves as it is, to this service alone, and the case says so", async () => {
  const chat = await lab.chat();
  await chat.send(REDACTED);
  await chat.screen.click("button", /noodgeval/i);
  await chat.screen.click("radio", /spoed voor een patiënt/i);
  await chat.screen.click("button", /noodknop gebruiken/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([REDACTED]);
  expect(await chat.screen.bar(/noodknop/i)).toMatch(/open is tot \d\d:\d\d/);
  await until("the case", async () => (await lab.stage.incidents()).some((incident) => incident.egress_evidence === "full"));
  const elsewhere = await lab.chat("claude");
  await elsewhere.send(REDACTED);
  await elsewhere.screen.notice();
});
