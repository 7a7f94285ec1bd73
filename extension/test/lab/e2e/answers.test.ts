// Answers hold placeholders; a person sees who is meant, the site does not.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Chat } from "../harness/chat.ts";
import { Lab } from "../harness/lab.ts";
import { NAME, REDACTED, SAFE } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const answer = (chat: Chat): Promise<string> => chat.page.locator(".assistant").last().innerText();

async function sendSafely(): Promise<Chat> {
  const chat = await lab.chat();
  await chat.send(REDACTED);
  await chat.screen.notice();
  await chat.screen.click("button", /veilige versie versturen/i);
  await chat.answered();
  return chat;
}

test("an answer that streams in shows the real name, the site received the placeholder", async () => {
  const chat = await sendSafely();
  await until("the name", async () => /^Beste Mevrouw Jansen, u bent \**Mevrouw Jansen\**\. Dat is/.test(await answer(chat)));
  expect(sentPrompts(lab.stage.sites.received)).toEqual([SAFE]);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
});

test("the site's own copy button copies the real name", async () => {
  const chat = await sendSafely();
  await until("the name", async () => (await answer(chat)).includes("Jansen"));
  const copied = await chat.page.evaluate(async () => {
    await navigator.clipboard.writeText("Beste [PERSOON_1]");
    const first = await navigator.clipboard.readText();
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": new Blob(["Dag [Persoon 1]"], { type: "text/plain" }) })]);
    return [first, await navigator.clipboard.readText()];
  });
  expect(copied).toEqual(["Beste Mevrouw Jansen", "Dag Mevrouw Jansen"]);
});

test("another tab knows nothing of it", async () => {
  await sendSafely();
  const other = await lab.chat();
  await other.send("Schrijf een brief aan [PERSOON_1] over astma.");
  await other.answered();
  expect(await answer(other)).toContain("Beste [PERSOON_1]");
});
