// The package that policy installed is updated under open pages; to go back is the same, with the older code under a higher number
// (docs/deploy/extension.md). Whatever a page was doing, nothing leaves it unseen, and it says what is the matter.
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RestingChromium } from "../harness/managed.ts";
import { BLOCKED, BSN, CLEAN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { Stage } from "../harness/stage.ts";
import { until } from "../harness/wait.ts";

const HEARTBEAT = "/api/v1/ext/heartbeat";
/** The worker sleeps half a minute after it last did something; the browser installs what is newer from then on. */
const TAKES_MS = 150_000;
const COMPOSER = "#prompt-textarea";

let stage: Stage;
let browser: RestingChromium;

const say = (commands: string[]): unknown => stage.front.canned.set(HEARTBEAT, { status: 200, body: { guarded: true, commands, disabled_sites: [], heartbeat_s: 1 } });

beforeAll(async () => {
  stage = await Stage.start();
  say([]);
  browser = await stage.orClose(async () => RestingChromium.launch({
    apiOrigin: stage.front.origin, sitesPort: stage.sites.port, settings: { enrolmentKey: await stage.server.enrolmentKey(), language: "nl" },
  }));
  await until("the extension to run", () => tells("0.1.0"), TAKES_MS);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** Whether the worker of a version has told that it is there. */
const tells = (version: string): boolean => stage.front.taken.some((text) => text.includes(`"extension_version":"${version}"`));

/** Tells the device to update, and lets its worker rest, as it does when the pages are in the background, until the browser has put the version in its place. */
async function installs(version: string): Promise<void> {
  say(["update"]);
  await until(`version ${version} to be fetched`, () => browser.organisation.fetched.includes(`/dijkwacht-${version}.crx`), TAKES_MS);
  say([]);
  const page = await browser.browser.newPage();
  const cdp = await page.createCDPSession();
  await cdp.send("ServiceWorker.enable");
  let stopped = 0;
  await until(`version ${version} to run`, async () => {
    if (stopped + 5000 < Date.now()) {
      await cdp.send("ServiceWorker.stopAllWorkers");
      stopped = Date.now();
    }
    return tells(version);
  }, TAKES_MS);
  await page.close();
}

async function open(): Promise<{ page: Page; said: string[] }> {
  const page = await browser.browser.newPage();
  const said: string[] = [];
  page.on("dialog", (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto("https://chatgpt.com/");
  await page.waitForSelector(COMPOSER);
  return { page, said };
}

async function send(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await page.click(COMPOSER);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.sendCharacter(text);
  await page.keyboard.press("Enter");
}

/** All that the page shows, notices too, which live where its own scripts do not come. */
async function shown(page: Page): Promise<string> {
  const cdp = await page.createCDPSession();
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  await cdp.detach();
  return nodes.filter((node) => node.role?.value === "StaticText").map((node) => String(node.name?.value)).join(" ");
}

const arrived = (): number => sentPrompts(stage.sites.received).length;

async function expectGuarded(page: Page): Promise<void> {
  const before = arrived();
  await send(page, CLEAN);
  await until("the clean prompt to arrive", () => arrived() === before + 1);
  await send(page, BLOCKED);
  await until("the dialog", async () => (await shown(page)).includes("Dit bericht is niet verstuurd"));
  expect(stage.sites.received.holds(BSN)).toBe(false);
}

test("open pages hold everything and say so, and are guarded once they are loaded again", { timeout: 2 * TAKES_MS }, async () => {
  // One that was written in, and one that nobody has touched.
  const used = await open();
  await expectGuarded(used.page);
  await used.page.keyboard.press("Escape");
  const fresh = await open();
  await browser.organisation.publish("0.1.1");
  await installs("0.1.1");

  for (const { page, said } of [used, fresh]) {
    const before = arrived();
    for (const text of [CLEAN, BLOCKED]) {
      await send(page, text);
      await until("a word that the page must be loaded again", async () => /laad deze pagina opnieuw|herlaad deze pagina/i.test(`${await shown(page)} ${said.join(" ")}`));
    }
    expect(arrived()).toBe(before);
    expect(stage.sites.received.holds(BSN)).toBe(false);
    await page.reload();
    await page.waitForSelector(COMPOSER);
    await expectGuarded(page);
    await page.close();
  }
});
