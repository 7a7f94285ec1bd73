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
  for (const scheme of ["light", "dark"] as const) {
    test(`every page in ${language}, ${scheme}`, async () => {
      for (const who of Object.values(people)) await server.speak(who, language);
      const wrong: string[] = [];
      for (const stop of stops) {
        const screen = await open(browser, server, people[stop.role], stop.path, { language, scheme });
        await settled(screen.page);
        await stop.act?.(screen.page, language);
        await settled(screen.page);
        expect([stop.name, await screen.page.locator("html").getAttribute("lang")]).toEqual([stop.name, language]);
        for (const mistake of [...(await violations(screen.page)), ...screen.faults]) wrong.push(`${stop.name}: ${mistake}`);
        await screen.context.close();
      }
      expect(wrong).toEqual([]);
    }, 300_000);
  }
}
