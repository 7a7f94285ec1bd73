// An editor that shows layout and sends it as Markdown: what is asked about before the site begins is what it sends, once, and its safe version keeps the layout.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { NAME } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(async () => {
  await lab.stage.reset();
  lab.stage.front.asked.length = 0;
});
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const asked = (): number => lab.stage.front.asked.filter((path) => path.endsWith("/inspect/text")).length;
const begun = async (chat: Awaited<ReturnType<Lab["chat"]>>): Promise<boolean> => (await chat.page.locator(".user, .error").count()) > 0;

const WITH_LAYOUT: Record<string, readonly [html: string, safe: string]> = {
  "a heading, bold and a list": [`<h2>Brief</h2><p><b>Mevrouw ${NAME}</b> heeft <i>hartfalen</i>.</p><ul><li>schrijf een brief</li><li>aan haar huisarts</li></ul>`, "## Brief\n\n**[PERSOON_1]** heeft _hartfalen_.\n\n- schrijf een brief\n- aan haar huisarts"],
  "a name that is half bold": [`<p>Mevrouw <b>${NAME}</b> heeft hartfalen. Schrijf een brief aan haar huisarts.</p>`, "[PERSOON_1]** heeft hartfalen. Schrijf een brief aan haar huisarts."],
  "a quote": [`<blockquote><p>Mevrouw ${NAME} heeft hartfalen.</p></blockquote><p>Schrijf een brief aan haar huisarts.</p>`, "> [PERSOON_1] heeft hartfalen.\n\nSchrijf een brief aan haar huisarts."],
};

test.for(Object.keys(WITH_LAYOUT))("%s: the site does not begin, and the safe version leaves with its layout after one question", async (name) => {
  const [html, safe] = WITH_LAYOUT[name]!;
  const chat = await lab.chat("editor rich");
  await chat.writeRich(html);
  await chat.page.waitForTimeout(300);
  await chat.clickSend();
  await chat.screen.notice();
  expect(await begun(chat)).toBe(false);
  await chat.screen.click("button", /veilige versie versturen/i);
  await until("the safe version", () => sentPrompts(lab.stage.sites.received).length > 0);
  expect(sentPrompts(lab.stage.sites.received)).toEqual([safe]);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  expect(asked()).toBe(1);
  await lab.stage.incidentWith("redacted_and_sent", "none");
});

test("a numbered list, whose numbers the site writes itself, is held on its way, and its words come back", async () => {
  const chat = await lab.chat("editor rich");
  await chat.writeRich(`<ol><li>Mevrouw ${NAME} heeft hartfalen</li><li>schrijf een brief aan haar huisarts</li></ol>`);
  await chat.page.waitForTimeout(300);
  await chat.clickSend();
  await chat.screen.notice();
  await chat.screen.click("button", /tekst aanpassen/i);
  await chat.screen.noticeGone();
  await chat.composerHolds(`Mevrouw ${NAME} heeft hartfalen schrijf een brief aan haar huisarts`);
  expect(lab.stage.sites.received.holds(NAME)).toBe(false);
  expect(await lab.stage.incidents()).toHaveLength(1);
});
