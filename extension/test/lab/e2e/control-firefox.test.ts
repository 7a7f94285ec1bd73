// The control in Firefox: without the extension the prompt leaks, and the lab sees it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Firefox } from "../harness/firefox.ts";
import { Sites } from "../harness/sites.ts";
import { until } from "../harness/wait.ts";

let sites: Sites;
let browser: Firefox;

beforeAll(async () => {
  sites = await Sites.start();
  browser = await Firefox.launch(sites.port);
});
afterAll(async () => {
  await browser?.close();
  await sites?.close();
});

test("without the extension ChatGPT receives the prompt", async () => {
  const page = await browser.page();
  await page.goto("https://chatgpt.com/");
  await page.locator("#prompt-textarea").click();
  await page.keyboard.type("BSN 111222333");
  await page.keyboard.press("Enter");
  await until("the prompt", () => sites.received.to(/f\/conversation$/).length === 1);
  expect(sites.received.holds("111222333")).toBe(true);
});

test("a site outside the lab cannot be reached", async () => {
  const page = await browser.page();
  await expect(page.goto("https://example.com/")).rejects.toThrow();
});
