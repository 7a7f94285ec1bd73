// Before the site hears that the user wants to send: asked once, told once, and nothing of the text is on its way.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Chat } from "../harness/chat.ts";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, CLEAN, REDACTED, SAFE, WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;
const asked = (): number => lab.stage.front.asked.filter((path) => path.endsWith("/inspect/text")).length;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(async () => {
  await lab.stage.reset();
  lab.stage.front.asked.length = 0;
});
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

/** The site has emptied the composer and shows the message as sent, or an error of its own. */
const siteBegan = async (chat: Chat): Promise<boolean> => (await chat.page.locator(".user, .error").count()) > 0;
/** A text is looked at by the page a moment after it was written; until then the script is on its way. */
const settled = (chat: Chat): Promise<void> => chat.page.waitForTimeout(400);

test.for(["Enter", "the send button"])("%s: the site never begins, the text stays, and it is one question and one incident", async (how) => {
  const chat = await lab.chat();
  await chat.write(BLOCKED);
  await settled(chat);
  await (how === "Enter" ? chat.pressEnter() : chat.clickSend());
  expect(await chat.screen.notice()).toMatch(/burgerservicenummer/i);
  expect(await siteBegan(chat)).toBe(false);
  await chat.composerHolds(BLOCKED);
  await chat.page.keyboard.press("Escape");
  await chat.screen.noticeGone();
  await chat.page.keyboard.type(" Dank");
  await chat.composerHolds(`${BLOCKED} Dank`);
  expect(asked()).toBe(1);
  await lab.stage.incidentWith("blocked", "none");
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test.for(["chatgpt", "chatgpt-signed-out", "claude"] as const)("%s: a clean text leaves on the same press, once, after one question", async (site) => {
  const chat = await lab.chat(site);
  await chat.write(CLEAN);
  await settled(chat);
  await chat.pressEnter();
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toHaveLength(1);
  expect(asked()).toBe(1);
  expect(await chat.screen.has("dialog", /./)).toBe(false);
});

test("a message right after another is sent, or held, like any other", async () => {
  const chat = await lab.chat();
  await chat.write("Wat helpt bij hartfalen?");
  await settled(chat);
  await chat.pressEnter();
  await until("the first to have left", () => sentPrompts(lab.stage.sites.received).length === 1);
  await chat.send("En wat helpt bij astma?");
  await until("the second to have left", () => sentPrompts(lab.stage.sites.received).length === 2, 1000);
  await chat.send(BLOCKED);
  await chat.screen.notice();
  expect(sentPrompts(lab.stage.sites.received)).toHaveLength(2);
});

test("what the user sends after a warning leaves once, without a second question", async () => {
  const chat = await lab.chat();
  await chat.write(WARNED);
  await settled(chat);
  await chat.pressEnter();
  await chat.screen.click("button", /toch versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([WARNED]);
  expect(asked()).toBe(1);
  expect(await chat.screen.has("dialog", /./)).toBe(false);
  await lab.stage.incidentWith("sent", "full");
});

test("the safe version of a text with empty lines, which the site sends with other white space, holds the right words", async () => {
  const chat = await lab.chat();
  const [first, second] = REDACTED.split(". ") as [string, string];
  await chat.paste(`${first}.\n\n${second}`);
  await settled(chat);
  await chat.pressEnter();
  await chat.screen.click("button", /veilige versie versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received).map((text) => text.replace(/\s+/g, " "))).toEqual([SAFE]);
  await lab.stage.incidentWith("redacted_and_sent", "none");
});

test("Shift+Enter, and Enter that ends a composition, send nothing and ask nothing", async () => {
  const chat = await lab.chat("chatgpt-signed-out");
  await chat.write(BLOCKED);
  await settled(chat);
  await chat.page.keyboard.press("Shift+Enter");
  const cdp = await chat.page.context().newCDPSession(chat.page);
  await cdp.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
  await cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
  await chat.page.waitForTimeout(500);
  expect(asked()).toBe(0);
  expect(await chat.screen.has("dialog", /./)).toBe(false);
  await lab.stage.incidents().then((incidents) => expect(incidents).toEqual([]));
});

test.for(["the same press", "the button of the message"])("with the server away the site never begins, and %s later sends", async (how) => {
  const chat = await lab.chat();
  await chat.write(CLEAN);
  await settled(chat);
  await lab.stage.front.close();
  await chat.pressEnter();
  await chat.screen.bar(/niet verstuurd/i);
  expect(await siteBegan(chat)).toBe(false);
  await lab.stage.front.open();
  await (how === "the same press" ? chat.pressEnter() : chat.screen.click("button", /opnieuw versturen/i));
  await until("the prompt", () => sentPrompts(lab.stage.sites.received).length === 1, 10_000);
});

test.for(["typed", "pasted"])("what is %s is marked before it is sent, by this device alone, and the mark goes with the words", async (how) => {
  const chat = await lab.chat();
  await (how === "typed" ? chat.type(BLOCKED) : chat.paste(BLOCKED));
  expect(await chat.screen.bar(/burgerservicenummer.*nog niets verstuurd/is)).not.toMatch(new RegExp(BSN));
  expect(await chat.screen.has("dialog", /./)).toBe(false);
  expect(asked()).toBe(0);
  expect(await lab.stage.incidents()).toEqual([]);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await chat.clearComposer();
  await chat.type("Wat helpt bij hartfalen?");
  await until("the mark to go", async () => !(await chat.screen.has("status", /./)) && !(await chat.screen.has("button", /sluiten/i)));
});

test("a mark that was closed stays away, and a general question has none", async () => {
  const chat = await lab.chat();
  await chat.type("Wat zijn de bijwerkingen van metoprolol bij hartfalen?");
  await chat.page.waitForTimeout(1200);
  expect(await chat.screen.has("button", /sluiten/i)).toBe(false);
  await chat.clearComposer();
  await chat.paste(BLOCKED);
  await chat.screen.click("button", /sluiten/i);
  await chat.page.keyboard.type(" Dank u wel.");
  await chat.page.waitForTimeout(1200);
  expect(await chat.screen.has("button", /sluiten/i)).toBe(false);
});
