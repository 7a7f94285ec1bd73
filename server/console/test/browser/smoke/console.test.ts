// The console in a minute: signing in, a page with a list and its detail, nothing for axe to find, the weight of the first load; and that
// Firefox shows the same.
import { firefox as bidi } from "./firefox.ts";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open, violations } from "../harness/browser.ts";
import { settled } from "../harness/pages.ts";
import { seed } from "../harness/seed.ts";
import { Server, totp, type Person } from "../harness/server.ts";

const firstLoad = 75_000;

let server: Server;
let browser: Browser;
let fg: Person;

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  fg = await server.person("fg");
  await seed(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("who is not signed in signs in, and comes back to the page that was asked for", async () => {
  const { page, faults, context } = await open(browser, server, undefined, "/console/incidenten?q=is:open");
  await page.waitForURL("**/inloggen");
  await page.fill("#email", fg.email);
  await page.fill("#password", fg.password);
  // Each code works once, and the one of now was used to begin.
  await page.fill("#code", totp(fg.secret, Date.now() + 30_000));
  await page.locator("form", { has: page.locator("#password") }).locator("button[type=submit]").click();
  await page.locator("tr.data").first().waitFor();
  expect(new URL(page.url()).search).toBe("?q=is:open");
  expect(faults).toEqual([]);
  await context.close();
});

test("today, the list and a case: nothing for axe to find and nothing against the content policy", async () => {
  const { page, faults, context } = await open(browser, server, fg, "/console/");
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.goto(`${server.origin}/console/incidenten?q=is:open`);
  await page.locator("tr.data a.open").first().click();
  await page.locator(".drawer dl.facts").first().waitFor();
  await settled(page);
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test("the first load stays under 75 kB", async () => {
  const { page, context } = await open(browser, server, fg, "/console/");
  await settled(page);
  const sizes = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map((entry) => entry as PerformanceResourceTiming).filter((entry) => !entry.name.includes("/api/")).map((entry) => entry.transferSize));
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoad);
  await context.close();
});

test("an error is shown in words with its reference, and asking again works", async () => {
  const { page, context } = await open(browser, server, fg, "/console/");
  await settled(page);
  let broken = true;
  await page.route("**/api/v1/incidents?*", (route) => (broken ? route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "store.unavailable", status: 503, trace_id: "req_01TEST" }) }) : route.continue()));
  await page.goto(`${server.origin}/console/incidenten?q=is:open`);
  await page.getByText("req_01TEST").waitFor();
  broken = false;
  await page.getByRole("button", { name: "Opnieuw proberen" }).click();
  await page.locator("tr.data").first().waitFor();
  await context.close();
});

test("Firefox shows the list and opens a case by keys", async () => {
  const shown = await bidi(server, fg, "/console/incidenten?q=is:open");
  expect(shown).toEqual({ rows: true, drawer: true });
});
