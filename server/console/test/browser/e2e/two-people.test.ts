// What takes two people, done by two people: each in a browser of their own, with all factors asked again.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { approve, cannotApproveOwn, confirmed } from "../harness/people.ts";
import { tempFolder, until } from "../harness/process.ts";
import { text } from "../harness/sources.ts";

let officer: Page, security: Page;
const keyFile = join(tempFolder("reveal"), "reveal.key");
// The key comes first: identities are sealed to it.
const at = fixture({
  people: ["fg", "ciso", "it_admin"], seeded: true,
  first: (server) => server.command("reveal", "init", "--reveal-key-file", keyFile),
  async before(the) {
    officer = (await the.open("fg", "/console/")).page;
    security = (await the.open("ciso", "/console/")).page;
  },
});

async function openCase(page: Page, id: string): Promise<void> {
  await page.goto(`${at.server.origin}/console/incidenten?open=${id}`);
  await page.locator(".drawer dl.facts").first().waitFor();
  await settled(page);
}

test("a name is seen once, by who asked for it with a purpose, after somebody in another role agreed", { timeout: 120_000 }, async () => {
  const incident = (await at.list<{ id: string; pseudonym: string | null }>("/api/v1/incidents", "fg")).find((i) => i.pseudonym)!;
  await openCase(officer, incident.id);
  await officer.getByRole("button", { name: "Naam onthullen…" }).click();
  await officer.getByLabel("Doel").selectOption("facts_for_ap");
  const why = officer.getByLabel("Waarom is de naam nodig?");
  await why.fill("Te kort.");
  await officer.getByRole("button", { name: "Onthulling vragen" }).click();
  expect(await officer.locator("dialog").count()).toBe(1);
  await why.fill("Voor de melding moeten wij weten wat er precies is verstuurd en aan wie.");
  await confirmed(officer, at.people.fg, () => officer.getByRole("button", { name: "Onthulling vragen" }).click(), /tweede persoon/);
  await cannotApproveOwn(officer, at.server.origin, "Naam onthullen");
  const asked = (await at.list<{ id: string; kind: string }>("/api/v1/approvals", "fg")).find((a) => a.kind === "reveal")!;
  await expect(at.server.command("reveal", "--approval", asked.id, "--reveal-key-file", keyFile)).rejects.toThrow(/not given yet/);

  await approve(security, at.server.origin, at.people.ciso, "Naam onthullen");
  const code = (await at.server.command("reveal", "--approval", asked.id, "--reveal-key-file", keyFile)).trim().split("\n").at(-1)!.trim();
  await expect(at.ask("GET", `/api/v1/reveals/${code}`, "ciso")).rejects.toThrow(/403/);

  await openCase(officer, incident.id);
  await officer.getByLabel(/^Code van de houder/).fill(code);
  await confirmed(officer, at.people.fg, () => officer.getByRole("button", { name: "Naam bekijken" }).click(), /vp-00\d/);
  await officer.getByText(at.people.fg.email).waitFor();
  expect(await wrongs(officer, "naam")).toEqual([]);
  await officer.getByRole("button", { name: text("pages/incidents", "reveal.withhold", "nl") }).click();
  await officer.locator("dialog[open]").waitFor();
  expect(await wrongs(officer, "niet inlichten")).toEqual([]);
  await officer.keyboard.press("Escape");
  await officer.getByRole("button", { name: "Verbergen" }).click();
  expect(await officer.getByText(/vp-00\d/).count()).toBe(0);
  await officer.getByLabel(/^Code van de houder/).fill(code);
  await officer.getByRole("button", { name: "Naam bekijken" }).click();
  await officer.locator(".toast").getByText(/al bekeken/).waitFor();
  const acts = (await at.list<{ action: string }>("/api/v1/audit?limit=200", "fg")).map((entry) => entry.action);
  for (const action of ["approval.requested", "approval.approved", "reveal.done", "reveal.collected"]) expect(acts).toContain(action);
});

