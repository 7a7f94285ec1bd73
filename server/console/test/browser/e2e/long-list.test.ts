// 5,000 cases in the list: every key answers within 100 ms, and only the rows in sight are drawn.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open } from "../harness/browser.ts";
import { seed } from "../harness/seed.ts";
import { Server, type Person } from "../harness/server.ts";

const rows = 5_000;
const page = 200;
const bar = 100;

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

test("keys and scrolling in 5,000 rows answer within 100 ms", async () => {
  const { items } = (await server.ask("GET", "/api/v1/incidents", undefined, fg)) as { items: { id: string; number: string }[] };
  const screen = await open(browser, server, fg, "/console/");
  // The rows are the server's own, many times over under other ids.
  await screen.page.route("**/api/v1/incidents?*", (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    const part = Array.from({ length: page }, (_, n) => ({ ...items[(from + n) % items.length]!, id: `inc_${String(from + n).padStart(26, "0")}`, number: `2026-${from + n}` }));
    return route.fulfill({ json: { items: part, next_cursor: from + page < rows ? String(from + page) : null } });
  });
  await screen.page.goto(`${server.origin}/console/incidenten?q=is:open`);
  await screen.page.locator("tr.data").first().waitFor();
  for (let loaded = 0; loaded < rows;) {
    await screen.page.locator(".table-scroll").evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await screen.page.waitForTimeout(30);
    loaded = Number(((await screen.page.locator("main > p[role=status]").textContent()) ?? "").split("/")[0]!.replace(/\D/g, "")) || loaded;
  }
  expect(await screen.page.locator("tr.data").count()).toBeLessThan(60);
  await screen.page.locator(".table-scroll").evaluate((box) => box.scrollTo(0, 2_000 * 40));
  await screen.page.waitForTimeout(100);
  const times = await screen.page.evaluate(async () => {
    const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const took: number[] = [];
    for (const key of ["j", "j", "x", "j", "x", "k", "j", "X", "j", "k"]) {
      const start = performance.now();
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      await painted();
      took.push(performance.now() - start);
    }
    const box = document.querySelector(".table-scroll")!;
    for (let i = 0; i < 10; i++) {
      const start = performance.now();
      box.scrollTop = (i * 7919) % 180_000;
      await painted();
      took.push(performance.now() - start);
    }
    return took;
  });
  const slowest = Math.max(...times);
  console.log(`5,000 rows: slowest ${slowest.toFixed(0)} ms, median ${[...times].sort((a, b) => a - b)[times.length >> 1]!.toFixed(0)} ms`);
  expect(slowest).toBeLessThanOrEqual(bar);
  await screen.context.close();
});
