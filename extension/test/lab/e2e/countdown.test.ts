// A server that answers slowly: nothing for 0.4 s, then a countdown, and at 2.5 s what the fail mode says. Read out once, politely.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Chat } from "../harness/chat.ts";
import { DOCUMENTS } from "../harness/documents.ts";
import { Lab } from "../harness/lab.ts";
import { CLEAN } from "../harness/prompts.ts";
import type { Spoken } from "../harness/screen.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

const CHECKING_MS = 400;
const DEADLINE_MS = 2500;
/** What a busy machine may add. */
const SLACK_MS = 2000;

const WORDS = {
  nl: { checking: "Uw bericht wordt nagekeken…", file: "Uw bestand wordt nagekeken…", held: /niet verstuurd/i, sent: /verstuurd\..*werkt nu niet/i },
  en: { checking: "Your message is being checked…", file: "Your file is being checked…", held: /not sent/i, sent: /^sent\..*not work/i },
};

interface Look {
  at: number;
  spoken: Spoken[];
  seconds: number | undefined;
}

/** Presses Enter and looks on until something is read out that matches, or the prompt has arrived. */
async function watch(chat: Chat, lab: Lab, end: RegExp | "arrives"): Promise<Look[]> {
  const looks: Look[] = [];
  const from = Date.now();
  await chat.pressEnter();
  await until(`${end}`, async () => {
    const look = { spoken: await chat.screen.spoken(), seconds: await chat.screen.seconds(), at: Date.now() - from };
    looks.push(look);
    return end === "arrives" ? sentPrompts(lab.stage.sites.received).length > 0 : look.spoken.some((s) => end.test(s.text));
  }, DEADLINE_MS + SLACK_MS);
  return looks;
}

describe.for([{ language: "nl" }, { language: "en" }, { language: "nl", failMode: "open" }, { language: "en", failMode: "open" }] as const)("$language, fail mode $failMode", ({ language, ...policy }) => {
  const words = WORDS[language];
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start({ language, policy });
  });
  beforeEach(() => lab.stage.reset());
  afterEach(() => lab.closePages());
  afterAll(() => lab?.close());

  const checking = (looks: Look[]): Look[] => looks.filter((look) => look.spoken.some((s) => s.text === words.checking));

  async function written(): Promise<Chat> {
    const chat = await lab.chat();
    await chat.write(CLEAN);
    await chat.page.waitForTimeout(CHECKING_MS);
    return chat;
  }

  function expectCountdown(looks: Look[]): void {
    expect(looks.filter((look) => look.at < CHECKING_MS && look.spoken.length > 0)).toEqual([]);
    const shown = checking(looks);
    expect(shown.length).toBeGreaterThan(1);
    // One element with one text for the whole time, in which no screen reader finds the seconds: it is read out once, when there is nothing else to say.
    const said = new Set(shown.flatMap((look) => look.spoken).filter((s) => s.text === words.checking).map(({ id, role, live, text }) => JSON.stringify({ id, role, live, text })));
    expect(said.size).toBe(1);
    expect(JSON.parse([...said][0]!)).toMatchObject({ role: "status", live: "polite", text: words.checking });
    const seconds = shown.map((look) => look.seconds).filter((n) => n !== undefined);
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
    expect(Math.max(...seconds)).toBeLessThanOrEqual(3);
    expect(new Set(seconds).size).toBeGreaterThan(1);
  }

  test("a silent server: a countdown from 0.4 s on, and at 2.5 s what the fail mode says", async () => {
    const chat = await written();
    lab.stage.front.mode = "hang";
    const open = "failMode" in policy;
    const looks = await watch(chat, lab, open ? words.sent : words.held);
    expectCountdown(looks);
    expect(looks.at(-1)!.at).toBeGreaterThanOrEqual(DEADLINE_MS);
    expect(looks.at(-1)!.seconds).toBeUndefined();
    expect(sentPrompts(lab.stage.sites.received)).toEqual(open ? [CLEAN] : []);
    expect(checking([looks.at(-1)!])).toEqual([]);
  });

  test("a slow server: the countdown goes when the answer comes, and the message with it", async () => {
    const chat = await written();
    lab.stage.front.delayMs = 1700;
    const looks = await watch(chat, lab, "arrives");
    expectCountdown(looks);
    await until("the countdown to go", async () => (await chat.screen.spoken()).length === 0);
    expect(sentPrompts(lab.stage.sites.received)).toEqual([CLEAN]);
  });

  test("a file takes as long as it takes: no seconds that end before it", async () => {
    const chat = await lab.chat();
    lab.stage.front.mode = "hang";
    const { name, bytes } = await DOCUMENTS.pptx!("Een folder over wandelen.", chat.page);
    await chat.choose(name, bytes);
    expect(await chat.screen.bar(/nagekeken|checked/)).toBe(words.file);
    await chat.page.waitForTimeout(DEADLINE_MS);
    expect((await chat.screen.spoken()).map((s) => s.text)).toEqual([words.file]);
    expect(await chat.screen.seconds()).toBeUndefined();
  });
});
