// Passkeys in Chromium, with an authenticator of the browser, on the real server at http://localhost.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Authenticator } from "../harness/authenticator.ts";
import { launch, open, violations, type Screen } from "../harness/browser.ts";
import { Server, totp, type Person } from "../harness/server.ts";

let server: Server;
let browser: Awaited<ReturnType<typeof launch>>;
let owner: Person;
const screens: Screen[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([Server.at({ origin: "http://localhost:PORT" }), launch()]);
  owner = await server.person("owner");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  // One test goes to the other address on purpose.
  expect(screens.flatMap((s) => s.faults).filter((fault) => !fault.startsWith("elsewhere: http://127.0.0.1"))).toEqual([]);
});

async function window(who: Person | undefined, path: string, language: "nl" | "en" = "nl"): Promise<{ page: Page; key: Authenticator }> {
  const screen = await open(browser, server, who, "/livez-nothing", { language });
  screens.push(screen);
  const key = await Authenticator.on(screen.page);
  await screen.page.goto(server.origin + path);
  return { page: screen.page, key };
}

/** What the page says went wrong. */
const says = (page: Page, text: string): Promise<void> => page.getByRole("alert").getByText(text).waitFor();

const rows = (page: Page) => page.locator("#passkeys li");

async function add(page: Page, name: string): Promise<void> {
  await page.locator("#new-passkey input").fill(name);
  await page.keyboard.press("Enter");
  await page.getByText("De passkey is toegevoegd.").waitFor();
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${server.origin}/account`);
  await page.getByRole("button", { name: "Uitloggen", exact: true }).click();
  await page.waitForURL("**/inloggen#uit");
}

test("a person adds a passkey by keyboard, signs in with it, confirms with it, renames and removes it", async () => {
  const { page, key } = await window(owner, "/account");
  await page.getByText("U hebt nog geen passkey.").waitFor();
  expect(await violations(page)).toEqual([]);
  await add(page, "Werktelefoon");
  expect(await rows(page).count()).toBe(1);
  expect(await key.passkeys()).toHaveLength(1);

  // The same authenticator has one already.
  await page.locator("#new-passkey input").fill("Nog een");
  await page.keyboard.press("Enter");
  await says(page, "Op dit apparaat staat al een passkey voor uw account.");

  await signOut(page);
  await page.waitForURL("**/console/**"); // the browser offers it where the address is typed, and this one takes it at once
  await page.goto(`${server.origin}/account`);
  await rows(page).getByText("laatst gebruikt op").waitFor();

  await rows(page).getByRole("button", { name: "Andere naam" }).click();
  await page.locator("#rename input").fill("Sleutelbos");
  await page.keyboard.press("Enter");
  await rows(page).getByText("Sleutelbos").waitFor();
  expect(await page.evaluate(() => document.activeElement?.closest("dialog") === null)).toBe(true);

  await rows(page).getByRole("button", { name: "Verwijderen" }).click();
  await page.getByRole("heading", { name: "Passkey Sleutelbos verwijderen?" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await rows(page).count()).toBe(1);
  await rows(page).getByRole("button", { name: "Verwijderen" }).click();
  await page.locator("#remove").getByRole("button", { name: "Verwijderen" }).click();
  await page.getByText("U hebt nog geen passkey.").waitFor();
});

test("a passkey confirms who one is", async () => {
  const screen = await window(owner = await again(), "/account");
  await add(screen.page, "Telefoon");
  const { page } = screen;
  // The sign-in of a moment ago still counts, so the server's refusal is played, once each time.
  const refuseOnce = (path: string, method: string) => {
    let refused = false;
    return page.route(`**/api/v1${path}`, (route) => {
      if (refused || route.request().method() !== method) return route.continue();
      refused = true;
      return route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify({ code: "auth.step_up_required", status: 403 }) });
    });
  };
  const since = () => page.evaluate(`fetch("/api/v1/me").then((r) => r.json()).then((me) => me.mfa_at)`);
  const before = await since();
  await refuseOnce("/me/passkeys/*", "DELETE");
  await rows(page).getByRole("button", { name: "Verwijderen" }).click();
  await page.locator("#remove").getByRole("button", { name: "Verwijderen" }).click();
  await page.getByRole("heading", { name: "Bevestig wie u bent" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Enter"); // the button for the passkey has the focus
  await page.getByText("U hebt nog geen passkey.").waitFor();
  const between = await since();
  expect(between).not.toBe(before);

  await add(page, "Telefoon twee");
  await refuseOnce("/me", "PATCH");
  await page.goto(`${server.origin}/console/`);
  await page.locator("#rail summary").click();
  await page.getByLabel("Taal").selectOption("en");
  await page.getByRole("button", { name: /Bevestigen met passkey|Confirm with a passkey/ }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await since()).not.toBe(between);
});

/** The owner in a session of now. */
async function again(): Promise<Person> {
  const answer = await fetch(`${server.origin}/api/v1/auth/sign-in`, {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: owner.email, password: owner.password, code: totp(owner.secret, Date.now() + 30_000) }),
  });
  expect(answer.status).toBe(200);
  return { ...owner, cookie: answer.headers.getSetCookie()[0]!.split(";")[0]! };
}

test("an authenticator that does not recognise its user gets nobody in, and the page says so", async () => {
  const { page, key } = await window(await person("ciso"), "/account");
  await key.verifies(false);
  await page.locator("#new-passkey input").fill("Telefoon");
  await page.getByRole("button", { name: "Passkey toevoegen" }).click();
  await says(page, "Het is niet bevestigd.");
  expect(await rows(page).count()).toBe(0);
  await key.verifies(true);
  await add(page, "Telefoon");
  await key.verifies(false);
  await signOut(page);
  await page.getByRole("button", { name: "Inloggen met passkey" }).click();
  await says(page, "Het is niet bevestigd.");
  expect(page.url()).toContain("/inloggen");
});

const person = (role: string, language: "nl" | "en" = "nl") => server.person(role, language);

test("a page at another address gets no passkey of this one", async () => {
  const { page } = await window(await person("auditor"), "/account");
  await add(page, "Telefoon");
  const elsewhere = server.origin.replace("localhost", "127.0.0.1");
  await page.goto(`${elsewhere}/inloggen`);
  const name = await page.evaluate(`(async () => {
    const { answer, trouble } = await import("/assets/passkey.js");
    return answer({ challenge: "AAAAAAAAAAAAAAAAAAAAAA", rpId: "localhost", userVerification: "required" }).then(() => "answered", trouble);
  })()`);
  expect(name).toBe("passkey.address");
});

test("a copy of a passkey that counts backwards is refused, and the account page warns", async () => {
  const fg = await person("fg");
  const { page, key } = await window(fg, "/account");
  await add(page, "Sleutel");
  const twin = await window(undefined, "/welkom");
  await key.copyTo(twin.key);
  await signOut(page);
  await page.waitForURL("**/console/**");
  await twin.page.goto(`${server.origin}/inloggen`);
  await says(twin.page, "Deze passkey werkt hier niet.");
  await page.goto(`${server.origin}/account`);
  await page.getByText("Deze passkey is geblokkeerd").waitFor();
});

test("an invited person chooses a passkey in the place of an app, and keeps the last one", async () => {
  const printed = await server.command("user", "create", "--role", "analyst", "--email", "nieuw@voorbeeld.nl", "--name", "Noor Smit", "--language", "en");
  const { page } = await window(undefined, `/welkom?lang=en#${/#(\S+)/.exec(printed)![1]!}`, "en");
  await page.getByLabel("Password", { exact: true }).fill("vier losse woorden samen");
  await page.getByLabel("With a passkey").check();
  expect(await page.locator("#code").isVisible()).toBe(false);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await page.waitForURL("**/console/**");
  await page.goto(`${server.origin}/account?lang=en`);
  await page.getByText("You have no authenticator app.").waitFor();
  await rows(page).getByRole("button", { name: "Remove" }).click();
  await page.locator("#remove").getByRole("button", { name: "Remove" }).click();
  await says(page, "This is your last way to confirm who you are.");
  expect(await rows(page).count()).toBe(1);

  // An app beside it, by keyboard; then the passkey may go, and the app is the last one.
  await page.getByRole("button", { name: "Link an app" }).press("Enter");
  const dialog = page.locator("#new-app");
  await dialog.getByText("Scan this code").waitFor();
  expect(await violations(page)).toEqual([]);
  if (process.env["PASSKEY_SHOTS"]) await page.screenshot({ path: `${process.env["PASSKEY_SHOTS"]}/new-app.png` });
  const secret = (await dialog.locator("#secret").textContent())!.replaceAll(" ", "");
  await dialog.locator("input").fill("000000");
  await page.keyboard.press("Enter");
  await says(page, "The code is not right.");
  await dialog.locator("input").fill(totp(secret, Date.now()));
  await page.keyboard.press("Enter");
  await page.getByText("The app is linked. On your other devices you are signed out.").waitFor();
  expect(await page.locator("#secret").textContent()).toBe("");
  await rows(page).getByRole("button", { name: "Remove" }).click();
  await page.locator("#remove").getByRole("button", { name: "Remove" }).click();
  await page.getByText("You have no passkey yet.").waitFor();
  await page.getByRole("button", { name: "Unlink the app" }).click();
  await page.locator("#drop-app").getByRole("button", { name: "Unlink the app" }).click();
  await says(page, "This is your last way to confirm who you are.");
  if (process.env["PASSKEY_SHOTS"]) await page.screenshot({ path: `${process.env["PASSKEY_SHOTS"]}/account-app.png` });
});