test("policy that lets more through comes into force when a second person agrees", { timeout: 120_000 }, async () => {
  await security.goto(`${at.server.origin}/console/beleid?tab=edit`);
  const yaml = security.locator("#policy-yaml");
  await yaml.waitFor();
  await yaml.fill((await yaml.inputValue()).replace("fail_mode: closed", "fail_mode: open"));
  await security.getByRole("button", { name: "Concept bewaren en nakijken" }).click();
  await security.locator("[role=status] .note.ok").waitFor();
  await security.getByRole("tab", { name: "Publiceren" }).click();
  await security.getByLabel("Waarom wijzigt u het beleid?").fill("De afdeling kan niet stil komen te liggen bij een storing.");
  await confirmed(security, at.people.ciso, () => security.getByRole("button", { name: "Bekijken wat er verandert" }).click(), /soepeler/);
  expect(await security.getByRole("button", { name: "Publiceren", exact: true }).count()).toBe(0);
  await cannotApproveOwn(security, at.server.origin, "Beleid publiceren");

  await officer.goto(`${at.server.origin}/console/goedkeuren`);
  await officer.getByText(/alles doorlaten/).first().waitFor();
  await approve(officer, at.server.origin, at.people.fg, "Beleid publiceren");

  await security.goto(`${at.server.origin}/console/beleid?tab=publish`);
  await security.getByRole("button", { name: "Publiceren", exact: true }).click();
  await security.locator(".toast").getByText("Gepubliceerd als versie 2").waitFor();
  const [newest] = await at.list<{ id: string }>("/api/v1/policies", "fg").then(([policy]) => at.list<{ version: number }>(`/api/v1/policies/${policy!.id}/versions`, "fg"));
  expect(newest!.version).toBe(2);
});

test("a site goes out of the guard when a second person agrees, shows as not guarded, and comes back by one", { timeout: 120_000 }, async () => {
  const { page } = await at.open("it_admin", "/console/dekking");
  await settled(page);
  await page.getByRole("button", { name: "Niet bewaken…" }).click();
  await page.getByLabel("AI-dienst").selectOption("claude");
  await page.getByLabel("Hoeveel uur").fill("73");
  await page.getByLabel("Waarom is dit nodig?").fill("De site laadt niet meer sinds vanochtend.");
  await page.getByRole("button", { name: "Goedkeuring vragen" }).click();
  expect(await page.locator("dialog").count()).toBe(1);
  await page.getByLabel("Hoeveel uur").fill("2");
  await confirmed(page, at.people.it_admin, () => page.getByRole("button", { name: "Goedkeuring vragen" }).click(), /blijft de site bewaakt/);
  await page.getByText(/2 uur niet bewaken: wacht op een tweede persoon/).waitFor();
  await cannotApproveOwn(page, at.server.origin, "Site tijdelijk niet bewaken");
  await approve(officer, at.server.origin, at.people.fg, "Site tijdelijk niet bewaken");
  await until("the site to be out", async () => (await at.list<{ active: boolean }>("/api/v1/coverage/switches", "it_admin")).some((s) => s.active), 90_000);
  await page.goto(`${at.server.origin}/console/dekking`);
  await page.locator("tr", { hasText: "Claude" }).getByText("Niet bewaakt").first().waitFor();
  await page.getByRole("button", { name: "Weer bewaken: Claude" }).click();
  await page.locator(".toast").getByText(/weer bewaakt/).waitFor();
  await page.locator("summary", { hasText: "Niet bewaakt in de laatste 13 weken" }).click();
  await page.getByRole("region", { name: "Niet bewaakt in de laatste 13 weken" }).getByText("Ilse Kok").waitFor();
});

test("a legal hold is set by one person and lifted by two", { timeout: 120_000 }, async () => {
  const incident = (await at.list<{ id: string }>("/api/v1/incidents", "fg"))[0]!;
  await openCase(officer, incident.id);
  await officer.getByRole("button", { name: "Bewaren…" }).click();
  await officer.getByLabel("Waarom mag dit niet worden gewist?").fill("De rechtbank heeft om de stukken gevraagd.");
  await officer.getByRole("button", { name: "Bewaarplicht zetten" }).click();
  await officer.getByText("De rechtbank heeft om de stukken gevraagd.").first().waitFor();
  await officer.getByRole("button", { name: "Opheffen…" }).click();
  expect(await wrongs(officer, "opheffen")).toEqual([]);
  await officer.getByLabel("Waarom is bewaren niet meer nodig?").fill("De zaak bij de rechtbank is afgesloten.");
  await officer.getByRole("button", { name: "Goedkeuring vragen" }).click();
  await officer.getByText(/Opheffen is gevraagd/).waitFor();
  expect(await officer.getByRole("button", { name: "Nu opheffen" }).count()).toBe(0);
  await approve(security, at.server.origin, at.people.ciso, "Bewaarplicht opheffen");
  await openCase(officer, incident.id);
  await officer.getByRole("button", { name: "Nu opheffen" }).click();
  await officer.locator(".toast").getByText("De bewaarplicht is opgeheven").waitFor();
  await officer.getByText("Eerdere bewaarplichten").waitFor();
  expect((await at.list<{ active: boolean }>(`/api/v1/legal-holds?incident_id=${incident.id}`, "fg")).filter((h) => h.active)).toEqual([]);
});
