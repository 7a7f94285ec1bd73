// Whatever was written comes back into the composer as it was, in each kind of editor, after a message was held: on the screen and in the editor's own state,
// which is what the site sends. And the safe version of it leaves from there.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { EDITORS, type Site } from "../harness/chat.ts";
import { Lab } from "../harness/lab.ts";
import { NAME } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

const BSN = "111222333";
const TEXTS = [
  `Mevr. Jansen, BSN ${BSN}, heeft hartfalen.`, `BSN ${BSN}\nop een eigen regel`, `Eerste regel\n\nTweede na een lege regel, BSN ${BSN}`, `  ingesprongen\n    en verder, BSN ${BSN}`,
  `"aanhaling" en ‘enkel’ en „laag”, BSN ${BSN}`, `<b>geen opmaak</b> & BSN ${BSN}`, `1. een\n2. twee BSN ${BSN}\n3. drie`, `- punt\n- punt met BSN ${BSN}`, `café, naïef, coördinatie, BSN ${BSN}`, `😀 👩🏽‍⚕️ BSN ${BSN} 🇳🇱`,
  `naam\tgeboren\tBSN\nJansen\t1950\t${BSN}`, `\\ en / en | BSN ${BSN}`, `**vet** _schuin_ BSN ${BSN}`, `\`\`\`\ncode BSN ${BSN}\n\`\`\``, `https://voorbeeld.nl/?a=1&b=2 BSN ${BSN}`,
  `${"lang ".repeat(700)}BSN ${BSN}`, `| a | b |\n|---|---|\n| BSN | ${BSN} |`, `{"bsn": "${BSN}"}`, `BSN ${BSN}.\nGroet,\nPiet`, `مرحبا שלום BSN ${BSN}`,
];
const even = (text: string): string => text.replace(/\s+/g, " ").trim();

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const cases = [...EDITORS.map((editor): Site => `editor ${editor}`), ...EDITORS.map((editor): Site => `editor ${editor} hasty`), "claude" as const];

test.for(cases)("%s: twenty texts are there after they were held, also for the editor", { timeout: 240_000 }, async (site) => {
  const chat = await lab.chat(site);
  for (const text of TEXTS) {
    await chat.paste(text);
    await (site.endsWith("hasty") ? chat.clickSend() : chat.pressEnter());
    await chat.screen.notice();
    await chat.screen.click("button", /tekst aanpassen/i);
    await chat.screen.noticeGone();
    await chat.composerHolds(text);
    if (site !== "claude") expect(even(await chat.editorHolds())).toBe(even(text));
    // Focus is back: what is typed now lands at the end.
    await chat.page.keyboard.type("!");
    await chat.composerHolds(`${text.trimEnd()}!`);
    await chat.clearComposer();
  }
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test.for(cases)("%s: the safe version leaves with every line in its place, and a clean text as it is", { timeout: 60_000 }, async (site) => {
  const chat = await lab.chat(site);
  const press = (): Promise<void> => (site.endsWith("hasty") ? chat.clickSend() : chat.pressEnter());
  await chat.paste(`Mevrouw ${NAME} heeft hartfalen — naïef 😀.\n\nSchrijf een brief aan haar huisarts.`);
  await press();
  await chat.screen.click("button", /veilige versie versturen/i);
  await until("the safe version", () => sentPrompts(lab.stage.sites.received).length === 1);
  expect(sentPrompts(lab.stage.sites.received).map(even)).toEqual(["[PERSOON_1] heeft hartfalen — naïef 😀. Schrijf een brief aan haar huisarts."]);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  await chat.screen.noticeGone();
  await chat.answered();
  await chat.paste("Wat helpt bij\nhartfalen?");
  await press();
  await until("the clean prompt", () => sentPrompts(lab.stage.sites.received).length === 2);
  expect(even(sentPrompts(lab.stage.sites.received)[1]!)).toBe("Wat helpt bij hartfalen?");
});
