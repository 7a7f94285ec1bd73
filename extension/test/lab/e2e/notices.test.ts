// A picture of each state of the notices and pages in both languages and both themes, in test-results/notices/, to be looked at by people.
import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PolicyChange } from "../harness/dijkwacht.ts";
import { Lab } from "../harness/lab.ts";
import { ROOT } from "../harness/process.ts";
import { DOCUMENTS } from "../harness/documents.ts";
import { BLOCKED, CLEAN, REDACTED, WARNED } from "../harness/prompts.ts";
import type { Chat } from "../harness/chat.ts";

const FOLDER = `${ROOT}test-results/notices/`;
const SCHEMES = ["light", "dark"] as const;

interface Picture {
  bar?: true;
  /** A word that it must hold in each language. */
  nl: RegExp;
  en: RegExp;
  act(chat: Chat, lab: Lab): Promise<void>;
}

const mark = (chat: Chat, name: RegExp): Promise<void> => chat.screen.click("button", name);

/** Under the baseline policy, with the emergency exit. */
const NOTICES: Record<string, Picture> = {
  blocked: { nl: /burgerservicenummer/i, en: /citizen service number/i, act: (chat) => chat.send(BLOCKED) },
  "blocked-finding": {
    nl: /vervangen wij altijd/i,
    en: /always replace this/i,
    act: async (chat) => {
      await chat.send(BLOCKED);
      await mark(chat, /^111222333/);
    },
  },
  emergency: {
    nl: /wat is het noodgeval/i,
    en: /what is the emergency/i,
    act: async (chat) => {
      await chat.send(REDACTED);
      await chat.screen.click("button", /noodgeval|emergency/i);
    },
  },
  redacted: { nl: /veilige versie/i, en: /safe version/i, act: (chat) => chat.send(REDACTED) },
  unticked: {
    nl: /niets vervangen/i,
    en: /nothing is replaced/i,
    act: async (chat) => {
      await chat.send(REDACTED);
      await mark(chat, /^\[PERS/);
      await chat.screen.click("checkbox", /vervangen|replace/i);
    },
  },
  contested: {
    nl: /dank u/i,
    en: /thank you/i,
    act: async (chat) => {
      await chat.send(WARNED);
      await mark(chat, /^mevrouw jansen|^jansen/i);
      await chat.screen.click("button", /^(dit klopt niet|this is not right)$/i);
      await chat.screen.click("button", /^(verzonnen|made up)$/i);
    },
  },
  reasons: {
    nl: /waarom wilt u dit versturen/i,
    en: /why do you want to send this/i,
    act: async (chat) => {
      await chat.send(REDACTED);
      await chat.screen.click("button", /toch versturen|send anyway/i);
      await chat.screen.click("button", /mijn werkgever|my employer/i);
    },
  },
  narrow: {
    nl: /burgerservicenummer/i,
    en: /citizen service number/i,
    act: async (chat) => {
      await chat.page.setViewportSize({ width: 320, height: 640 });
      await chat.send(BLOCKED);
      await mark(chat, /^111222333/);
    },
  },
  contrast: {
    nl: /burgerservicenummer/i,
    en: /citizen service number/i,
    act: async (chat) => {
      await chat.page.emulateMedia({ forcedColors: "active" });
      await chat.send(BLOCKED);
    },
  },
  quiet: {
    bar: true,
    nl: /nog niets verstuurd/i,
    en: /nothing has been sent yet/i,
    act: (chat) => chat.paste(BLOCKED),
  },
  checking: {
    bar: true,
    nl: /nagekeken/i,
    en: /checked/i,
    act: async (chat, lab) => {
      lab.stage.front.mode = "hang";
      await chat.send(CLEAN);
    },
  },
  warned: { nl: /toch versturen/i, en: /send anyway/i, act: (chat) => chat.send(WARNED) },
  file: { bar: true, nl: /bestand/i, en: /file/i, act: (chat) => chat.upload("programma", "application/octet-stream", Buffer.from("\x7fELF\x02\x01\x00\x00\x00\x03", "latin1")) },
  "file-found": {
    nl: /dia 2/i,
    en: /slide 2/i,
    act: async (chat) => {
      const { name, type, bytes } = await DOCUMENTS.pptx!("Mevr. Jansen, BSN 111222333, heeft hartfalen.", chat.page);
      await chat.upload(name, type, bytes);
      await mark(chat, /burgerservicenummer|citizen service number/);
    },
  },
  offline: {
    bar: true,
    nl: /niet verstuurd/i,
    en: /not sent/i,
    act: async (chat, lab) => {
      lab.stage.front.mode = "json500";
      await chat.send(CLEAN);
    },
  },
  // The last: from here on the exit to this service is open.
  "emergency-used": {
    bar: true,
    nl: /open is tot/i,
    en: /open until/i,
    act: async (chat) => {
      await chat.send(REDACTED);
      await chat.page.waitForTimeout(1000);
      if (!(await chat.screen.has("dialog", /./))) return;
      await chat.screen.click("button", /noodgeval|emergency/i);
      await chat.screen.click("radio", /spoed voor|urgent/i);
      await chat.screen.click("button", /noodknop gebruiken|use the emergency/i);
      await chat.answered();
    },
  },
};

/** Under a policy that advises where the baseline warns, and lets pass what it cannot check. */
const MILD: Record<string, Picture> = {
  coach: { bar: true, nl: /persoon/i, en: /person/i, act: (chat) => chat.send(WARNED) },
  open: {
    bar: true,
    nl: /werkt nu niet goed/i,
    en: /not work/i,
    act: async (chat, lab) => {
      lab.stage.front.mode = "json500";
      await chat.send(CLEAN);
      await chat.answered();
    },
  },
};

const POLICIES: [Record<string, Picture>, PolicyChange][] = [[NOTICES, { glass: true }], [MILD, { coach: true, failMode: "open" }]];

describe.for((["nl", "en"] as const).flatMap((language) => POLICIES.map(([pictures, policy]) => ({ language, pictures, policy }))))("$language", ({ language, pictures, policy }) => {
  let lab: Lab;
  beforeAll(async () => {
    await mkdir(FOLDER, { recursive: true });
    lab = await Lab.start({ language, policy });
  });
  afterAll(() => lab?.close());

  test.for(Object.keys(pictures))("%s", async (name) => {
    const { bar, act, [language]: words } = pictures[name]!;
    for (const scheme of SCHEMES) {
      await lab.stage.reset();
      const chat = await lab.chat();
      await chat.page.emulateMedia({ colorScheme: scheme });
      await act(chat, lab);
      if (bar) await chat.screen.bar(words);
      else expect(await chat.screen.notice()).toMatch(words);
      await chat.page.waitForTimeout(500); // the text is back in the composer
      await chat.page.screenshot({ path: `${FOLDER}${name}-${language}-${scheme}.png`, animations: "disabled" });
      await lab.closePages();
    }
  });

  test.for(["options", "popup", "overview"])("%s", async (name) => {
    for (const scheme of SCHEMES) {
      const page = await lab.own(name);
      await page.emulateMedia({ colorScheme: scheme });
      if (name === "popup") await page.setViewportSize({ width: 360, height: 420 });
      await page.getByRole("heading").first().waitFor();
      await page.waitForTimeout(500);
      await page.screenshot({ path: `${FOLDER}${name}-${policy.glass ? "" : "mild-"}${language}-${scheme}.png`, fullPage: true });
      await page.close();
    }
  });
});
