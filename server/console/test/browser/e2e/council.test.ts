// The window of the works council: what it shows, in both languages and themes; what it is told; and a longer term that waits for it.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { overflowing, violations } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";

const tabs = ["", "notices", "stored", "roles", "reveals", "policy"];
const gate = "/api/v1/setup/steps/legal_gate/complete";
const desk = { width: 1280, height: 900 };
let council: Page, officer: Page, owner: Page;

const at = fixture({
  people: ["works_council", "fg", "owner"],
  async before(the) {
    council = (await the.open("works_council", "/console/", { language: "nl", scheme: "light", ...desk })).page;
    officer = (await the.open("fg", "/console/instellingen?tab=retention", { language: "nl", scheme: "light", ...desk })).page;
    owner = (await the.open("owner", "/console/", { language: "nl", scheme: "light", ...desk })).page;
  },
});

const window = async (tab: string) => {
  await council.goto(`${at.server.origin}/console/or-venster${tab && `?tab=${tab}`}`);
  await council.getByRole("tabpanel").locator("h2").first().waitFor();
  await settled(council);
};

test("the council begins at its window, which says that nothing was agreed yet", async () => {
  await council.waitForURL("**/console/or-venster");
  await council.getByRole("heading", { level: 1, name: "Er is nog geen instemming vastgelegd" }).waitFor();
});

test("a longer term waits, shows everywhere, and takes effect with the consent", { timeout: 120_000 }, async () => {
  await at.ask("POST", gate, "owner", { assessed_on: "2026-01-05", consented_on: "2026-01-12", reference: "OR 2026-07" });
  await officer.reload();
  const field = officer.getByRole("spinbutton", { name: /Gegevens over pogingen/ });
  await field.waitFor();
  await field.fill("20");
  await field.press("Enter");
  await officer.getByText(/20 weken in plaats van 13 gaat in als de ondernemingsraad instemt/).waitFor();
  expect(await field.inputValue()).toBe("13");

  await window("");
  await council.getByRole("heading", { level: 1, name: "Er is opnieuw instemming nodig" }).waitFor();
  await council.getByText(/bewaren voor 20 weken in plaats van 13 weken/).waitFor();
  await council.getByText(/gaat in na de instemming/).waitFor();
  // Who can do nothing about it is not told on every page; who can is told what, and where to go.
  expect(await council.getByText("moet opnieuw instemmen").count()).toBe(0);
  await officer.goto(`${at.server.origin}/console/vandaag`);
  const note = officer.getByRole("region", { name: "De ondernemingsraad moet opnieuw instemmen" });
  await note.getByText(/bewaren voor 20 weken in plaats van 13 weken/).waitFor();
  await note.getByRole("link", { name: "Naar het verzoek" }).press("Enter");
  await officer.waitForURL("**/console/or-venster");
  await settled(officer);
  expect(await officer.getByText("moet opnieuw instemmen").count()).toBe(0);

  await owner.goto(`${at.server.origin}/console/beginnen`);
  const card = owner.locator("li.panel").filter({ hasText: "DPIA en ondernemingsraad" });
  await owner.getByRole("link", { name: "Naar stap 5" }).press("Enter");
  await owner.waitForURL("**/console/beginnen?step=legal_gate");
  expect(await card.locator("summary").evaluate((summary) => summary === document.activeElement)).toBe(true);
  await card.getByText(/bewaren voor 20 weken/).waitFor();
  await card.getByLabel("OR stemde in op").fill("2026-01-20");
  await card.getByLabel("Stuk met de instemming").fill("OR 2026-14");
  await card.getByRole("button", { name: "Vastleggen" }).press("Enter");
  await card.getByText(/bewaren voor 20 weken/).waitFor({ state: "detached" });
  await officer.goto(`${at.server.origin}/console/instellingen?tab=retention`);
  await field.waitFor();
  expect(await field.inputValue()).toBe("20");
  await window("");
  await council.getByRole("heading", { level: 1, name: "De werkgever doet wat is afgesproken" }).waitFor();
  await council.getByText("OR 2026-14").waitFor();
});

test("a remark is sent and read by keys alone, and one about a person is refused", { timeout: 60_000 }, async () => {
  await window("notices");
  const remark = council.getByLabel("Uw opmerking");
  await remark.focus();
  await council.keyboard.type("Het ging om mevrouw Jansen, BSN 111222333.");
  await council.keyboard.press("Tab");
  await council.keyboard.press("Enter");
  await council.getByRole("alert").first().waitFor();
  await remark.fill("Wij willen de termijn in maart opnieuw bespreken.");
  await council.getByRole("button", { name: "Opmerking versturen" }).press("Enter");
  const mine = council.locator("li.panel").filter({ hasText: "in maart opnieuw bespreken" });
  await mine.waitFor();
  await mine.getByRole("button", { name: /^Gelezen/ }).press("Enter");
  await mine.getByText("Nieuw", { exact: true }).waitFor({ state: "detached" });
  await mine.getByText(/^De FG antwoordt uiterlijk op /).waitFor();
});

