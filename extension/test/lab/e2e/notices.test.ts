// A picture of each notice in both languages and both themes, in test-results/notices/, to be looked at by people.
import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { ROOT } from "../harness/process.ts";
import { BLOCKED, CLEAN, REDACTED, WARNED } from "../harness/prompts.ts";
import type { Chat } from "../harness/chat.ts";

const FOLDER = `${ROOT}test-results/notices/`;
const SCHEMES = ["light", "dark"] as const;

/** What to do for each picture, and a word that its notice must hold in each language. */
const NOTICES: Record<string, { bar?: true; nl: RegExp; en: RegExp; act(chat: Chat, lab: Lab): Promise<void> }> = {
  blocked: { nl: /burgerservicenummer/i, en: /citizen service number/i, act: (chat) => chat.send(BLOCKED) },
  redacted: { nl: /veilige versie/i, en: /safe version/i, act: (chat) => chat.send(REDACTED) },
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
      await chat.page.setViewportSize({ width: 390, height: 760 });
      await chat.send(BLOCKED);
    },
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
  file: { bar: true, nl: /bestand/i, en: /file/i, act: (chat) => chat.upload("brief.txt", "text/plain", Buffer.from("brief")) },
  offline: {
    bar: true,
    nl: /niet verstuurd/i,
    en: /not sent/i,
    act: async (chat, lab) => {
      lab.stage.front.mode = "json500";
      await chat.send(CLEAN);
    },
  },
};

describe.for(["nl", "en"] as const)("in %s", (language) => {
  let lab: Lab;
  beforeAll(async () => {
    await mkdir(FOLDER, { recursive: true });
    lab = await Lab.start({ language });
  });
  afterAll(() => lab?.close());

  test.for(Object.keys(NOTICES))("%s", async (name) => {
    for (const scheme of SCHEMES) {
      await lab.stage.reset();
      const chat = await lab.chat();
      await chat.page.emulateMedia({ colorScheme: scheme });
      await NOTICES[name]!.act(chat, lab);
      const { bar, [language]: words } = NOTICES[name]!;
      if (bar) await chat.screen.bar(words);
      else expect(await chat.screen.notice()).toMatch(words);
      await chat.page.waitForTimeout(500); // the text is back in the composer
      await chat.page.screenshot({ path: `${FOLDER}${name}-${language}-${scheme}.png`, animations: "disabled" });
      await lab.closePages();
    }
  });

  test("options page", async () => {
    for (const scheme of SCHEMES) {
      const page = await lab.options();
      await page.emulateMedia({ colorScheme: scheme });
      await page.getByRole("heading").first().waitFor();
      await page.screenshot({ path: `${FOLDER}options-${language}-${scheme}.png` });
      await page.close();
    }
  });
});
