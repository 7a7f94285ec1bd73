// Sign-in by a real identity provider: set up on the page of settings, then used, confirmed by and left.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, overflowing, violations, wrongs } from "../harness/browser.ts";
import { Provider } from "../harness/provider.ts";
import { Server, type Person } from "../harness/server.ts";

let server: Server, provider: Provider, browser: Browser, owner: Person;
const contexts: BrowserContext[] = [];
const shots = process.env["SSO_SHOTS"];

beforeAll(async () => {
  server = await Server.at({ origin: "http://localhost:PORT", env: { DIJKWACHT_SSO_NETWORKS: "127.0.0.0/8" } });
  [provider, browser, owner] = await Promise.all([Provider.start(server.origin), launch(), server.person("owner")]);
  await provider.put({
    anna: { email: "anna@voorbeeld.nl", email_verified: true, name: "Anna de Vries", groups: ["dijkwacht-it"], amr: ["mfa"] },
    niemand: { email: "niemand@voorbeeld.nl", email_verified: true, name: "Nico", groups: ["iedereen"], amr: ["mfa"] },
    olga: { email: "olga@voorbeeld.nl", email_verified: true, name: "Olga Mulder", groups: ["dijkwacht-eigenaar"], amr: ["mfa"] },
  });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all([server?.stop(), provider?.stop()]);
});

async function window(who?: Person, scheme: "light" | "dark" = "light", locale = "nl-NL", width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 1000 }, colorScheme: scheme, reducedMotion: "reduce", locale, serviceWorkers: "block" });
  contexts.push(context);
  if (who) {
    const [name = "", value = ""] = who.cookie.split("=");
    await context.addCookies([{ name, value, url: server.origin }]);
  }
  return context.newPage();
}

