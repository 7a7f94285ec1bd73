// Every page in both languages and both themes: nothing for axe to find, nothing that runs out of a wide or a narrow screen, nothing
// against the content policy, no mistake in a script.
import { expect, test } from "vitest";
import { overflowing, violations } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { prepare, settled, stops } from "../harness/pages.ts";

const at = fixture({ demo: true, people: [...new Set(stops.map((stop) => stop.role))], before: ({ server, people }) => prepare(server, people["owner"]!) });

const desk = { width: 1280, height: 900 };
const phone = { width: 320, height: 900 };

for (const language of ["nl", "en"] as const) {
  test.for([...new Set(stops.map((stop) => stop.role))])(`in ${language}, the pages of %s`, { timeout: 300_000 }, async (role) => {
    await at.server.speak(at.people[role]!, language);
    const wrong: string[] = [];
    const { page, context, faults } = await at.open(role, "/console/", { language, scheme: "light", ...desk });
    for (const stop of stops.filter((s) => s.role === role)) {
      await page.goto(at.server.origin + stop.path);
      await settled(page);
      await stop.act?.(page, language);
      await settled(page);
      expect([stop.name, await page.locator("html").getAttribute("lang")]).toEqual([stop.name, language]);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        expect([stop.name, scheme, await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)]).toEqual([stop.name, scheme, scheme === "dark"]);
        for (const mistake of await violations(page)) wrong.push(`${stop.name}, ${scheme}: ${mistake}`);
      }
      await page.emulateMedia({ colorScheme: "light" });
      for (const size of [desk, phone]) {
        await page.setViewportSize(size);
        for (const place of await overflowing(page)) wrong.push(`${stop.name}, ${size.width} px: ${place} runs out`);
      }
      await page.setViewportSize(desk);
    }
    expect([...wrong, ...faults]).toEqual([]);
    await context.close();
  });
}
