// What a list of cases can do beyond opening one: change several and take that back, keep a query under a name, and find by what was in it.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { until } from "../harness/process.ts";

type Incident = { id: string; number: string; state: string; assignee: string | null; types: { type: string; group: string }[] };
const mild: string[] = [];
const at = fixture({
  people: ["fg", "deputy_fg"], seeded: true,
  async before(the) {
    for (const type of ["email", "phone", "email"]) {
      const from = new Date(Date.now() - 3_600_000).toISOString();
      const { id } = await the.ask<{ id: string }>("POST", "/api/v1/incidents", "fg", { destination_id: "copilot", occurred_from: from, types: [type], subjects_min: 1, subjects_max: 1, summary: "Gemeld aan de balie." });
      mild.push(id);
    }
  },
});
const cases = async () => at.list<Incident>("/api/v1/incidents", "fg");
const of = async (ids: string[]) => (await cases()).filter((i) => ids.includes(i.id));
const states = async (ids: string[]) => [...new Set((await of(ids)).map((i) => i.state))];

async function list(query: string, path = "incidenten"): Promise<Page> {
  const { page } = await at.open("fg", `/console/${path}?q=${encodeURIComponent(query)}`);
  await page.locator("tr.data").first().waitFor();
  await settled(page);
  return page;
}

const choose = async (page: Page, ...ids: string[]) => {
  for (const { number } of await of(ids)) await page.locator("tr.data", { hasText: number }).locator("input[type=checkbox]").check();
};
const pick = async (page: Page, menu: string, item: string | RegExp) => {
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.locator(".menu li button", { hasText: item }).click();
};

test("several cases change at once, those too severe do not, and what can be taken back is", { timeout: 90_000 }, async () => {
  const page = await list("is:open");
  const severe = (await cases()).find((i) => i.state === "detected" && !mild.includes(i.id))!;
  await choose(page, ...mild, severe.id);
  await pick(page, "Stand wijzigen", "In behandeling");
  const dialog = page.locator("dialog");
  await dialog.getByText("3 zaken kunnen.").waitFor();
  await dialog.getByText(`${severe.number}: te ernstig om samen te doen`).waitFor();
  await dialog.getByText("Let op: dit kunt u daarna niet ongedaan maken.").waitFor();
  await dialog.getByRole("button", { name: "3 zaken wijzigen" }).click();
  await page.locator(".toast").getByText("3 zaken gewijzigd").waitFor();
  expect([await states(mild), (await of([severe.id]))[0]!.state]).toEqual([["triaged"], "detected"]);
  expect(await page.locator(".toast").getByRole("button", { name: "Ongedaan maken" }).count()).toBe(0);
  expect(await page.locator("tr.chosen").count()).toBe(0);

  await settled(page);
  await choose(page, ...mild);
  await pick(page, "Stand wijzigen", "Vals alarm");
  await dialog.getByText("3 zaken kunnen.").waitFor();
  await dialog.getByText("Daarna kunt u dit nog 10 minuten ongedaan maken.").waitFor();
  await dialog.getByRole("button", { name: "3 zaken wijzigen" }).click();
  await until("false alarms", async () => (await states(mild)).join() === "false_positive");
  await page.locator(".toast").getByRole("button", { name: "Ongedaan maken" }).click();
  await page.locator(".toast").getByText("3 zaken teruggezet").waitFor();
  expect(await states(mild)).toEqual(["triaged"]);
  await page.locator("tr.data", { hasText: "In behandeling" }).nth(2).waitFor();
  await page.close();
});

test("what is erased by a bulk act is not offered back", async () => {
  const page = await list("is:triaged");
  await choose(page, mild[2]!);
  await pick(page, "Stand wijzigen", "Vals alarm");
  await page.locator("dialog select").selectOption("eigen_gegevens");
  await page.locator("dialog").getByText("1 zaak kan.").waitFor();
  await page.locator("dialog").getByText("Let op: dit kunt u daarna niet ongedaan maken.").waitFor();
  await page.locator("dialog").getByRole("button", { name: "1 zaak wijzigen" }).click();
  await page.locator(".toast").getByText("1 zaak gewijzigd").waitFor();
  expect(await page.locator(".toast").getByRole("button", { name: "Ongedaan maken" }).count()).toBe(0);
  await page.close();
});

test("an owner given to several cases is taken back from them", async () => {
  const page = await list("is:unseen");
  const two = (await cases()).filter((i) => i.state === "detected").slice(0, 2).map((i) => i.id);
  await choose(page, ...two);
  await page.getByRole("region", { name: "2 gekozen" }).getByRole("button", { name: "Op mijn naam" }).click();
  await page.locator(".toast").getByText("2 zaken gewijzigd").waitFor();
  expect((await of(two)).every((i) => i.assignee !== null)).toBe(true);
  await page.locator(".toast").getByRole("button", { name: "Ongedaan maken" }).click();
  await until("nobody to have them", async () => (await of(two)).every((i) => i.assignee === null));
  await page.close();
});

