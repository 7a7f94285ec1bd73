// Answers hold placeholders; a person sees who is meant, the site does not.
import { readFileSync } from "node:fs";
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

/** Ways in which sites let a person save an answer; each returns the text of the file. */
const SAVES: Record<string, (text: string) => Promise<string> | string> = {
  "a blob behind a link": async (text) => {
    const link = document.createElement("a");
    link.download = "brief.txt";
    link.href = URL.createObjectURL(new Blob([text, new TextEncoder().encode(" Groet")], { type: "text/plain" }));
    return (await fetch(link.href)).text();
  },
  "a blob of a blob": async (text) => (await fetch(URL.createObjectURL(new Blob([new Blob([text])], { type: "text/markdown" })))).text(),
  "a data address": (text) => {
    const link = document.createElement("a");
    link.setAttribute("href", `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`);
    return decodeURIComponent(link.href.replace(/^[^,]*,/, ""));
  },
  "a data address in base64": (text) => {
    const link = document.createElement("a");
    link.href = `data:text/csv;base64,${btoa(text)}`;
    return decodeURIComponent(link.href.replace(/^[^,]*,/, ""));
  },
  "a file that the server made": async (text) => {
    const blob = await new Response(text, { headers: { "Content-Type": "text/markdown" } }).blob();
    return (await fetch(URL.createObjectURL(blob))).text();
  },
};

// The vectors' page may read addresses of blobs, which the strict policy of the others forbids.
test.for(Object.keys(SAVES))("a file that is saved has the real name: %s", async (way) => {
  const chat = await sendSafely();
  await chat.page.goto("https://chatgpt.com/vectors");
  const saved = (): Promise<string> => chat.page.evaluate(`(${SAVES[way]!.toString()})("Beste [PERSOON_1], en **Persoon 1**.")`);
  await until("the name", async () => (await saved()).startsWith("Beste Mevrouw Jansen, en **Mevrouw Jansen**."), 15_000);
});

test("what is downloaded has the real name, and the blob itself keeps the placeholder", async () => {
  const chat = await sendSafely();
  await chat.page.goto("https://chatgpt.com/vectors");
  await chat.page.waitForTimeout(500);
  const [download, sent] = await Promise.all([
    chat.page.waitForEvent("download"),
    chat.page.evaluate(async () => {
      const blob = new Blob(["Beste [PERSOON_1]"], { type: "text/plain" });
      Object.assign(document.createElement("a"), { download: "brief.txt", href: URL.createObjectURL(blob) }).click();
      // An archive that happens to hold the words is left alone.
      const bytes = new Uint8Array([0x50, 0x4b, 3, 4, 0xff, ...new TextEncoder().encode("[PERSOON_1]")]);
      const archive = await (await fetch(URL.createObjectURL(new Blob([bytes])))).arrayBuffer();
      return `${await blob.text()} ${archive.byteLength - bytes.length}`;
    }),
  ]);
  expect(readFileSync((await download.path())!, "utf8")).toBe("Beste Mevrouw Jansen");
  expect(sent).toBe("Beste [PERSOON_1] 0");
});

test("what a person selects in a field and copies, and what the site copies by an event of its own, has the real name", async () => {
  const chat = await sendSafely();
  await chat.page.goto("https://chatgpt.com/vectors");
  await chat.page.waitForTimeout(500);
  const copied = async (): Promise<string> => {
    await chat.page.locator("textarea").fill("Dag [PERSOON_1]");
    await chat.page.locator("textarea").press("Control+A");
    await chat.page.keyboard.press("Control+C");
    return chat.page.evaluate(() => navigator.clipboard.readText());
  };
  expect(await copied()).toBe("Dag Mevrouw Jansen");
  await chat.page.evaluate(() => document.addEventListener("copy", (event) => (event.clipboardData!.setData("text/plain", "Van de site: [PERSOON_1]"), event.preventDefault())));
  expect(await copied()).toBe("Van de site: Mevrouw Jansen");
});

test("another tab knows nothing of it", async () => {
  await sendSafely();
  const other = await lab.chat();
  await other.send("Schrijf een brief aan [PERSOON_1] over astma.");
  await other.answered();
  expect(await answer(other)).toContain("Beste [PERSOON_1]");
});
