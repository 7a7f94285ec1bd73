// Takes the pictures of docs/console: every page once, alternating language and theme.
import { mkdirSync } from "node:fs";
import { launch, open } from "./browser.ts";
import { nobody, prepare, settled, stops } from "./pages.ts";
import { ROOT } from "./process.ts";
import { Server, type Person } from "./server.ts";

export async function takeScreens(only?: string): Promise<void> {
  const folder = `${ROOT}docs/console/`;
  mkdirSync(folder, { recursive: true });
  const server = await Server.start("--demo");
  const browser = await launch();
  try {
    const people: Record<string, Person | undefined> = {};
    for (const role of new Set(stops.map((stop) => stop.role))) people[role] = role === nobody ? undefined : await server.visitor(role);
    await prepare(server, people["owner"]!);
    for (const view of [{ language: "nl", scheme: "light" }, { language: "en", scheme: "dark" }] as const) {
      for (const who of Object.values(people)) if (who) await server.speak(who, view.language);
      for (const [role, who] of Object.entries(people)) {
        const { page, context } = await open(browser, server, who, "/console/", { ...view, height: 800 });
        for (const stop of stops.filter(({ role: of, name }) => of === role && (!only || name.startsWith(only)))) {
          await page.goto(server.origin + stop.path);
          await settled(page);
          await stop.act?.(page, view.language);
          await settled(page);
          await page.screenshot({ path: `${folder}${stop.name}.${view.language}.png` });
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}
