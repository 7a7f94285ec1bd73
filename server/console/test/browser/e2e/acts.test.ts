// Acts on cases, coverage and requests of employees, as a person does them.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";

let officer: Page, machines: Page;
const at = fixture({
  people: ["fg", "it_admin"], seeded: true,
  async before(the) {
    officer = (await the.open("fg", "/console/")).page;
    machines = (await the.open("it_admin", "/console/dekking")).page;
  },
});

type Incident = { id: string; number: string; state: string; events: number; destination_id: string; merged_into: string | null };
const cases = async () => at.list<Incident>("/api/v1/incidents", "fg");
const group = async (act: string) => {
  await officer.locator(".drawer footer").getByRole("button", { name: "Groeperen" }).press("Enter");
  await officer.getByRole("button", { name: act }).press("Enter");
  await officer.locator("dialog").waitFor();
};

test("a case is merged into another and split off again, by keys alone", { timeout: 90_000 }, async () => {
  const before = (await cases()).filter((i) => i.destination_id === "chatgpt" && ["detected", "prevented"].includes(i.state));
  const from = before[0]!;
  await officer.goto(`${at.server.origin}/console/incidenten?open=${from.id}`);
  await officer.locator(".drawer dl.facts").first().waitFor();
  await settled(officer);
  await group("Samenvoegen…");
  const choices = officer.locator("dialog input[type=radio]");
  await choices.first().waitFor();
  expect(await officer.locator("dialog .choice").filter({ hasText: from.number }).count()).toBe(0);
  await choices.first().focus();
  await officer.keyboard.press("Space");
  await officer.keyboard.press("Enter");
  await officer.locator(".toast").getByText(`${from.number} is samengevoegd`).waitFor();
  await officer.locator(".drawer").getByText("2", { exact: true }).first().waitFor();
  const into = (await cases()).find((i) => i.events === 2)!;
  expect(new URL(officer.url()).searchParams.get("open")).toBe(into.id);
  await settled(officer);

  await group("Splitsen…");
  const attempts = officer.locator("dialog input[type=checkbox]");
  await attempts.first().waitFor();
  expect(await attempts.count()).toBe(2);
  expect(await wrongs(officer, "splitsen")).toEqual([]);
  const go = officer.getByRole("button", { name: "Naar een nieuwe zaak" });
  expect(await go.isDisabled()).toBe(true);
  await attempts.first().focus();
  await officer.keyboard.press("Space");
  await officer.locator("dialog").getByText("1 van 2 gekozen").waitFor();
  await attempts.nth(1).press("Space");
  expect(await go.isDisabled()).toBe(true);
  await attempts.nth(1).press("Space");
  await go.press("Enter");
  await officer.locator(".toast").getByText(/Gesplitst/).waitFor();
  expect((await cases()).find((i) => i.id === into.id)!.events).toBe(1);
});

test("a case, its draft and its letters come as PDF", async () => {
  const incident = (await cases()).find((i) => !i.merged_into && i.events > 0)!;
  for (const tab of ["", "ap", "subjects"]) {
    await officer.goto(`${at.server.origin}/console/incidenten?open=${incident.id}&tab=${tab}`);
    await officer.locator(".drawer").getByRole("tabpanel").waitFor();
    await settled(officer);
    await officer.locator(".drawer footer").getByRole("button", { name: "Dossier" }).click();
    const links = await officer.locator(".drawer a[href*='format=pdf']").evaluateAll((list) => list.map((a) => (a as HTMLAnchorElement).href));
    expect(links.length).toBe(tab === "" ? 1 : tab === "ap" ? 2 : 3);
    for (const link of links) {
      const answer = await officer.request.get(link);
      expect([link, answer.headers()["content-type"], (await answer.body()).subarray(0, 5).toString()]).toEqual([link, "application/pdf", "%PDF-"]);
    }
  }
});

