// Every page and part of a page, with a role that has it and what to do there before it is looked at.
import type { Page } from "playwright-core";
import type { View } from "./browser.ts";
import type { Person, Server } from "./server.ts";

/** In the place of a role: who is not signed in. */
export const nobody = "";

export interface Stop {
  name: string;
  role: string;
  path: string;
  /** What to do once the page is there. */
  act?(page: Page, language: NonNullable<View["language"]>): Promise<void>;
}

/** Adds what a demo has none of, because it would reach out: a webhook, a key for a program and a schedule of reports. */
export async function prepare(server: Server, owner: Person): Promise<void> {
  const { user_id } = (await server.ask("GET", "/api/v1/me", undefined, owner)) as { user_id: string };
  const made = (await server.ask("POST", "/api/v1/webhooks", { url: "https://siem.example/dijkwacht", label: "SIEM", events: ["incident.opened", "incident.clock.warning"] }, owner)) as { id: string };
  await server.ask("POST", `/api/v1/webhooks/${made.id}/test`, undefined, owner);
  await server.ask("POST", "/api/v1/api-keys", { name: "Rapportage", scopes: ["reports:read"], expires_at: new Date(Date.now() + 90 * 86_400_000).toISOString() }, owner);
  await server.ask("POST", "/api/v1/report-schedules", { audience: "board", users: [user_id], weekday: "monday", time: "07:00", language: "nl", pdf: true }, owner);
}

const button = (page: Page, name: RegExp) => page.getByRole("button", { name });

const first = (page: Page) => page.locator("tr.data a.open").first().click();

const group = async (page: Page) => {
  await page.locator(".drawer footer").getByRole("button", { name: /^(Groeperen|Group)$/ }).click();
  await page.locator(".drawer footer .menu li button").first().click();
  await page.locator("dialog").waitFor();
};

