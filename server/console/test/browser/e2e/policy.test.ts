// A draft on its way to being in force: its tests, what it would have decided, what it changes, and the way back.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { confirmed } from "../harness/people.ts";

let page: Page;
const at = fixture({
  people: ["ciso"], seeded: true,
  async before(the) {
    page = (await the.open("ciso", "/console/beleid")).page;
  },
});

const tab = async (name: string) => {
  await page.goto(`${at.server.origin}/console/beleid?tab=${name}`);
  await page.getByRole("tabpanel").waitFor();
  await settled(page);
};
const table = (head: string) => page.locator("table", { has: page.getByRole("columnheader", { name: head, exact: true }) });

/** Changes a rule in the draft by its form. */
async function edit(rule: string, field: string, value: string): Promise<void> {
  await tab("edit");
  const form = page.locator("details.rule").filter({ has: page.locator("summary .strong", { hasText: new RegExp(`^${rule}$`) }) });
  await form.locator("summary").click();
  await form.getByLabel(field, { exact: true }).selectOption(value);
  await page.getByText("U hebt wijzigingen die nog niet bewaard zijn.").waitFor();
  await page.getByRole("button", { name: "Concept bewaren en nakijken" }).click();
  await page.getByText(/Bewaard\. \d+ regels, geen fouten\./).waitFor();
}

const sums = async (): Promise<string[][]> => {
  await page.getByRole("button", { name: "Naspelen", exact: true }).click();
  await page.getByText(/8 inspecties nagespeeld/).waitFor();
  return table("Was").locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")));
};

test("the tests of the draft pass, and one that no longer holds says which rule decided", { timeout: 90_000 }, async () => {
  await tab("tests");
  await page.getByRole("button", { name: "Tests uitvoeren" }).click();
  const all = /^(\d+) van (\d+) tests slagen\.$/.exec((await page.locator(".note.ok", { hasText: "tests slagen" }).textContent())!)!;
  expect([all[1], Number(all[1]) > 20]).toEqual([all[2], true]);

  await page.locator("summary", { hasText: "De tests zelf" }).click();
  const own = [
    "apiVersion: dijkwacht/v1", "kind: PolicyTest", "policy: zorg-basis", "now: 2026-11-23T09:00:00+01:00", "destinations: {openbaar: {host: chatgpt.com, class: unapproved}}", "cases:",
    '  - {name: BSN wordt tegengehouden, given: {destination: openbaar}, text: "Klopt dit bsn: 111222333?", expect: {action: block}}',
    '  - {name: BSN mag, given: {destination: openbaar}, text: "Klopt dit bsn: 111222333?", expect: {action: allow}}',
  ];
  const source = page.getByLabel("De tests zelf");
  await source.fill(own.join("\n"));
  await page.getByRole("button", { name: "Tests bewaren" }).click();
  await page.locator(".note.stop").getByText("1 van 2 tests slagen.").waitFor();
  const rows = table("Verwacht").locator("tbody tr");
  expect(await rows.first().locator("td").allTextContents()).toEqual(["Doorgelaten", "Tegengehouden"]);
  await rows.first().locator("summary").click();
  await rows.first().locator("li", { hasText: "burgerservicenummer" }).first().waitFor();
  await page.locator(".note.warn", { hasText: "Zonder test waarin de regel werkt" }).getByText(/geheim/).waitFor();

  await source.fill(`${own.slice(0, 6).join("\n")}\n  - {nmae: fout}`);
  await page.getByRole("button", { name: "Tests bewaren" }).click();
  await page.getByRole("alert").first().waitFor();
  expect(await source.inputValue()).toContain("nmae");
  await source.fill("");
  await page.getByRole("button", { name: "Tests bewaren" }).click();
  await page.locator(".note.ok", { hasText: "tests slagen" }).waitFor();
});

test("replay of an unchanged draft changes nothing; of a stricter one it says how many, by rule", { timeout: 90_000 }, async () => {
  await tab("replay");
  expect(await sums()).toEqual([]);
  await page.getByText("Er verandert niets.").waitFor();

  await edit("persoon-en-gezondheid", "Wat doen", "block");
  await tab("replay");
  await page.getByLabel("Hoeveel weken terug").selectOption("1");
  expect(await sums()).toEqual([["Veilige versie", "Tegengehouden", "4"]]);
  await page.locator("figure, section").filter({ hasText: "Per regel" }).getByText("persoon-en-gezondheid", { exact: true }).first().waitFor();
});

test("red tests keep a draft from being published, and are named", { timeout: 90_000 }, async () => {
  await tab("publish");
  await page.getByLabel("Waarom wijzigt u het beleid?").fill("Te veel gegevens van patiënten gingen mee.");
  await page.getByRole("button", { name: "Bekijken wat er verandert" }).click();
  // The tests that came with the policy know the old action.
  await page.getByText("Er falen tests. Zo kan het beleid niet worden gepubliceerd.").waitFor();
  expect(await table("Verwacht").locator("tbody tr").first().locator("td").allTextContents()).toEqual(["Veilige versie", "Tegengehouden"]);
  expect(await page.getByRole("button", { name: "Publiceren", exact: true }).count()).toBe(0);
});

test("a stricter draft comes into force by one person, its version says what changed in both languages, and the way back shows the reverse", { timeout: 120_000 }, async () => {
  await tab("edit");
  const yaml = page.locator("#policy-yaml");
  const original = (await at.ask<{ document: string }>("GET", `/api/v1/policies/${(await at.list<{ id: string }>("/api/v1/policies", "ciso"))[0]!.id}/versions/1`, "ciso")).document;
  await yaml.fill(original);
  await page.getByRole("button", { name: "Concept bewaren en nakijken" }).click();
  await page.getByText(/Bewaard\./).waitFor();
  await edit("geheim-goedgekeurd", "Ernst", "high");
  await tab("publish");
  await page.getByLabel("Waarom wijzigt u het beleid?").fill("Sleutels bij de eigen dienst zijn ook ernstig.");
  await page.getByRole("button", { name: "Bekijken wat er verandert" }).click();
  const go = page.getByRole("button", { name: "Publiceren", exact: true });
  await go.waitFor();
  const said = await page.locator("section", { hasText: "Wat er verandert" }).locator("li").allTextContents();
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/geheim-goedgekeurd/);
  await confirmed(page, at.people.ciso, () => go.click(), "Gepubliceerd als versie 2");

  await tab("versions");
  const newest = page.locator("li.panel").first();
  expect(await newest.locator("li").allTextContents()).toEqual(said);
  expect(await newest.getByText("geldt nu").count()).toBe(1);
  await page.getByRole("button", { name: "Terug naar deze versie" }).click();
  const back = page.locator("dialog li", { hasText: "geheim-goedgekeurd" });
  await back.waitFor();
  expect((await back.textContent()) === said[0]).toBe(false);
  expect(await wrongs(page, "terug naar een versie")).toEqual([]);
  await page.locator("dialog").getByRole("button", { name: "Annuleren" }).click();

  await at.server.speak(at.people.ciso, "en");
  await tab("versions");
  expect(await page.locator("li.panel").first().locator("li").first().textContent()).toMatch(/Rule ‘geheim-goedgekeurd’/);
});
