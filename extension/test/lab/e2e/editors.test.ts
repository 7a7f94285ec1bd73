// Whatever was written comes back into the composer as it was, in each kind of editor, after a message was held; and it leaves as it was when it may.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Site } from "../harness/chat.ts";
import { Lab } from "../harness/lab.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

const BSN = "111222333";
const TEXTS = [
  `Mevr. Jansen, BSN ${BSN}, heeft hartfalen.`, `BSN ${BSN}\nop een eigen regel`, `Eerste regel\n\nTweede na een lege regel, BSN ${BSN}`, `  ingesprongen\n    en verder, BSN ${BSN}`,
  `"aanhaling" en ‘enkel’ en „laag”, BSN ${BSN}`, `<b>geen opmaak</b> & BSN ${BSN}`, `1. een\n2. twee BSN ${BSN}\n3. drie`, `- punt\n- punt met BSN ${BSN}`, `café, naïef, coördinatie, BSN ${BSN}`, `😀 👩🏽‍⚕️ BSN ${BSN} 🇳🇱`,
  `tab\there, BSN ${BSN}`, `\\ en / en | BSN ${BSN}`, `**vet** _schuin_ BSN ${BSN}`, `\`\`\`\ncode BSN ${BSN}\n\`\`\``, `https://voorbeeld.nl/?a=1&b=2 BSN ${BSN}`,
  `${"lang ".repeat(300)}BSN ${BSN}`, `| a | b |\n|---|---|\n| BSN | ${BSN} |`, `{"bsn": "${BSN}"}`, `BSN ${BSN}.\nGroet,\nPiet`, `مرحبا שלום BSN ${BSN}`,
];
const EDITORS: Record<string, Site> = { "ProseMirror, emptied by the site": "chatgpt", "a plain textarea": "chatgpt-signed-out", "ProseMirror that keeps its text": "claude" };

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test.for<[string, Site]>(Object.entries(EDITORS))("%s: twenty texts come back after they were held, and one that is edited leaves", { timeout: 240_000 }, async ([, site]) => {
  const chat = await lab.chat(site);
  for (const text of TEXTS) {
    await chat.paste(text);
    await chat.pressEnter();
    await chat.screen.notice();
    await chat.screen.click("button", /tekst aanpassen/i);
    await chat.screen.noticeGone();
    await chat.composerHolds(text);
    await chat.clearComposer();
  }
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await chat.paste("Wat helpt bij\nhartfalen?");
  await chat.pressEnter();
  await until("the prompt", () => sentPrompts(lab.stage.sites.received).length > 0);
  expect(sentPrompts(lab.stage.sites.received)).toEqual(["Wat helpt bij\nhartfalen?"]);
});