export const stops: readonly Stop[] = [
  { name: "inloggen", role: nobody, path: "/inloggen" },
  { name: "welkom", role: nobody, path: "/welkom" },
  { name: "aanmelden", role: nobody, path: "/aanmelden" },
  { name: "bevestigd", role: nobody, path: "/bevestigd" },
  { name: "demo", role: nobody, path: "/demo" },
  { name: "account", role: "owner", path: "/account" },
  { name: "vandaag", role: "fg", path: "/console/vandaag" },
  { name: "incidenten", role: "fg", path: "/console/incidenten" },
  { name: "incidenten-zaak", role: "fg", path: "/console/incidenten?q=clock:running", act: first },
  { name: "incidenten-ernst", role: "fg", path: "/console/incidenten?q=clock:running&tab=severity", act: first },
  { name: "incidenten-ap", role: "fg", path: "/console/incidenten?q=clock:running&tab=ap", act: first },
  { name: "incidenten-betrokkenen", role: "fg", path: "/console/incidenten?q=clock:running&tab=subjects", act: first },
  { name: "incidenten-notities", role: "fg", path: "/console/incidenten?q=clock:running&tab=notes", act: first },
  { name: "incidenten-samenvoegen", role: "fg", path: "/console/incidenten?q=is:unseen", act: async (page) => (await first(page), await group(page)) },
  { name: "incidenten-niets", role: "fg", path: "/console/incidenten?q=is:open+source:manual" },
  { name: "incidenten-fout", role: "fg", path: "/console/incidenten?q=sevv:high" },
  { name: "activiteit", role: "fg", path: "/console/activiteit" },
  { name: "activiteit-besluit", role: "fg", path: "/console/activiteit", act: first },
  { name: "goedkeuren", role: "fg", path: "/console/goedkeuren" },
  { name: "verzoeken", role: "fg", path: "/console/verzoeken" },
  { name: "beleid", role: "ciso", path: "/console/beleid" },
  { name: "beleid-bewerken", role: "ciso", path: "/console/beleid?tab=edit", act: (page) => page.locator("details.rule summary").nth(5).click() },
  {
    name: "beleid-tests", role: "ciso", path: "/console/beleid?tab=tests",
    act: async (page) => {
      await page.locator("[role=tabpanel] button.primary").click();
      await page.locator("[role=tabpanel] table").waitFor();
    },
  },
  {
    name: "beleid-naspelen", role: "ciso", path: "/console/beleid?tab=replay",
    act: async (page) => {
      await page.locator("[role=tabpanel] button.primary").click();
      await page.locator("[role=tabpanel] table").first().waitFor();
    },
  },
  { name: "beleid-publiceren", role: "ciso", path: "/console/beleid?tab=publish" },
  { name: "beleid-versies", role: "ciso", path: "/console/beleid?tab=versions" },
  { name: "beleid-uitzonderingen", role: "ciso", path: "/console/beleid?tab=exceptions" },
  { name: "diensten", role: "ciso", path: "/console/diensten" },
  { name: "coaching", role: "ciso", path: "/console/coaching" },
  { name: "coaching-tekst", role: "ciso", path: "/console/coaching?open=bsn-stop" },
  {
    name: "proberen", role: "ciso", path: "/console/proberen",
    act: async (page) => {
      await page.locator("main form button.plain").click();
      await page.locator("main form button.primary").click();
      await page.locator("mark").first().waitFor();
    },
  },
  { name: "dekking", role: "it_admin", path: "/console/dekking" },
  { name: "dekking-niet-bewaken", role: "it_admin", path: "/console/dekking", act: (page) => page.locator("main section button").first().click() },
  { name: "rapporten", role: "fg", path: "/console/rapporten" },
  { name: "rapporten-inplannen", role: "owner", path: "/console/rapporten", act: (page) => button(page, /Rapport inplannen|Schedule a report/).click() },
  { name: "afdeling", role: "ward_manager", path: "/console/afdeling" },
  { name: "rapporten-afdeling", role: "ward_manager", path: "/console/rapporten" },
  { name: "or-venster", role: "works_council", path: "/console/or-venster" },
  {
    name: "logboek", role: "auditor", path: "/console/logboek",
    act: async (page) => {
      await page.locator("main header button.primary").click();
      await page.locator("main .note.ok").waitFor();
    },
  },
  { name: "logboek-register", role: "auditor", path: "/console/logboek", act: (page) => button(page, /Bestand aanvragen|Request a file/).click() },
  { name: "mensen", role: "owner", path: "/console/mensen" },
  { name: "mensen-afdelingen", role: "owner", path: "/console/mensen?tab=departments" },
  { name: "instellingen", role: "owner", path: "/console/instellingen" },
  { name: "instellingen-juridisch", role: "fg", path: "/console/instellingen?tab=legal" },
  { name: "instellingen-termijnen", role: "fg", path: "/console/instellingen?tab=retention" },
  { name: "instellingen-mail", role: "owner", path: "/console/instellingen?tab=mail" },
  { name: "instellingen-koppelingen", role: "owner", path: "/console/instellingen?tab=webhooks" },
  { name: "instellingen-koppeling", role: "owner", path: "/console/instellingen?tab=webhooks", act: (page) => page.locator("tbody th a").first().click() },
  { name: "instellingen-verzonden", role: "owner", path: "/console/instellingen?tab=sent" },
  { name: "instellingen-toestand", role: "owner", path: "/console/instellingen?tab=health" },
  { name: "beginnen", role: "owner", path: "/console/beginnen" },
  { name: "geen-pagina", role: "owner", path: "/console/incidenten" },
  { name: "hulp", role: "fg", path: "/console/vandaag", act: (page) => page.keyboard.press("?") },
];

/** Waits until nothing is being loaded and shown any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  // The live feed stays open on the first page, so that the network is never idle there.
  await page.waitForFunction(() => {
    const busy = performance.getEntriesByType("resource").filter((r) => (r as PerformanceResourceTiming).responseEnd === 0 && !r.name.includes("/feed"));
    return busy.length === 0;
  });
  await page.waitForTimeout(250);
}
