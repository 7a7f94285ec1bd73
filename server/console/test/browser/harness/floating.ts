// Every dialog and drawer of the console, with a way to it.
import type { Page } from "playwright-core";
import type { Stop } from "./pages.ts";
import { settled } from "./pages.ts";
import { text } from "./sources.ts";

export interface Floating extends Stop {
  /** The file that shows it. */
  of: string;
}

type Act = NonNullable<Stop["act"]>;

const literal = (s: string) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Presses the first button that begins with a text of the console. */
const press = (area: string, key: string, within = "main"): Act => (page, language) => page.locator(within).getByRole("button", { name: new RegExp(`^${literal(text(area, key, language))}`) }).first().click();

/** Opens the first menu of this name and picks from it: by its text, or by its place. */
const pick = (area: string, key: string, which: "first" | "second" | "last" | readonly [area: string, key: string], within = "main"): Act => async (page, language) => {
  const menu = page.locator(`${within} .menu`).filter({ has: page.getByRole("button", { name: new RegExp(`${literal(text(area, key, language))}$`) }) }).first();
  await menu.locator("> button").click();
  const items = menu.locator("li button");
  await (which === "first" ? items.first() : which === "second" ? items.nth(1) : which === "last" ? items.last() : items.filter({ hasText: text(which[0], which[1], language) }).first()).click();
};

const row: Act = (page) => page.locator("tr.data a.open").first().click();
const line: Act = (page) => page.locator("main tbody th a").first().click();

const then = (...acts: Act[]): Act => async (page, language) => {
  for (const act of acts) {
    await act(page, language);
    await settled(page);
  }
};

/** Sends somebody an invitation. */
const invite: Act = async (page, language) => {
  await press("pages/people", "invite")(page, language);
  const dialog = page.locator("dialog");
  await dialog.locator("input").nth(0).fill("Joris Vermeer");
  await dialog.locator("input[type=email]").fill(`joris.${language}.${Date.now()}@voorbeeld.nl`);
  await dialog.locator("button[type=submit]").click();
  await dialog.locator("code, input[autocomplete=one-time-code]").first().waitFor();
};

/** The answer to an act for which one has to confirm who one is. */
const late = { status: 403, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "x", status: 403, code: "auth.step_up_required" }) };

