// The composers in Firefox ESR: what was held is still there, also for the editor, and its safe version leaves from there.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { EDITORS } from "../harness/chat.ts";
import { FirefoxLab } from "../harness/firefox-lab.ts";
import { NAME } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: FirefoxLab;
beforeAll(async () => {
  lab = await FirefoxLab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const TEXT = `Mevrouw ${NAME} heeft hartfalen, café naïef. Schrijf een brief aan haar huisarts.`;

test.for([...EDITORS])("%s", async (editor) => {
  const screen = await lab.send(TEXT, editor);
  await screen.notice();
  await until("the text in the editor", async () => (await screen.editorHolds()).trim() === TEXT);
  await screen.click("Veilige versie versturen");
  await until("the safe version", () => sentPrompts(lab.stage.sites.received).length > 0);
  expect(sentPrompts(lab.stage.sites.received).map((text) => text.trim())).toEqual(["[PERSOON_1] heeft hartfalen, café naïef. Schrijf een brief aan haar huisarts."]);
  await lab.stage.incidentWith("redacted_and_sent", "none");
});