test("a request of an employee is answered with its reason, and has a letter", async () => {
  const device = await at.server.device("vp-009");
  await device.askRight("objection", "te_ingrijpend");
  await officer.goto(`${at.server.origin}/console/verzoeken`);
  await officer.getByRole("heading", { name: "1 verzoek wacht op uw besluit" }).waitFor();
  await officer.getByRole("link", { name: "Bezwaar" }).press("Enter");
  await officer.getByText("U ziet geen naam", { exact: false }).waitFor();
  await officer.getByLabel("Uw besluit").selectOption("refused");
  const reason = officer.getByLabel("Uitleg voor de medewerker");
  await reason.fill("Wij noemen BSN 111222333 hier liever niet.");
  await officer.getByRole("button", { name: "Besluit versturen" }).press("Enter");
  await officer.getByRole("alert").getByText(/Schrijf het zonder/).waitFor();
  await reason.fill("Wij moeten dit bewaren om lekken te kunnen melden.");
  await officer.getByRole("button", { name: "Besluit versturen" }).press("Enter");
  await officer.locator(".drawer").getByText("Afgewezen").waitFor();
  await officer.getByRole("heading", { name: "Er wacht geen verzoek op uw besluit" }).waitFor();
  const letter = await officer.request.get((await officer.getByRole("link", { name: "Brief bekijken" }).getAttribute("href"))!.replace(/^/, at.server.origin));
  expect(await letter.text()).toContain("Wij moeten dit bewaren");
});

test("a list of workstations is tried first, says what is wrong by line, and then replaces the list", async () => {
  await machines.goto(`${at.server.origin}/console/dekking`);
  await settled(machines);
  await machines.getByRole("button", { name: "Lijst inlezen…" }).press("Enter");
  const file = (text: string) => machines.locator("dialog input[type=file]").setInputFiles({ name: "werkplekken.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  const check = machines.getByRole("button", { name: "Bekijken wat er verandert" });
  await file("werkplek;afdeling\nws-seh-01;\nws seh 02;\nws-seh-01;\n");
  await check.press("Enter");
  const rows = machines.locator("dialog tbody tr");
  await rows.first().waitFor();
  expect(await rows.allTextContents()).toEqual([expect.stringMatching(/^3.*geen naam van een werkplek/), expect.stringMatching(/^4.*twee keer/)]);
  expect(await check.isDisabled()).toBe(true);
  await file("werkplek;afdeling\nws-seh-01;\nws-seh-02;\n");
  await check.press("Enter");
  await machines.getByText("2 erbij, 0 gewijzigd, 0 gelijk, 0 eraf.").waitFor();
  await machines.getByRole("button", { name: "Lijst vervangen" }).press("Enter");
  await machines.getByText("2 verwacht, 2 zonder extensie").waitFor();
  await machines.getByRole("region", { name: "Verwachte werkplekken" }).getByText("ws-seh-02").waitFor();
});

test("a pilot group gets a version, is rolled back, and a stale change is not lost over another", async () => {
  await machines.goto(`${at.server.origin}/console/dekking`);
  await settled(machines);
  const set = async (version: string) => {
    await machines.getByRole("button", { name: "Versies wijzigen…" }).press("Enter");
    if ((await machines.locator("dialog .ring").count()) === 0) await machines.getByRole("button", { name: "Proefgroep toevoegen" }).press("Enter");
    await machines.locator("dialog .ring").getByLabel("Versie").fill(version);
    await machines.getByRole("button", { name: "Versies wijzigen", exact: true }).press("Enter");
  };
  await set("0.1");
  await machines.getByRole("region", { name: "Versies van de extensie" }).getByText("0.1", { exact: true }).waitFor();
  await set("nul");
  await machines.locator("dialog .wrong").first().waitFor();
  await machines.keyboard.press("Escape");
  await set("0.2.0");
  const row = machines.getByRole("row", { name: /pilot/ });
  await row.getByText("0.2.0").waitFor();
  await machines.getByRole("button", { name: "Terugzetten: pilot" }).press("Enter");
  await machines.getByText("pilot: van 0.2.0 terug naar 0.1.").waitFor();
  expect(await wrongs(machines, "terugzetten")).toEqual([]);
  await machines.getByRole("button", { name: "Terugzetten", exact: true }).press("Enter");
  await machines.locator(".toast").getByText("pilot gaat terug naar 0.1").waitFor();

  await machines.getByRole("button", { name: "Versies wijzigen…" }).press("Enter");
  await at.ask("POST", "/api/v1/extension-releases/rollback", "it_admin", { group: "pilot" });
  await machines.locator("dialog .ring").getByLabel("Versie").fill("0.3.0");
  await machines.getByRole("button", { name: "Versies wijzigen", exact: true }).press("Enter");
  await machines.getByRole("alert").getByText(/Iemand anders heeft dit net gewijzigd/).waitFor();
  expect(await machines.locator("dialog .ring").getByLabel("Versie").inputValue()).toBe("0.2.0");
});