export const floating: readonly Floating[] = [
  { name: "besluit", of: "pages/activity/decision.tsx", role: "fg", path: "/console/activiteit", act: row },
  { name: "weigeren", of: "pages/approvals/page.tsx", role: "fg", path: "/console/goedkeuren", act: press("pages/approvals", "reject") },
  { name: "register opvragen", of: "pages/audit/register-files.tsx", role: "auditor", path: "/console/logboek", act: press("pages/audit", "x.ask") },
  { name: "coachingtekst", of: "pages/coaching/edit.tsx", role: "ciso", path: "/console/coaching?open=bsn-stop" },
  { name: "lijst van werkplekken", of: "pages/coverage/acts/import.tsx", role: "it_admin", path: "/console/dekking", act: press("pages/coverage/acts", "imp") },
  { name: "versies van de extensie", of: "pages/coverage/acts/edit-releases.tsx", role: "it_admin", path: "/console/dekking", act: then(press("pages/coverage/acts", "rel.edit"), press("pages/coverage/acts", "rel.add", "dialog")) },
  { name: "site niet bewaken", of: "pages/coverage/acts/switches.tsx", role: "it_admin", path: "/console/dekking", act: press("pages/coverage/acts", "off") },
  { name: "apparaat intrekken", of: "pages/coverage/devices.tsx", role: "it_admin", path: "/console/dekking", act: press("pages/coverage", "d.revoke") },
  { name: "sleutel voor apparaten", of: "pages/coverage/keys.tsx", role: "it_admin", path: "/console/dekking", act: press("pages/coverage", "k.add") },
  { name: "eigen chatbot", of: "pages/destinations/add.tsx", role: "ciso", path: "/console/diensten", act: press("pages/destinations", "add") },
  { name: "AI-dienst", of: "pages/destinations/page.tsx", role: "ciso", path: "/console/diensten", act: line },
  { name: "alles bewaren", of: "pages/holds/ask.tsx", role: "fg", path: "/console/instellingen?tab=retention", act: press("pages/holds", "place.all") },
  { name: "meer zaken tegelijk", of: "pages/incidents/bulk.tsx", role: "fg", path: "/console/incidenten?q=is:open", act: then((page) => page.locator("tr.data input[type=checkbox]").first().check(), pick("pages/incidents", "act.move", "first")) },
  { name: "zaak", of: "pages/incidents/drawer.tsx", role: "fg", path: "/console/incidenten?q=clock:running", act: row },
  { name: "samenvoegen", of: "pages/incidents/group/merge.tsx", role: "fg", path: "/console/incidenten?q=is:unseen", act: then(row, pick("pages/incidents", "act.group", ["pages/incidents/group", "merge"], ".drawer")) },
  { name: "stand kiezen", of: "pages/incidents/moves.tsx", role: "fg", path: "/console/incidenten?q=is:open", act: then((page) => page.keyboard.press("j"), (page) => page.keyboard.press("t")) },
  { name: "vals alarm", of: "pages/incidents/moves.tsx", role: "fg", path: "/console/incidenten?q=is:open", act: then((page) => page.keyboard.press("j"), (page) => page.keyboard.press("f")) },
  { name: "stand met reden", of: "pages/incidents/moves.tsx", role: "fg", path: "/console/incidenten?q=is:open", act: then(row, pick("pages/incidents", "act.move", "last", ".drawer")) },
  { name: "zaak toevoegen", of: "pages/incidents/new.tsx", role: "fg", path: "/console/incidenten", act: press("pages/incidents", "add") },
  { name: "naam onthullen", of: "pages/incidents/reveal.tsx", role: "fg", path: "/console/incidenten?q=is:open", act: then(row, press("pages/incidents", "act.reveal", ".drawer")) },
  { name: "uitnodigen", of: "pages/people/users.tsx", role: "owner", path: "/console/mensen", act: press("pages/people", "invite") },
  { name: "uitgenodigd", of: "pages/people/users.tsx", role: "owner", path: "/console/mensen", act: invite },
  { name: "rol geven", of: "pages/people/users.tsx", role: "owner", path: "/console/mensen", act: pick("pages/people", "col.acts", "first") },
  { name: "rol weghalen", of: "pages/people/given.tsx", role: "owner", path: "/console/mensen", act: pick("pages/people", "col.acts", "second") },
  { name: "afdeling toevoegen", of: "pages/people/departments.tsx", role: "owner", path: "/console/mensen?tab=departments", act: press("pages/people", "d.add") },
  { name: "afdelingen inlezen", of: "pages/people/departments.tsx", role: "owner", path: "/console/mensen?tab=departments", act: press("pages/people", "d.import") },
  { name: "uitzondering", of: "pages/policy/exceptions.tsx", role: "ciso", path: "/console/beleid?tab=exceptions", act: press("pages/policy", "exc.add") },
  { name: "rapport inplannen", of: "pages/reports/schedules.tsx", role: "owner", path: "/console/rapporten", act: press("pages/reports", "s.add") },
  { name: "planning verwijderen", of: "pages/reports/schedules.tsx", role: "owner", path: "/console/rapporten", act: pick("pages/reports", "s.acts", "last") },
  { name: "proef van een rapport", of: "pages/reports/send.tsx", role: "owner", path: "/console/rapporten", act: pick("pages/reports", "s.acts", "first") },
  { name: "verzoek", of: "pages/rights/request.tsx", role: "fg", path: "/console/verzoeken", act: line },
  { name: "API-sleutel maken", of: "pages/settings/api-key.tsx", role: "owner", path: "/console/instellingen?tab=keys", act: press("pages/settings", "key.add") },
  { name: "API-sleutel vernieuwen", of: "pages/settings/api-key.tsx", role: "owner", path: "/console/instellingen?tab=keys", act: press("pages/settings", "key.rotate") },
  { name: "API-sleutel intrekken", of: "pages/settings/api-keys.tsx", role: "owner", path: "/console/instellingen?tab=keys", act: press("pages/settings", "key.revoke") },
  { name: "koppeling toevoegen", of: "pages/settings/webhooks.tsx", role: "owner", path: "/console/instellingen?tab=webhooks", act: press("pages/settings", "w.add") },
  { name: "koppeling", of: "pages/settings/webhook.tsx", role: "owner", path: "/console/instellingen?tab=webhooks", act: line },
  { name: "koppeling, nieuwe sleutel", of: "pages/settings/webhook.tsx", role: "owner", path: "/console/instellingen?tab=webhooks", act: then(line, press("pages/settings", "w.renew", ".drawer")) },
  { name: "koppeling verwijderen", of: "pages/settings/webhook.tsx", role: "owner", path: "/console/instellingen?tab=webhooks", act: then(line, press("i18n", "remove", ".drawer")) },
  { name: "hulp", of: "shell/help.tsx", role: "fg", path: "/console/vandaag", act: (page) => page.keyboard.press("?") },
  { name: "weergave bewaren", of: "shell/view-menu.tsx", role: "fg", path: "/console/incidenten?q=is:open+dest:chatgpt", act: pick("i18n", "views", "last") },
  {
    name: "bevestigen wie u bent", of: "shell/step-up.tsx", role: "owner", path: "/console/mensen",
    async act(page, language) {
      await page.route("**/api/v1/users", (route) => (route.request().method() === "POST" ? route.fulfill(late) : route.continue()));
      await invite(page, language);
      await page.unroute("**/api/v1/users");
    },
  },
];

/** Those that take more than one person, or show a secret once: the file of tests that looks at them on its way, once for each. */
export const elsewhere: Readonly<Record<string, readonly string[]>> = {
  "pages/coverage/acts/releases.tsx": ["acts"],
  "pages/holds/ask.tsx": ["two-people"],
  "pages/incidents/group/split.tsx": ["acts"],
  "pages/incidents/reveal.tsx": ["two-people"],
  "pages/people/given.tsx": ["sso", "sso", "sso"],
  "pages/policy/versions.tsx": ["policy"],
  "pages/settings/api-key.tsx": ["api-keys"],
  "pages/settings/webhooks.tsx": ["deliver"],
  "pages/sso/sso.tsx": ["sso"],
  "shell/step-up-sso.tsx": ["sso"],
};

/** Whether something floats over the page. */
export const isOpen = async (page: Page): Promise<boolean> => (await page.locator("dialog[open], .drawer").count()) > 0;
