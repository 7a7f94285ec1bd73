// Text of people and machines that tries to be script stays text, on every page that shows it.
import { expect, test } from "vitest";
import { Authenticator } from "../harness/authenticator.ts";
import { fixture } from "../harness/fixture.ts";
import { nobody, settled, stops } from "../harness/pages.ts";
import type { Person } from "../harness/server.ts";

const payloads = ["<img src=x onerror=window.hit=1>", "<script>window.hit=1</script>", "\"><svg onload=window.hit=1>", "javascript:window.hit=1", "{{constructor.constructor('window.hit=1')()}}"];

const people = ["fg", "ciso", "it_admin", "works_council", "auditor", "owner", "policy_editor", "ward_manager"] as const;
type Role = (typeof people)[number];

const at = fixture<Role>({
  place: { origin: "http://localhost:PORT" }, // passkeys go with a name, not with an address
  people: people.filter((role) => role !== "ward_manager"),
  async before(the) {
    const { id } = await the.ask<{ id: string }>("POST", "/api/v1/departments", "it_admin", { name: `${payloads[0]} ward`, active_people: 20 });
    (the.people as Record<Role, Person>).ward_manager = await the.server.person("ward_manager", "nl", "--department", id);
  },
});

/** Changes what is there, in the revision in which it is. */
async function change(method: "PUT" | "PATCH", path: string, who: Role, body: unknown, shown = path): Promise<void> {
  const found = await fetch(at.server.origin + shown, { headers: { Cookie: at.people[who].cookie } });
  await at.server.ask(method, path, body, at.people[who], { "If-Match": found.headers.get("ETag") ?? "" });
}

let incident = "";
const soon = () => new Date(Date.now() + 20 * 86_400_000).toISOString();
const legal = { kvk: "12345678", sector: "zorg" };

// Every field that one person fills in and another one sees, with how it is filled in.
const fields: Record<string, (text: string, n: number) => Promise<unknown>> = {
  "incident, summary": async (text) => {
    const made = await at.ask<{ id: string }>("POST", "/api/v1/incidents", "fg", { destination_id: "chatgpt", occurred_from: new Date(Date.now() - 3_600_000).toISOString(), types: ["diagnosis"], subjects_min: 1, subjects_max: 1, summary: text });
    incident ||= made.id;
  },
  "incident, note": (text) => at.ask("POST", `/api/v1/incidents/${incident}/notes`, "fg", { text }),
  "incident, measure": (text) => at.ask("POST", `/api/v1/incidents/${incident}/measures`, "fg", { text, due: soon() }),
  "incident, hold": (text) => at.ask("POST", "/api/v1/legal-holds", "fg", { incident_id: incident, reason: `Voor de rechter: ${text}` }),
  "department": (text, n) => at.ask("POST", "/api/v1/departments", "it_admin", { name: `${text} ${n}`, active_people: 20 }),
  "enrolment key": (text, n) => at.ask("POST", "/api/v1/enrolment-keys", "it_admin", { label: `${text} ${n}` }),
  "saved view": (text, n) => at.ask("POST", "/api/v1/views", "fg", { page: "incidents", name: `${text} ${n}`, query: "is:open", shared: true, pinned: true }),
  "user": (text, n) => at.ask("POST", "/api/v1/users", "owner", { email: `x${n}@voorbeeld.nl`, name: text, roles: [{ role: "analyst" }] }),
  "API key": (text, n) => at.ask("POST", "/api/v1/api-keys", "owner", { name: `${text} ${n}`, scopes: ["reports:read"], expires_at: soon() }),
  "webhook": (text, n) => at.ask("POST", "/api/v1/webhooks", "owner", { url: `https://haak${n}.voorbeeld.invalid/x`, label: text, events: ["incident.opened"] }),
  "sign-in, client": (text) => change("PATCH", "/api/v1/settings/sso", "owner", { issuer: "https://192.0.2.10/realms/linde", client_id: text, secret: "tafelpoot" }),
  "sign-in, groups": (text) => change("PUT", "/api/v1/settings/sso/roles", "owner", { roles: [{ group: text, role: "auditor" }] }, "/api/v1/settings/sso"),
  "council, remark": (text) => at.ask("POST", "/api/v1/transparency/remarks", "works_council", { text }),
  "coaching, text": (text) => change("PUT", "/api/v1/messages/bsn-stop", "policy_editor", { nl: text, en: text, second: null }),
  "coaching, second text": (text) => change("PUT", "/api/v1/messages/dienst-stop", "policy_editor", { nl: "Haal de naam weg.", en: "Take the name out.", second: { nl: text, en: text } }),
  "destination": (text, n) => at.ask("POST", "/api/v1/destinations", "policy_editor", { id: `eigen-${n}`, name: text, hosts: [`ai${n}.voorbeeld.example`], class: "approved", redirect: `https://ai${n}.voorbeeld.example/`, reason: text }),
  "exception": (text, n) => at.ask("POST", "/api/v1/exceptions", "policy_editor", { id: `exc-${n}`, rules: ["persoon-en-gezondheid"], groups: ["skillslab"], reason: text, owner: "ciso", until: soon() }),
  "site out of the guard": (text, n) => at.ask("POST", "/api/v1/coverage/switches", "it_admin", { destination_id: ["chatgpt", "claude", "gemini", "copilot", "perplexity"][n], hours: 4, reason: `De site laadt niet meer sinds vanochtend. ${text}` }),
  "purge": (text) => at.ask("POST", "/api/v1/settings/retention/purge-requests", "owner", { reason: `De termijnen zijn korter geworden. ${text}` }),
  "organisation": (text) => change("PATCH", "/api/v1/organisation", "owner", { name: text }),
  "legal name": (text) => change("PUT", "/api/v1/settings/legal", "fg", { legal_name: text, ...legal }),
  "consent, reference": (text) => at.ask("POST", "/api/v1/setup/steps/legal_gate/complete", "owner", { assessed_on: "2026-01-05", consented_on: "2026-01-12", reference: text }),
};

