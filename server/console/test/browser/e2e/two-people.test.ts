// What takes two people, done by two people: each in a browser of their own, with all factors asked again.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open } from "../harness/browser.ts";
import { settled } from "../harness/pages.ts";
import { approve, cannotApproveOwn, confirmed } from "../harness/people.ts";
import { tempFolder, until } from "../harness/process.ts";
import { seed } from "../harness/seed.ts";
import { Server, type Person } from "../harness/server.ts";

let server: Server;
let browser: Browser;
let fg: Person, ciso: Person, it: Person;
let officer: Page, security: Page;
let faults: string[][];
const keyFile = join(tempFolder("reveal"), "reveal.key");

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  await server.command("reveal", "init", "--reveal-key-file", keyFile);
  fg = await server.person("fg");
  ciso = await server.person("ciso");
  it = await server.person("it_admin");
  await seed(server);
  const [one, other] = [await open(browser, server, fg, "/console/"), await open(browser, server, ciso, "/console/")];
  officer = one.page;
  security = other.page;
  faults = [one.faults, other.faults];
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

type List<T> = { items: T[] };
const list = async <T>(path: string, who: Person): Promise<T[]> => ((await server.ask("GET", path, undefined, who)) as List<T>).items;

async function openCase(page: Page, id: string): Promise<void> {
  await page.goto(`${server.origin}/console/incidenten?open=${id}`);
  await page.locator(".drawer dl.facts").first().waitFor();
  await settled(page);
}

test("a name is seen once, by who asked for it with a purpose, after somebody in another role agreed", { timeout: 120_000 }, async () => {
  const incident = (await list<{ id: string; pseudonym: string | null }>("/api/v1/incidents", fg)).find((i) => i.pseudonym)!;
  await openCase(officer, incident.id);
  await officer.getByRole("button", { name: "Naam onthullen…" }).click();
  await officer.getByLabel("Doel").selectOption("facts_for_ap");
  const why = officer.getByLabel("Waarom is de naam nodig?");
  await why.fill("Te kort.");
  await officer.getByRole("button", { name: "Onthulling vragen" }).click();
  expect(await officer.locator("dialog").count()).toBe(1);
  await why.fill("Voor de melding moeten wij weten wat er precies is verstuurd en aan wie.");
  await confirmed(officer, fg, () => officer.getByRole("button", { name: "Onthulling vragen" }).click(), /tweede persoon/);
  await cannotApproveOwn(officer, server.origin, "Naam onthullen");
  const asked = (await list<{ id: string; kind: string }>("/api/v1/approvals", fg)).find((a) => a.kind === "reveal")!;
  await expect(server.command("reveal", "--approval", asked.id, "--reveal-key-file", keyFile)).rejects.toThrow(/not given yet/);

  await approve(security, server.origin, ciso, "Naam onthullen");
  const code = (await server.command("reveal", "--approval", asked.id, "--reveal-key-file", keyFile)).trim().split("\n").at(-1)!.trim();
  await expect(server.ask("GET", `/api/v1/reveals/${code}`, undefined, ciso)).rejects.toThrow(/403/);

  await openCase(officer, incident.id);
  await officer.getByLabel(/^Code van de houder/).fill(code);
  await confirmed(officer, fg, () => officer.getByRole("button", { name: "Naam bekijken" }).click(), /vp-00\d/);
  await officer.getByText(fg.email).waitFor();
  await officer.getByRole("button", { name: "Verbergen" }).click();
  expect(await officer.getByText(/vp-00\d/).count()).toBe(0);
  await officer.getByLabel(/^Code van de houder/).fill(code);
  await officer.getByRole("button", { name: "Naam bekijken" }).click();
  await officer.locator(".toast").getByText(/al bekeken/).waitFor();
  const acts = (await list<{ action: string }>("/api/v1/audit?limit=200", fg)).map((entry) => entry.action);
  for (const action of ["approval.requested", "approval.approved", "reveal.done", "reveal.collected"]) expect(acts).toContain(action);
});