test("the officer answers a remark by keys alone, and the council reads the answer with its date", { timeout: 60_000 }, async () => {
  await officer.goto(`${at.server.origin}/console/or-venster?tab=notices`);
  const theirs = officer.locator("li.panel").filter({ hasText: "in maart opnieuw bespreken" });
  await theirs.getByRole("button", { name: /^Beantwoorden/ }).press("Enter");
  await theirs.getByLabel("Uw antwoord").fill("Mevrouw Jansen, BSN 111222333, vroeg het ook.");
  await theirs.getByRole("button", { name: "Antwoord versturen" }).press("Enter");
  await theirs.getByRole("alert").first().waitFor();
  await theirs.getByLabel("Uw antwoord").fill("Dat staat in maart op de agenda.");
  expect(await violations(officer)).toEqual([]);
  await theirs.getByRole("button", { name: "Antwoord versturen" }).press("Enter");
  await theirs.getByText("Antwoord van de FG").waitFor();
  expect(await theirs.getByRole("button", { name: /^Beantwoorden/ }).count()).toBe(0);
  await window("notices");
  const mine = council.locator("li.panel").filter({ hasText: "in maart opnieuw bespreken" });
  await mine.getByText("Dat staat in maart op de agenda.").waitFor();
  await council.getByRole("heading", { name: "Antwoord van de FG op een opmerking" }).waitFor();
  if (process.env["COUNCIL_SHOTS"]) await council.screenshot({ path: `${process.env["COUNCIL_SHOTS"]}/answer.png` });
});

test("who runs the server is set by the officer, and the papers say it", { timeout: 60_000 }, async () => {
  const dpia = async () => (await (await council.request.get(`${at.server.origin}/api/v1/transparency/dpia?lang=nl`)).json()) as { statements: { text: string }[]; to_fill_in: string[] };
  expect((await dpia()).to_fill_in.join("\n")).toContain("wie de machine beheert");
  await officer.goto(`${at.server.origin}/console/instellingen?tab=legal`);
  await officer.getByLabel("Naam van de verwerker").fill("Zorghuis ICT");
  await officer.getByLabel("Waar de server staat").fill("Lindestad, Nederland");
  expect(await violations(officer)).toEqual([]);
  if (process.env["COUNCIL_SHOTS"]) await officer.screenshot({ path: `${process.env["COUNCIL_SHOTS"]}/legal.png`, fullPage: true });
  await officer.getByRole("button", { name: "Opslaan" }).press("Enter");
  await officer.locator(".toast").getByText("Opgeslagen").waitFor();
  const after = await dpia();
  expect(after.statements.map((s) => s.text)).toContain("De machine wordt beheerd door een verwerker (AVG art. 28): Zorghuis ICT.");
  expect(after.to_fill_in.join("\n")).not.toContain("wie de machine beheert");
});

test("the papers come as a page, a file and their statements", async () => {
  await window("");
  const links = await council.getByRole("tabpanel").locator("a[href*='/transparency/']").evaluateAll((list) => list.map((a) => (a as HTMLAnchorElement).href));
  expect(links.length).toBe(6);
  for (const link of links) {
    const answer = await council.request.get(link);
    const kind = new URL(link).searchParams.get("format");
    expect([link, answer.status(), answer.headers()["content-type"]]).toEqual([link, 200, expect.stringContaining(kind === "pdf" ? "application/pdf" : kind === "html" ? "text/html" : "application/json")]);
  }
});

for (const language of ["nl", "en"] as const) {
  test(`in ${language}, nothing for axe to find and nothing that runs out`, { timeout: 180_000 }, async () => {
    await at.server.speak(at.people.works_council, language);
    const wrong: string[] = [];
    for (const tab of tabs) {
      await window(tab);
      if (tab === "stored") await council.locator("summary").first().press("Enter");
      for (const scheme of ["light", "dark"] as const) {
        await council.emulateMedia({ colorScheme: scheme });
        for (const mistake of await violations(council)) wrong.push(`${tab} ${scheme}: ${mistake}`);
        if (process.env.SHOTS) await council.screenshot({ path: `${process.env.SHOTS}/${tab || "agreed"}.${language}.${scheme}.png`, fullPage: true });
      }
      await council.emulateMedia({ colorScheme: "light" });
      for (const size of [{ width: 320, height: 900 }, desk]) {
        await council.setViewportSize(size);
        for (const place of await overflowing(council)) wrong.push(`${tab}, ${size.width} px: ${place} runs out`);
      }
    }
    expect(wrong).toEqual([]);
  });
}

test("tabs move by the arrow keys", async () => {
  await window("");
  const first = council.getByRole("tab").first();
  await first.focus();
  await council.keyboard.press("ArrowRight");
  expect(new URL(council.url()).searchParams.get("tab")).toBe("notices");
  await council.keyboard.press("End");
  expect(new URL(council.url()).searchParams.get("tab")).toBe("policy");
});
