// Every page in both languages and both themes: nothing for axe to find, nothing against the content policy, no mistake in a script.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open, violations } from "../harness/browser.ts";
import { prepare, settled, stops } from "../harness/pages.ts";
import { Server, type Person } from "../harness/server.ts";

let server: Server;
let browser: Browser;
const people: Record<string, Person> = {};

beforeAll(async () => {
  server = await Server.start("--demo");
  browser = await launch();
  for (const role of new Set(stops.map((stop) => stop.role))) people[role] = await server.visitor(role);
  await prepare(server, people["owner"]!);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ["nl", "en"] as const) {
  test(`every page in ${language}, light and dark`, async () => {
    for (const who of Object.values(people)) await server.speak(who, language);
    const wrong: string[] = [];
    for (const stop of stops) {
      const { page, faults, context } = await open(browser, server, people[stop.role], stop.path, { language, scheme: "light" });
      await settled(page);
      await stop.act?.(page, language);
      await settled(page);
      expect([stop.name, await page.locator("html").getAttribute("lang")]).toEqual([stop.name, language]);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        expect([stop.name, scheme, await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)]).toEqual([stop.name, scheme, scheme === "dark"]);
        for (const mistake of await violations(page)) wrong.push(`${stop.name}, ${scheme}: ${mistake}`);
      }
      for (const mistake of faults) wrong.push(`${stop.name}: ${mistake}`);
      await context.close();
    }
    expect(wrong).toEqual([]);
  }, 300_000);
}