test("policy that lets more through comes into force when a second person agrees", { timeout: 120_000 }, async () => {
  await security.goto(`${server.origin}/console/beleid?tab=edit`);
  const yaml = security.locator("#policy-yaml");
  await yaml.waitFor();
  await yaml.fill((await yaml.inputValue()).replace("fail_mode: closed", "fail_mode: open"));
  await security.getByRole("button", { name: "Concept bewaren en nakijken" }).click();
  await security.locator("[role=status] .note.ok").waitFor();
  await security.getByRole("tab", { name: "Publiceren" }).click();
  await security.getByLabel("Waarom wijzigt u het beleid?").fill("De afdeling kan niet stil komen te liggen bij een storing.");
  await confirmed(security, ciso, () => security.getByRole("button", { name: "Bekijken wat er verandert" }).click(), /soepeler/);
  expect(await security.getByRole("button", { name: "Publiceren", exact: true }).count()).toBe(0);
  await cannotApproveOwn(security, server.origin, "Beleid publiceren");

  await officer.goto(`${server.origin}/console/goedkeuren`);
  await officer.getByText(/alles doorlaten/).first().waitFor();
  await approve(officer, server.origin, fg, "Beleid publiceren");

  await security.goto(`${server.origin}/console/beleid?tab=publish`);
  await security.getByRole("button", { name: "Publiceren", exact: true }).click();
  await security.locator(".toast").getByText("Gepubliceerd als versie 2").waitFor();
  const [newest] = await list<{ version: number }>("/api/v1/policies", fg).then((policies) => list<{ version: number }>(`/api/v1/policies/${(policies[0] as unknown as { id: string }).id}/versions`, fg));
  expect(newest!.version).toBe(2);
});

test("a site goes out of the guard when a second person agrees, shows as not guarded, and comes back by one", { timeout: 120_000 }, async () => {
  const screen = await open(browser, server, it, "/console/dekking");
  const { page } = screen;
  await settled(page);
  await page.getByRole("button", { name: "Niet bewaken…" }).click();
  await page.getByLabel("AI-dienst").selectOption("claude");
  await page.getByLabel("Hoeveel uur").fill("73");
  await page.getByLabel("Waarom is dit nodig?").fill("De site laadt niet meer sinds vanochtend.");
  await page.getByRole("button", { name: "Goedkeuring vragen" }).click();
  expect(await page.locator("dialog").count()).toBe(1);
  await page.getByLabel("Hoeveel uur").fill("2");
  await confirmed(page, it, () => page.getByRole("button", { name: "Goedkeuring vragen" }).click(), /blijft de site bewaakt/);
  await page.getByText(/2 uur niet bewaken: wacht op een tweede persoon/).waitFor();
  await cannotApproveOwn(page, server.origin, "Site tijdelijk niet bewaken");
  await approve(officer, server.origin, fg, "Site tijdelijk niet bewaken");
  await until("the site to be out", async () => (await list<{ active: boolean }>("/api/v1/coverage/switches", it)).some((s) => s.active), 90_000);
  await page.goto(`${server.origin}/console/dekking`);
  await page.locator("tr", { hasText: "Claude" }).getByText("Niet bewaakt").first().waitFor();
  await page.getByRole("button", { name: "Weer bewaken: Claude" }).click();
  await page.locator(".toast").getByText(/weer bewaakt/).waitFor();
  await page.locator("summary", { hasText: "Niet bewaakt in de laatste 13 weken" }).click();
  await page.getByRole("region", { name: "Niet bewaakt in de laatste 13 weken" }).getByText("Ilse Kok").waitFor();
  expect(screen.faults).toEqual([]);
});

test("a legal hold is set by one person and lifted by two", { timeout: 120_000 }, async () => {
  const incident = (await list<{ id: string }>("/api/v1/incidents", fg))[0]!;
  await openCase(officer, incident.id);
  await officer.getByRole("button", { name: "Bewaren…" }).click();
  await officer.getByLabel("Waarom mag dit niet worden gewist?").fill("De rechtbank heeft om de stukken gevraagd.");
  await officer.getByRole("button", { name: "Bewaarplicht zetten" }).click();
  await officer.getByText("De rechtbank heeft om de stukken gevraagd.").first().waitFor();
  await officer.getByRole("button", { name: "Opheffen…" }).click();
  await officer.getByLabel("Waarom is bewaren niet meer nodig?").fill("De zaak bij de rechtbank is afgesloten.");
  await officer.getByRole("button", { name: "Goedkeuring vragen" }).click();
  await officer.getByText(/Opheffen is gevraagd/).waitFor();
  expect(await officer.getByRole("button", { name: "Nu opheffen" }).count()).toBe(0);
  await approve(security, server.origin, ciso, "Bewaarplicht opheffen");
  await openCase(officer, incident.id);
  await officer.getByRole("button", { name: "Nu opheffen" }).click();
  await officer.locator(".toast").getByText("De bewaarplicht is opgeheven").waitFor();
  await officer.getByText("Eerdere bewaarplichten").waitFor();
  expect((await list<{ active: boolean }>(`/api/v1/legal-holds?incident_id=${incident.id}`, fg)).filter((h) => h.active)).toEqual([]);
});

test("in all this no script failed and nothing went against the content policy", () => {
  expect(faults.flat()).toEqual([]);
});
