// The many ways in which one prompt is sent, and the one way in which it is counted.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN, CLEAN, REDACTED, WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test("the send button is held like Enter", async () => {
  const chat = await lab.chat();
  await chat.write(BLOCKED);
  await chat.clickSend();
  await chat.screen.notice();
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  expect(await lab.stage.incidents()).toHaveLength(1);
});

test("paste and Enter in the same moment are held", async () => {
  const chat = await lab.chat();
  await chat.paste(BLOCKED);
  await chat.pressEnter();
  await chat.screen.notice();
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test("Enter twice in a row is one incident", async () => {
  const chat = await lab.chat();
  await chat.write(BLOCKED);
  await Promise.all([chat.pressEnter(), chat.pressEnter()]);
  await chat.screen.notice();
  await chat.page.waitForTimeout(500);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  expect(await lab.stage.incidents()).toHaveLength(1);
});

test("Enter twice on a clean prompt sends it once", async () => {
  const chat = await lab.chat();
  await chat.write(CLEAN);
  await Promise.all([chat.pressEnter(), chat.pressEnter()]);
  await chat.answered();
  await chat.page.waitForTimeout(300);
  expect(sentPrompts(lab.stage.sites.received)).toHaveLength(1);
});

test("'Toch versturen' clears this text only: the next one is held again", async () => {
  const chat = await lab.chat();
  await chat.send(WARNED);
  await chat.screen.click("button", /toch versturen/i);
  await chat.answered();
  await chat.send(WARNED.replace("Jansen", "Bakker"));
  await chat.screen.notice();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([WARNED]);
});

test("the safe version keeps one placeholder per person through a conversation", async () => {
  const chat = await lab.chat();
  for (const text of [REDACTED, REDACTED.replace("brief", "verwijzing")]) {
    await chat.send(text);
    await chat.screen.click("button", /veilige versie versturen/i);
    await chat.screen.noticeGone();
    await chat.answered(text === REDACTED ? 1 : 2);
  }
  const sent = sentPrompts(lab.stage.sites.received);
  expect(sent).toHaveLength(2);
  expect(sent.every((text) => text.includes("[PERSOON_1]") && !text.includes("Jansen"))).toBe(true);
});

test("the signed-out build with a textarea is held and redacted alike", async () => {
  const chat = await lab.chat("chatgpt-signed-out");
  await chat.send(BLOCKED);
  await chat.screen.click("button", /tekst aanpassen/i);
  await chat.composerHolds(BLOCKED);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  await chat.clearComposer();
  await chat.send(REDACTED);
  await chat.screen.click("button", /veilige versie versturen/i);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)[0]).toContain("[PERSOON_1]");
});

test("a link that carries a prompt in its address does not reach the site", async () => {
  const page = await lab.browser.page();
  await page.goto(`https://chatgpt.com/?q=${encodeURIComponent(BLOCKED)}`).catch(() => undefined);
  await page.waitForTimeout(500);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

/** Ways in which a script of the page can post by itself. */
const SCRIPTS: Record<string, (url: string, body: string) => void> = {
  fetch: (url, body) => void fetch(url, { method: "POST", body }).catch(() => {}),
  "a Request, cloned": (url, body) => void fetch(new Request(url, { method: "POST", body }).clone()).catch(() => {}),
  "a Blob": (url, body) => void fetch(url, { method: "POST", body: new Blob([body]) }).catch(() => {}),
  XMLHttpRequest: (url, body) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.send(body);
  },
  "a blank frame": (url, body) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    void frame.contentWindow!.fetch(new URL(url, location.href), { method: "POST", body }).catch(() => {});
  },
};

test.for(Object.keys(SCRIPTS))("a script of the page that posts by itself with %s is held", async (way) => {
  const chat = await lab.chat();
  const post = (text: string): Promise<void> => {
    const body = JSON.stringify({ messages: [{ content: { content_type: "text", parts: [text] } }] });
    return chat.page.evaluate(`(${SCRIPTS[way]!.toString()})("/backend-api/f/conversation", ${JSON.stringify(body)})`);
  };
  await post("Wat is hartfalen?");
  await until("the clean prompt", () => sentPrompts(lab.stage.sites.received).length === 1);
  await post(BLOCKED);
  await until("the incident", async () => (await lab.stage.incidents()).length === 1);
  await chat.page.waitForTimeout(300);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test.for(["fetch", "XMLHttpRequest", "form"])("a site that moved (307) gets a clean prompt where it is now, with %s, after one question; one with a BSN is held", async (way) => {
  const page = await lab.browser.page();
  await page.goto("https://chatgpt.com/vectors");
  lab.stage.front.asked.length = 0;
  const post = (text: string): Promise<void> => page.evaluate(([how, prompt]) => {
    const body = JSON.stringify({ prompt });
    if (how === "fetch") void fetch("/moved", { method: "POST", body }).catch(() => undefined);
    else if (how === "form") {
      const form = document.body.appendChild(Object.assign(document.createElement("form"), { method: "post", action: "/moved" }));
      form.append(Object.assign(document.createElement("input"), { name: "prompt", value: prompt }));
      form.submit();
    } else {
      const x = new XMLHttpRequest();
      x.open("POST", "/moved");
      x.send(body);
    }
  }, [way, text] as const);
  await post(BLOCKED);
  await until("the incident", async () => (await lab.stage.incidents()).length === 1);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
  lab.stage.front.asked.length = 0;
  await post("Wat is hartfalen precies?");
  await until("the prompt where it was sent on to", () => lab.stage.sites.received.to(/^\/ask-here$/).length === 1);
  expect(lab.stage.sites.received.to(/^\/moved$/)).toHaveLength(1);
  expect(lab.stage.sites.received.to(/^\/ask-here$/)[0]!.body).toEqual(lab.stage.sites.received.to(/^\/moved$/)[0]!.body);
  expect(lab.stage.front.asked.filter((path) => path.endsWith("/inspect/text"))).toHaveLength(1);
});

test("what a page sends in passing with sendBeacon is held", async () => {
  const chat = await lab.chat();
  const body = JSON.stringify({ messages: [{ content: { content_type: "text", parts: [BLOCKED] } }] });
  await chat.page.evaluate((text) => navigator.sendBeacon("/backend-api/f/conversation", text), body);
  await until("the incident", async () => (await lab.stage.incidents()).length === 1);
  await chat.page.waitForTimeout(300);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});

test("the notice is operated by keyboard alone, and focus returns to the composer", async () => {
  const chat = await lab.chat();
  await chat.send(BLOCKED);
  await chat.screen.notice();
  await chat.page.keyboard.press("Escape");
  await chat.screen.noticeGone();
  await chat.composerHolds(BLOCKED);
  await chat.page.keyboard.press("End");
  await chat.page.keyboard.type(" Dank");
  await chat.composerHolds(`${BLOCKED} Dank`);
});

test("a file dropped on ChatGPT or chosen on Claude is held before its first byte", async () => {
  const claude = await lab.chat("claude");
  await claude.upload("uitslag.txt", "text/plain", Buffer.from(`BSN ${BSN}`));
  expect(await claude.screen.notice()).toMatch(/burgerservicenummer/i);
  const chatgpt = await lab.chat();
  await chatgpt.drop("uitslag.txt", `BSN ${BSN}`);
  expect(await chatgpt.screen.notice()).toMatch(/burgerservicenummer/i);
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});
