// Each role sees its pages and no others; what it asks for beyond them is refused by the server.
import { expect, test } from "vitest";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { pagesOf } from "../harness/roles.ts";
import { registry } from "../harness/sources.ts";

const all = registry.map((path) => path.replace("/console/", ""));

// Of each page that not everybody has: what it asks the server for.
const behind: Record<string, string> = {
  vandaag: "/api/v1/feed", incidenten: "/api/v1/incidents", activiteit: "/api/v1/events", beleid: "/api/v1/policies", logboek: "/api/v1/audit/checkpoints", verzoeken: "/api/v1/rights-requests", mensen: "/api/v1/users",
  "or-venster": "/api/v1/transparency/reveals",
};

const at = fixture({ demo: true, people: Object.keys(pagesOf) });

test.for(Object.keys(pagesOf))("%s", { timeout: 120_000 }, async (role) => {
  const screen = await at.open(role, "/console/");
  await settled(screen.page);
  const links = await screen.page.locator("#rail nav a:not(.pinned a)").evaluateAll((list) => list.map((a) => new URL((a as HTMLAnchorElement).href).pathname.replace("/console/", "")));
  expect(links).toEqual(pagesOf[role]);
  for (const path of all.filter((p) => !pagesOf[role]!.includes(p))) {
    await screen.page.goto(`${at.server.origin}/console/${path}`);
    await settled(screen.page);
    expect([path, await screen.page.locator("h1").textContent()]).toEqual([path, "Deze pagina hoort niet bij uw rol."]);
    if (!behind[path]) continue;
    const answer = await fetch(at.server.origin + behind[path], { headers: { Cookie: at.people[role]!.cookie } });
    expect([path, answer.status]).toEqual([path, 403]);
  }
  await screen.context.close();
});
