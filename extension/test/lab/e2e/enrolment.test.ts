// Before the extension is enrolled, and when it cannot be: nothing leaves.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { CLEAN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start({ enrolled: false });
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test("not enrolled yet: a clean prompt is held with a message that says what to do, and stays", async () => {
  const chat = await lab.chat();
  await chat.send(CLEAN);
  await chat.screen.bar(/niet verstuurd/i);
  await chat.page.waitForTimeout(7000); // longer than the extension waits before it says that it does not guard
  await chat.screen.bar(/niet verstuurd/i);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([]);
});

test("a wrong key is refused in plain words, and a right one then works", async () => {
  const page = await lab.options();
  await page.getByLabel(/sleutel|key/i).fill("dwek_verkeerd");
  await page.getByRole("button", { name: /aanmelden|enrol/i }).click();
  await page.getByText(/weigert/i).waitFor();
  await page.close();
  await lab.enrol();
  const chat = await lab.chat();
  await chat.paste(CLEAN);
  await chat.pressEnter();
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
});
