// Takes the pictures of docs/console: every page once, alternating language and theme.
import { mkdirSync } from "node:fs";
import { launch, open } from "./browser.ts";
import { prepare, settled, stops } from "./pages.ts";
import { ROOT } from "./process.ts";
import { Server, type Person } from "./server.ts";

export async function takeScreens(only?: string): Promise<void> {
  const folder = `${ROOT}docs/console/`;
  mkdirSync(folder, { recursive: true });
  const server = await Server.start("--demo");
  const browser = await launch();
  try {
    const people: Record<string, Person> = {};
    for (const role of new Set(stops.map((stop) => stop.role))) people[role] = await server.visitor(role);
    await prepare(server, people["owner"]!);
    for (const view of [{ language: "nl", scheme: "light" }, { language: "en", scheme: "dark" }] as const) {
      for (const who of Object.values(people)) await server.speak(who, view.language);
      for (const stop of stops.filter(({ name }) => !only || name.startsWith(only))) {
        const screen = await open(browser, server, people[stop.role], stop.path, { ...view, height: 800 });
        await settled(screen.page);
        await stop.act?.(screen.page, view.language);
        await settled(screen.page);
        await screen.page.screenshot({ path: `${folder}${stop.name}.${view.language}.png` });
        await screen.context.close();
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}
