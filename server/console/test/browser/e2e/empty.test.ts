// Every page of a service in which nothing happened yet, and every page when the server fails: it says what would be here and what to do,
// in both languages and themes, and axe finds nothing.
import { expect, test } from "vitest";
import { sizes, wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { pagesOf } from "../harness/roles.ts";
import { registry } from "../harness/sources.ts";

// Somebody for each page; the page of a department needs a department.
const people = ["fg", "owner"];
const pages = registry.filter((path) => path !== "/console/afdeling").map((path) => ({ path, role: people.find((role) => pagesOf[role]!.includes(path.replace("/console/", "")))! }));
const at = fixture({ people });

const down = { status: 503, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "x", status: 503, code: "store.unavailable", trace_id: "req_01M81G6XE0WXJE032VJSTK0CRV" }) };

for (const language of ["nl", "en"] as const) {
  test(`in ${language}, with nothing there yet`, { timeout: 400_000 }, async () => {
    const wrong: string[] = [];
    for (const role of people) {
      await at.server.speak(at.people[role]!, language);
      const { page, context } = await at.open(role, "/console/", { language, ...sizes.desk });
      for (const { path } of pages.filter((one) => one.role === role)) {
        await page.goto(at.server.origin + path);
        await settled(page);
        if (!(await page.locator("main").innerText()).match(/.{3,}\n+[^]{10,}/)) wrong.push(`${path} says nothing`);
        if (await page.getByText(/No data|Geen gegevens/).count()) wrong.push(`${path} has an empty table`);
        wrong.push(...(await wrongs(page, path)));
      }
      await context.close();
    }
    expect(wrong).toEqual([]);
  });

  test(`in ${language}, when the server fails`, { timeout: 400_000 }, async () => {
    const wrong: string[] = [];
    for (const role of people) {
      await at.server.speak(at.people[role]!, language);
      const { page, context } = await at.open(role, "/console/", { language, ...sizes.desk });
      await settled(page);
      await page.route(/\/api\/v1\/(?!me$)/, (route) => route.fulfill(down));
      for (const { path } of pages.filter((one) => one.role === role)) {
        await page.goto(at.server.origin + path);
        await settled(page);
        // A page that asks nothing of the server when it comes has nothing to fail.
        const asks = await page.evaluate(() => performance.getEntriesByType("resource").some((r) => /\/api\/v1\/(?!me$|setup$|views|feed|users|departments|destinations)/.test(r.name)));
        if (asks && !(await page.getByRole("alert").first().isVisible())) wrong.push(`${path} does not say that it failed`);
        if (asks && !(await page.getByRole("alert").getByText("req_01M81G6XE0WXJE032VJSTK0CRV").count())) wrong.push(`${path} does not give the mark for the administrator`);
        wrong.push(...(await wrongs(page, path)));
      }
      await context.close();
    }
    expect(wrong).toEqual([]);
  });
}