for (const [path, query, rows] of [["incidenten", "cat:bsn sev>=high", 2], ["activiteit", "action:block cat:secret", 1]] as const) {
  test(`a view of ${path} is saved, opens from the menu by its address, is shared, and goes again`, { timeout: 90_000 }, async () => {
    const page = await list(query, path);
    await pick(page, "Weergaven", "Weergave bewaren…");
    await page.getByLabel("Naam van de weergave").fill("Mijn lijst");
    await page.getByLabel("Ook voor mijn collega's").check();
    await page.locator("dialog").getByRole("button", { name: "Weergave bewaren" }).click();
    await page.locator(".toast").getByText("Weergave bewaard").waitFor();

    const { page: colleague } = await at.open("deputy_fg", `/console/${path}`);
    const pinned = colleague.locator(".pinned").getByRole("link", { name: "Mijn lijst" });
    await pinned.click();
    await colleague.waitForURL((url) => url.searchParams.get("q") === query);
    await until("the rows of the view", async () => (await colleague.locator("tr.data").count()) === rows);
    expect(await pinned.getAttribute("aria-current")).toBe("true");
    await colleague.getByRole("button", { name: "Weergaven", exact: true }).click();
    expect(await colleague.locator(".menu li button", { hasText: "Weergave verwijderen" }).count()).toBe(0);
    await colleague.close();

    await page.reload();
    await settled(page);
    await pick(page, "Weergaven", "Weergave verwijderen: Mijn lijst");
    await page.locator(".pinned").getByText("Mijn lijst").waitFor({ state: "detached" });
    expect((await at.list<{ name: string }>("/api/v1/views", "fg")).map((v) => v.name)).toEqual([]);
    await page.close();
  });
}

test("cat: finds cases and attempts by type and by group, with as many as its menu promised", { timeout: 90_000 }, async () => {
  for (const path of ["incidenten", "activiteit"]) {
    const page = await list("dest:chatgpt", path);
    const before = await page.locator("tr.data").count();
    await page.getByRole("button", { name: "Soorten gegevens", exact: true }).click();
    const promised = await page.locator(".menu li button").allTextContents();
    expect([path, promised.filter((text) => /^BSN/.test(text))]).toEqual([path, ["BSN (1)"]]);
    expect([path, before]).toEqual([path, 3]);
    await page.locator(".menu li button", { hasText: "BSN" }).click();
    await page.waitForURL((url) => url.searchParams.get("q") === "dest:chatgpt cat:bsn");
    await until("one row", async () => (await page.locator("tr.data").count()) === 1);
    await page.locator(".chip", { hasText: "BSN" }).waitFor();

    const bar = page.getByRole("searchbox");
    await bar.fill("cat:health");
    await bar.press("Enter");
    await until("all with health", async () => (await page.locator("tr.data").count()) === 6);
    await page.locator(".chip", { hasText: "Gezondheid" }).waitFor();
    await bar.fill("cat:bsn cat:secret");
    await bar.press("Enter");
    await until("either of both", async () => (await page.locator("tr.data").count()) === 3);

    await bar.fill("cat:bns");
    await bar.press("Enter");
    await page.getByRole("alert").getByRole("button", { name: "Neem cat:bsn" }).click();
    await until("what was meant", async () => (await page.locator("tr.data").count()) === 2);
    await page.close();
  }
});

test("the line above a list says whether it is all of it", async () => {
  const page = await list("");
  const all = (await cases()).length;
  await page.getByText(`${all} zaken in het register`, { exact: true }).waitFor();
  await page.getByRole("searchbox").fill("cat:secret");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("1 zaak bij deze filters", { exact: true }).waitFor();
  await page.close();
});

test("attempts are found by rule and by browser, with as many as the menu promised, and a browser that few devices have is not told apart", { timeout: 90_000 }, async () => {
  const page = await list("", "activiteit");
  await page.getByRole("button", { name: "Hoe", exact: true }).click();
  expect((await page.locator(".menu li button").allTextContents()).join()).toMatch(/^(?!.*Chrom).*Getypt/);
  await page.keyboard.press("Escape");
  const bar = page.getByRole("searchbox");
  await bar.fill("browser:chrome");
  await bar.press("Enter");
  await page.getByText("De groep is te klein.").first().waitFor();

  await at.server.device("vp-005");
  for (const [menu, key, item] of [["Regel", "rule", /./], ["Hoe", "browser", /Chrom/]] as const) {
    await page.goto(new URL("/console/activiteit", page.url()).href);
    await page.getByRole("button", { name: menu, exact: true }).click();
    const choice = page.locator(".menu li button", { hasText: item }).first();
    const [, name = "", count = ""] = /^(.+) \((\d+)\)$/.exec((await choice.textContent())!)!;
    await choice.click();
    await page.waitForURL((url) => url.searchParams.get("q")!.startsWith(`${key}:`));
    await page.locator(".chip", { hasText: name }).waitFor();
    await until(`the attempts with ${name}`, async () => (await page.locator("tr.data").count()) === Number(count));
    await page.locator("h1", { hasText: `${count} poging` }).waitFor();
  }
  await page.close();
});

test("the number of times that a rule matched this week leads to those attempts", async () => {
  const { page } = await at.open("fg", "/console/beleid");
  const matched = page.locator("td a[href*='rule']").first();
  const promised = Number(await matched.textContent());
  await matched.click();
  await until("the attempts", async () => (await page.locator("tr.data").count()) === promised);
  await page.locator("h1", { hasText: `${promised} poging` }).waitFor();
  await page.close();
});
