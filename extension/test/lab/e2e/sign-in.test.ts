// An employee signs in from the popup, at a real identity provider, until the popup says who the alerts are about.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Provider } from "../../../../server/console/test/browser/harness/provider.ts";
import { Server } from "../../../../server/console/test/browser/harness/server.ts";
import { Chromium } from "../harness/chromium.ts";
import { makePackage } from "../harness/extension.ts";
import { ROOT } from "../harness/process.ts";
import { Sites } from "../harness/sites.ts";

let server: Server, provider: Provider, sites: Sites, browser: Chromium;

beforeAll(async () => {
  server = await Server.at({ origin: "http://localhost:PORT", env: { DIJKWACHT_SSO_NETWORKS: "127.0.0.0/8" } });
  [provider, sites] = await Promise.all([Provider.start(server.origin), Sites.start()]);
  await provider.put({ sanne: { email: "sanne@voorbeeld.nl", email_verified: true, name: "Sanne", groups: [], amr: ["pwd"] } });
  await connect();
  browser = await Chromium.launch({ sitesPort: sites.port, extension: await makePackage(server.origin, "chromium"), language: "nl" });
  const options = await own("options");
  await options.getByLabel(/sleutel/i).fill((await server.command("enrolment-key", "create")).trim());
  await options.getByRole("button", { name: /aanmelden/i }).click();
  await options.getByText(/● bewaakt/i).waitFor();
  await options.close();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all([server?.stop(), provider?.stop(), sites?.close()]);
});

// The organisation signs in by the provider; employees need no role.
async function connect(): Promise<void> {
  const owner = await server.person("owner");
  let rev = 0;
  const change = async (method: string, path: string, body?: object): Promise<void> => {
    ({ rev } = (await server.ask(method, `/api/v1/settings/sso${path}`, body, owner, { "If-Match": `"${rev + 1}"` })) as { rev: number });
  };
  await change("PATCH", "", { issuer: provider.issuer, client_id: provider.clientId, secret: provider.clientSecret, factor: "amr", label: "De Linde" });
  await change("PUT", "/roles", { roles: [{ group: "beheer", role: "it_admin", department_id: null }] });
  await change("POST", "/enable");
}

async function own(name: string): Promise<Page> {
  const page = await browser.page();
  await page.goto(`chrome-extension://${browser.extensionId}/${name}.html`);
  return page;
}

/** Follows a link that opens a tab of its own. */
async function opened(page: Page, act: () => Promise<void>): Promise<Page> {
  const [tab] = await Promise.all([page.context().waitForEvent("page"), act()]);
  await tab.waitForLoadState();
  return tab;
}

test("from the popup by way of the provider, by keyboard, and out again", { timeout: 120_000 }, async () => {
  const popup = await own("popup");
  const overview = await opened(popup, () => popup.getByRole("link", { name: "Aanmelden" }).press("Enter"));
  await overview.getByText("Meldingen staan op naam van deze computer.").waitFor();
  await overview.getByRole("button", { name: "Aanmelden" }).press("Enter");
  const shown = (await overview.getByText(/^Uw code is /).textContent())!.match(/\d{3} \d{3}/)![0];

  const tab = await opened(overview, () => overview.getByRole("link", { name: "Naar de aanmeldpagina" }).press("Enter"));
  await tab.getByText(shown).waitFor(); // the page is for this browser
  await tab.getByRole("button", { name: "Ja, aanmelden" }).press("Enter");
  await tab.getByLabel("Login").fill("sanne");
  await tab.keyboard.press("Enter");
  await tab.getByText(/^U bent aangemeld\./).waitFor();
  expect(new URL(tab.url()).origin).toBe(server.origin);

  const after = await own("popup");
  await after.getByText(/^U bent aangemeld\./).waitFor();
  await after.screenshot({ path: `${ROOT}test-results/notices/signed-in-by-provider-nl-light.png` });
  expect(await after.locator("body").innerText()).not.toMatch(/sanne/i);
  await overview.bringToFront();
  await overview.reload();
  await overview.getByText(/^U bent aangemeld\./).waitFor();

  await after.getByRole("button", { name: "Afmelden" }).press("Enter");
  await after.getByRole("link", { name: "Aanmelden" }).waitFor();
  const again = await own("overview");
  await again.getByText("Meldingen staan op naam van deze computer.").waitFor();
});

test("who stops at the provider is not signed in, and reads why", { timeout: 60_000 }, async () => {
  const overview = await own("overview");
  await overview.getByRole("button", { name: "Aanmelden" }).press("Enter");
  const tab = await opened(overview, () => overview.getByRole("link", { name: "Naar de aanmeldpagina" }).press("Enter"));
  await tab.getByRole("button", { name: "Ja, aanmelden" }).press("Enter");
  await tab.getByRole("button", { name: "Afbreken" }).press("Enter");
  await tab.getByText(/^Het inloggen is afgebroken\.|^Het aanmelden is afgebroken\./).first().waitFor();
  const popup = await own("popup");
  await popup.getByRole("link", { name: "Aanmelden" }).waitFor();
});