test("payloads are kept in every field that somebody else sees", { timeout: 120_000 }, async () => {
  const kept: Record<string, string> = {};
  for (const [name, fill] of Object.entries(fields)) {
    kept[name] = "";
    for (const [n, text] of payloads.entries()) await fill(text, n).then(() => (kept[name] = "kept"), (refused: Error) => (kept[name] ||= refused.message));
  }
  expect(kept).toEqual(Object.fromEntries(Object.keys(fields).map((name) => [name, "kept"])));
  const device = await at.server.device(payloads[1]!);
  const { decision_id } = await device.inspect({ text: "Mevrouw Jansen, BSN 111222333, heeft hartfalen.", conversation: "a" });
  await device.outcome(decision_id, "sent", "full", { reason: "anders", text: payloads[0]! });
  const { page, context } = await at.open("owner", "/livez-nothing");
  await Authenticator.on(page);
  await page.goto(`${at.server.origin}/account`);
  await page.locator("#new-passkey input").fill(payloads[0]!);
  await page.keyboard.press("Enter");
  await page.getByText("De passkey is toegevoegd.").waitFor();
  await context.close();
});

test("and stay text where they show", { timeout: 400_000 }, async () => {
  const shown = new Set<string>();
  const opened = ["", "&tab=ap", "&tab=notes", "&tab=subjects"].map((more) => ({ name: `zaak${more}`, role: "fg", path: `/console/incidenten?open=${incident}${more}` }));
  const settings = ["sso", "keys", "webhooks", "legal"].map((tab) => ({ name: `instellingen, ${tab}`, role: tab === "legal" ? "fg" : "owner", path: `/console/instellingen?tab=${tab}` }));
  const council = ["", "?tab=notices", "?tab=policy"].map((tab) => ({ name: `or-venster${tab}`, role: "works_council", path: `/console/or-venster${tab}` }));
  const coaching = ["bsn-stop", "dienst-stop"].map((id) => ({ name: id, role: "policy_editor", path: `/console/coaching?open=${id}` }));
  for (const { role, path, name } of [...stops.filter(({ role }) => role !== nobody), ...opened, ...settings, ...council, ...coaching]) {
    const screen = await at.open(role as Role, path);
    await settled(screen.page);
    if (name === "account") await screen.page.locator("#passkeys li").first().waitFor();
    const [hit, made, seen] = await screen.page.evaluate(() => [(window as { hit?: number }).hit, document.querySelectorAll("img, main script, svg[onload], a[href^='javascript:']").length, document.body.innerText] as const);
    expect([name, hit, made]).toEqual([name, undefined, 0]);
    expect([name, screen.faults]).toEqual([name, []]);
    if (payloads.some((text) => seen.includes(text))) shown.add(name);
    await screen.context.close();
  }
  for (const name of ["account", "or-venster?tab=notices", "bsn-stop", "dienst-stop", "instellingen, keys", "instellingen, webhooks", "instellingen, sso", "mensen", "goedkeuren", "diensten", "afdeling", "zaak&tab=notes"]) {
    expect([name, shown.has(name)]).toEqual([name, true]);
  }
});