async function shot(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

// Goes to the provider from the page to sign in, and gives the name there.
async function signIn(page: Page, login: string, path = "/inloggen"): Promise<void> {
  await page.goto(server.origin + path);
  await page.getByRole("button", { name: /De Linde/ }).click();
  await page.getByLabel("Login").fill(login);
  await page.getByRole("button", { name: "Inloggen", exact: true }).click();
}

test("an owner connects the provider, tests it, says who gets which role, and switches it on", { timeout: 120_000 }, async () => {
  const page = await window(owner);
  await page.goto(`${server.origin}/console/instellingen?tab=sso`);
  await page.getByLabel("Adres van de inlogdienst (issuer)").fill("https://login.microsoftonline.com/common/v2.0");
  await page.getByLabel("Client-id").fill(provider.clientId);
  await page.getByLabel("Clientgeheim").fill("een verkeerd geheim van de client");
  await page.getByLabel("Naam op de inlogknop").fill("De Linde");
  await page.getByLabel("Tweede stap").selectOption("amr");
  const save = page.getByRole("button", { name: "Opslaan", exact: true });
  await save.click();
  await page.getByText("Adressen voor alle organisaties", { exact: false }).waitFor();
  await page.getByLabel("Adres van de inlogdienst (issuer)").fill(provider.issuer);
  await save.click();
  await page.getByText("Er is een geheim opgeslagen", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Testen" }).click();
  await page.getByText("kent deze client-id niet", { exact: false }).waitFor();
  await page.getByLabel(/^Clientgeheim/).fill(provider.clientSecret);
  await save.click();
  await page.locator(".toast").getByText("Opgeslagen").last().waitFor();
  await page.getByRole("button", { name: "Testen" }).click();
  await page.getByText("De inlogdienst antwoordt en kent Dijkwacht.").waitFor();
  expect(await page.content()).not.toContain(provider.clientSecret);

  for (const [group, role] of [["dijkwacht-it", "it_admin"], ["dijkwacht-eigenaar", "owner"]] as const) {
    await page.getByRole("button", { name: "Groep toevoegen" }).click();
    await page.getByLabel("Groep", { exact: true }).last().fill(group);
    await page.getByLabel("Rol", { exact: true }).last().selectOption(role);
  }
  await page.getByRole("button", { name: "Rollen opslaan" }).click();
  await page.getByLabel("Groepen van iemand").fill("dijkwacht-it\niets anders");
  await page.getByRole("button", { name: "Welke rollen geeft dit?" }).click();
  await page.getByText("Geven niets: iets anders.").waitFor();
  await shot(page, "settings-nl-light");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Aanzetten" }).click();
  await page.getByText("Mensen loggen in met hun werkaccount.").waitFor();
  for (const [scheme, locale, width] of [["dark", "nl-NL", 1280], ["light", "nl-NL", 320]] as const) {
    const other = await window(owner, scheme, locale, width);
    await other.goto(`${server.origin}/console/instellingen?tab=sso`);
    await other.getByText("Mensen loggen in met hun werkaccount.").waitFor();
    await shot(other, `settings-${scheme}-${width}`);
    expect(await overflowing(other)).toEqual([]);
    await other.close();
  }
});

test("somebody signs in with the keyboard, comes back to the page asked for, and signs out here and there", { timeout: 120_000 }, async () => {
  const page = await window();
  await page.goto(`${server.origin}/console/apparaten`);
  await page.waitForURL(/\/inloggen/);
  const go = page.getByRole("button", { name: "Inloggen met De Linde" });
  await go.waitFor();
  await shot(page, "sign-in-light");
  expect(await violations(page)).toEqual([]);
  await go.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Login").fill("anna");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/console\//);
  const cookies = await page.context().cookies(server.origin);
  expect(cookies.map((c) => c.name)).not.toContain("dijkwacht-local-sso"); // that of the way there is gone
  expect(cookies.find((c) => c.name === "dijkwacht-local")).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  const answer = await page.request.get(`${server.origin}/console/`);
  expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  await page.getByText("Anna de Vries").first().waitFor();
  await page.evaluate(() => fetch("/api/v1/auth/logout", { method: "POST" }).then((r) => r.json()).then((left: { continue_at: string }) => location.assign(left.continue_at)));
  await page.getByRole("button", { name: "Ja, uitloggen" }).click();
  await page.waitForURL(/\/inloggen\?/);
  await page.getByText("U bent uitgelogd.").waitFor();
  await signIn(page, "anna"); // the provider asks again: its session has ended too
  await page.waitForURL(/\/console\//);
});

test("an owner sees by which group somebody has a role, cannot take it away by hand, and forgets the work account", { timeout: 120_000 }, async () => {
  const english = await server.person("owner", "en");
  for (const [who, scheme, width] of [[english, "dark", 1280], [owner, "light", 320]] as const) {
    const other = await window(who, scheme, "nl-NL", width);
    await other.goto(`${server.origin}/console/mensen`);
    await other.getByText(who === english ? 'by the group "dijkwacht-it" at sign-in' : 'via de groep "dijkwacht-it" bij het inloggen').waitFor();
    await shot(other, `people-${scheme}-${width}`);
    expect(await violations(other)).toEqual([]);
    expect(await overflowing(other)).toEqual([]);
  }
  const page = await window(owner);
  await page.goto(`${server.origin}/console/mensen`);
  const row = page.getByRole("row", { name: /Anna de Vries/ });
  const acts = row.getByRole("button", { name: "Anna de Vries Handelingen" });
  await acts.press("Enter");
  await row.getByRole("button", { name: /^Rol weghalen/ }).press("Enter");
  await page.locator("dialog").getByText('Anna de Vries heeft deze rol via de groep "dijkwacht-it"').waitFor();
  await shot(page, "people-managed");
  expect(await wrongs(page, "rol van een groep")).toEqual([]);
  await page.keyboard.press("Escape");
  await acts.press("Enter");
  await row.getByRole("button", { name: "Werkaccount ontkoppelen" }).press("Enter");
  await page.locator("dialog").getByText("Anna de Vries wordt uitgelogd").waitFor();
  await shot(page, "people-unlink");
  expect(await wrongs(page, "ontkoppelen")).toEqual([]);
  await page.locator("dialog").getByRole("button", { name: "Werkaccount ontkoppelen" }).click();
  await row.getByText("geen rol").waitFor();
  expect(await row.getByText("via werkaccount").count()).toBe(0);
  const other = page.getByRole("row", { name: /owner\.en@/ });
  await other.getByRole("button", { name: /Handelingen$/ }).press("Enter");
  await other.getByRole("button", { name: /^Rol weghalen/ }).press("Enter");
  await page.locator("dialog").getByText('Ook de groep "dijkwacht-eigenaar" geeft deze rol.', { exact: false }).waitFor();
  expect(await wrongs(page, "rol weghalen")).toEqual([]);
  await page.locator("dialog").getByRole("button", { name: "Rol weghalen" }).click();
  await other.getByText("geen rol").waitFor();
});

test("who has no role, or comes back to another browser, reads why", { timeout: 60_000 }, async () => {
  const page = await window();
  await signIn(page, "niemand");
  await page.locator("#sso-refused").getByText("U hebt hier nog geen rol.").waitFor();
  await shot(page, "refused");
  expect(new URL(page.url()).hash).toBe("");
  const english = await window(undefined, "dark", "en-GB");
  await english.goto(`${server.origin}/api/v1/auth/callback?code=x&state=y`);
  await english.locator("#sso-refused").getByText("Signing in took too long, or began in another window.").waitFor();
  await shot(english, "refused-en-dark");
  await english.goto(`${server.origin}/api/v1/auth/login?return_to=//evil.example`);
  expect(await english.content()).toContain("request.invalid");
});

test("an employee without an account signs in at the own browser, by keyboard, and reads what is kept", { timeout: 120_000 }, async () => {
  const device = await server.device("");
  for (const [scheme, locale, width] of [["light", "nl-NL", 320], ["dark", "en-GB", 1280]] as const) {
    const ticket = await device.identify();
    const page = await window(undefined, scheme, locale, width);
    await page.goto(ticket.url);
    await page.getByText(`${ticket.code.slice(0, 3)} ${ticket.code.slice(3)}`).waitFor();
    expect(new URL(page.url()).hash).toBe("");
    await shot(page, `employee-${scheme}`);
    expect(await violations(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await page.getByRole("button", { name: /^(Ja, aanmelden|Yes, sign in)$/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Login").fill("niemand");
    await page.keyboard.press("Enter");
    await page.getByText(/^(U bent aangemeld\.|You are signed in\.)/).waitFor();
    await shot(page, `employee-done-${scheme}`);
    expect(await violations(page)).toEqual([]);
    expect((await page.context().cookies(server.origin)).map((c) => c.name)).toEqual([]);
    expect(await device.who()).toMatchObject({ source: "oidc", offered: true });
    await page.goto(ticket.url);
    await page.getByRole("button", { name: /^(Ja, aanmelden|Yes, sign in)$/ }).click();
    await page.locator("#refused").getByText(/^(Deze link werkt niet|This link does not work)/).waitFor();
    await shot(page, `employee-again-${scheme}`);
  }
});

test("a sensitive act is confirmed at the provider, in a window of its own", { timeout: 120_000 }, async () => {
  const page = await window();
  await signIn(page, "olga", "/inloggen");
  await page.waitForURL(/\/console\//);
  // The session is made to look old: the confirmation of signing in has run out.
  const late = { status: 403, contentType: "application/problem+json", body: JSON.stringify({ type: "about:blank", title: "x", status: 403, code: "auth.step_up_required" }) };
  await page.route("**/api/v1/settings/sso/disable", (route) => route.fulfill(late), { times: 1 });
  await page.goto(`${server.origin}/console/instellingen?tab=sso`);
  await page.getByRole("button", { name: "Uitzetten" }).click();
  await page.locator("dialog[open]").waitFor();
  expect(await wrongs(page, "uitzetten")).toEqual([]);
  await page.locator("dialog").getByRole("button", { name: "Uitzetten" }).click();
  const session = async () => (await page.context().cookies(server.origin)).find((c) => c.name === "dijkwacht-local")?.value;
  const before = await session();
  await page.getByRole("button", { name: "Bevestigen bij de inlogdienst" }).waitFor();
  expect(await wrongs(page, "bevestigen")).toEqual([]);
  const [popup] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("button", { name: "Bevestigen bij de inlogdienst" }).click()]);
  await popup.getByLabel("Login").fill("olga");
  await popup.getByRole("button", { name: "Inloggen", exact: true }).click();
  await page.waitForURL(/\/inloggen/); // it is off, so the session that it began is over
  expect(await session()).not.toBe(before);
});
