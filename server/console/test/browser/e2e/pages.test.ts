// Every page, part of a page, dialog and drawer, in both languages and both themes: nothing for axe to find, nothing that runs out of a
// wide or a narrow screen, nothing against the content policy, no mistake in a script. What there is comes from the sources.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sizes, wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { elsewhere, floating, isOpen } from "../harness/floating.ts";
import { nobody, prepare, settled, stops, type Stop } from "../harness/pages.ts";
import * as sources from "../harness/sources.ts";

// A page that is only visited to do something there is looked at before that too.
const before = stops.filter(({ act, path }) => act && !stops.some((other) => !other.act && other.path === path) && sources.registry.includes(path)).map(({ name, role, path }) => ({ name: `${name}, before`, role, path }));
const all: readonly Stop[] = [...stops, ...before, ...floating];
const roles = [...new Set(all.map((stop) => stop.role))];
const at = fixture({ demo: true, people: roles.filter((role) => role !== nobody), before: ({ server, people }) => prepare(server, people["owner"]!) });

test("no page is left out", () => {
  const seen = all.filter((stop) => !stop.act).map((stop) => stop.path);
  expect([...sources.registry, ...sources.served].filter((path) => !seen.includes(path))).toEqual([]);
});

test("no dialog and no drawer is left out", () => {
  for (const [file, ones] of sources.floating) {
    const here = floating.filter(({ of }) => of === file).length;
    expect([file, here + (elsewhere[file]?.length ?? 0)]).toEqual([file, expect.toSatisfy((n: number) => n >= ones)]);
  }
  for (const name of new Set(Object.values(elsewhere).flat())) expect([name, readFileSync(new URL(`${name}.test.ts`, import.meta.url), "utf8")]).toEqual([name, expect.stringContaining("wrongs(")]);
});

for (const language of ["nl", "en"] as const) {
  test.for(roles.map((role) => [role || "nobody", role] as const))(`in ${language}, the pages of %s`, { timeout: 600_000 }, async ([, role]) => {
    if (role !== nobody) await at.server.speak(at.people[role]!, language);
    const mine = all.filter((stop) => stop.role === role);
    const { page, context, faults } = await at.open(role, role === nobody ? "/inloggen" : "/console/", { language, scheme: "light", ...sizes.desk });
    const wrong: string[] = [];
    const looked = new Set(mine.filter((stop) => !stop.act).map(({ path }) => path));
    for (const stop of mine) {
      await page.goto(at.server.origin + stop.path);
      await settled(page);
      await stop.act?.(page, language);
      await settled(page);
      expect([stop.name, await page.locator("html").getAttribute("lang")]).toEqual([stop.name, language]);
      if ("of" in stop) expect([stop.name, await isOpen(page)]).toEqual([stop.name, true]);
      wrong.push(...(await wrongs(page, stop.name)));
      if (stop.act) continue;
      // Its tabs, those of a drawer too, without anybody having to name them.
      for (const tab of await page.locator("[role=tab]").all()) {
        await tab.click();
        await settled(page);
        const { pathname, search } = new URL(page.url());
        if (looked.has(pathname + search)) continue;
        looked.add(pathname + search);
        wrong.push(...(await wrongs(page, `${stop.name}, ${await tab.textContent()}`)));
      }
    }
    expect([...wrong, ...faults]).toEqual([]);
    await context.close();
  });
}
