// The first page shows an attempt while somebody looks at it, without being asked again.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open } from "../harness/browser.ts";
import { settled } from "../harness/pages.ts";
import { Server, type Person } from "../harness/server.ts";

let server: Server;
let browser: Browser;
let fg: Person;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  fg = await server.person("fg");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("an attempt appears on the first page as it happens, once, with a way to its case", async () => {
  const device = await server.device("vp-001");
  const { page, context, faults } = await open(browser, server, fg, "/console/vandaag");
  await settled(page);
  const feed = page.locator("section", { has: page.getByRole("heading", { name: "Nu" }) });
  await feed.getByText("Er is nog niets binnengekomen").waitFor();
  const from = Date.now();
  await device.inspect({ text: "Mevrouw Jansen, BSN 111222333, heeft hartfalen.", conversation: "eerste" });
  const line = feed.locator("ol > li");
  await line.first().waitFor({ timeout: 5_000 });
  console.log(`live feed: an attempt was on the page ${Date.now() - from} ms after it was sent`);
  await device.inspect({ text: "Wachtwoord: Zomer!2026-Linde, sleutel AKIAIOSFODNN7EXAMPLA.", host: "claude.ai", conversation: "tweede" });
  await page.waitForFunction(() => document.querySelectorAll("section ol > li").length === 2, undefined, { timeout: 5_000 });
  expect(await line.first().textContent()).toMatch(/Claude/);
  await line.last().getByRole("link").click();
  await page.locator(".drawer dl.facts").first().waitFor();
  expect(await page.locator(".drawer").textContent()).not.toContain("111222333");
  expect(faults).toEqual([]);
  await context.close();
});
