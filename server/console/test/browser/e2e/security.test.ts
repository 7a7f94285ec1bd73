// What a hostile site or a stolen cookie would try, in Chromium against the real server over https.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "../harness/browser.ts";
import { tempFolder } from "../harness/process.ts";
import { Server, totp } from "../harness/server.ts";

const PASSWORD = "vier losse woorden samen";
let server: Server;
let browser: Awaited<ReturnType<typeof launch>>;
/** A site of somebody else, with a page of the test's making. */
let evil: { origin: string; html: string; close(): void };

beforeAll(async () => {
  const folder = tempFolder("tls");
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
  process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"; // for the harness alone: the certificate is of now
  [server, browser] = await Promise.all([Server.at({ origin: "https://localhost:PORT", env: { DIJKWACHT_TLS_CERT: cert, DIJKWACHT_TLS_KEY: key } }), launch()]);
  const site = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(evil.html));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  evil = { origin: `http://127.0.0.1:${(site.address() as AddressInfo).port}`, html: "", close: () => site.close() };
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  evil?.close();
});

interface SignedIn {
  context: BrowserContext;
  page: Page;
  email: string;
  secret: string;
}

/** A person of the role in a window of their own, signed in by the link of an invitation. */
async function begin(role: string): Promise<SignedIn> {
  const email = `${role}.${crypto.randomUUID().slice(0, 8)}@voorbeeld.nl`;
  const printed = await server.command("user", "create", "--role", role, "--email", email, "--name", "Sam Bakker", "--language", "nl");
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "nl-NL" });
  const page = await context.newPage();
  await page.goto(`${server.origin}/welkom#${/#(\S+)/.exec(printed)![1]!}`);
  const secret = (await page.locator("#secret").textContent())!.replaceAll(" ", "");
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#code").fill(totp(secret));
  await page.getByRole("button", { name: "Opslaan en inloggen" }).click();
  await page.waitForURL("**/console/**");
  return { context, page, email, secret };
}

/** Signs in with the next code: that of now was used to begin. */
async function signIn(page: Page, who: SignedIn): Promise<void> {
  await page.goto(`${server.origin}/inloggen`);
  await page.locator("#email").fill(who.email);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("#code").fill(totp(who.secret, Date.now() + 30_000));
  await page.getByRole("button", { name: "Inloggen", exact: true }).click();
  await page.waitForURL("**/console/**");
}

const session = async (context: BrowserContext) => (await context.cookies(server.origin)).find((c) => c.name === "__Host-dijkwacht");
const status = (page: Page) => page.evaluate(`fetch("/api/v1/me").then((r) => r.status)`);

test("the session is in a cookie that no script, no other host and no other site's request gets", async () => {
  const { context, page } = await begin("auditor");
  const cookie = await session(context);
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/", domain: "localhost" });
  expect(await page.evaluate("document.cookie")).toBe("");
  await page.goto(`${server.origin}/inloggen`);
  await page.evaluate(`fetch("/api/v1/auth/passkey/challenge", { method: "POST" })`);
  const asking = (await context.cookies(server.origin)).find((c) => c.name === "__Host-dijkwacht-passkey");
  expect(asking).toMatchObject({ httpOnly: true, secure: true, sameSite: "Strict", path: "/" });
  await context.close();
});

test("a page of another origin can change nothing", async () => {
  const { context, page } = await begin("auditor");
  // Forms can be posted anywhere; the way of fetch that needs no permission is tried too.
  evil.html = `<form method="post" action="${server.origin}/api/v1/auth/logout-everywhere"></form>
    <form id="json" method="post" enctype="text/plain" action="${server.origin}/api/v1/auth/password"><input name='{"password":"een heel ander geheim","x":"' value='"}'></form>`;
  for (const submit of ["document.forms[0].submit()", "document.forms[1].submit()"]) {
    await page.goto(evil.origin);
    const [answer] = await Promise.all([page.waitForResponse((r) => r.url().startsWith(server.origin)), page.evaluate(submit)]);
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain("request.cross_origin");
  }
  await page.goto(evil.origin);
  await page.evaluate(`fetch("${server.origin}/api/v1/auth/logout", { method: "POST", mode: "no-cors", credentials: "include" }).catch(() => undefined)`);
  expect(await page.evaluate(`fetch("${server.origin}/api/v1/me", { credentials: "include" }).then(() => "read", () => "not read")`)).toBe("not read");
  await page.goto(`${server.origin}/account`);
  expect(await status(page)).toBe(200);
  await context.close();
});

test("a session that somebody planted is not taken over by signing in", async () => {
  const who = await begin("auditor");
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "nl-NL" });
  const planted = "A".repeat(43);
  await context.addCookies([{ name: "__Host-dijkwacht", value: planted, url: server.origin, secure: true, httpOnly: true }]);
  const page = await context.newPage();
  await signIn(page, who);
  const cookie = await session(context);
  expect(cookie?.value).not.toBe(planted);
  const thief = await browser.newContext({ ignoreHTTPSErrors: true });
  await thief.addCookies([{ name: "__Host-dijkwacht", value: planted, url: server.origin, secure: true, httpOnly: true }]);
  const other = await thief.newPage();
  await other.goto(`${server.origin}/inloggen`);
  expect(await status(other)).toBe(401);
  expect(await status(page)).toBe(200);
  await thief.close();
  await context.close();
  await who.context.close();
});

test("no page of ours shows in a frame of another site", async () => {
  const { context, page } = await begin("auditor");
  for (const path of ["/inloggen", "/welkom", "/account", "/console/", "/api/v1/me"]) {
    evil.html = `<iframe src="${server.origin}${path}" width="600" height="400"></iframe>`;
    await page.goto(evil.origin);
    await page.waitForLoadState("networkidle");
    const frame = page.frames().find((f) => f !== page.mainFrame())!;
    expect(frame.url(), path).toMatch(/^chrome-error:/);
  }
  await context.close();
});

test("signing out everywhere ends the session in the other browser", async () => {
  const who = await begin("auditor");
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "nl-NL" });
  const other = await context.newPage();
  await signIn(other, who);
  await who.page.goto(`${server.origin}/account`);
  await who.page.getByRole("button", { name: "Overal uitloggen" }).click();
  await who.page.waitForURL("**/inloggen#uit");
  expect(await session(who.context)).toBeUndefined();
  expect(await status(other)).toBe(401);
  await other.goto(`${server.origin}/account`);
  await other.waitForURL("**/inloggen");
  await context.close();
  await who.context.close();
});

test("the way back after signing in stays on the console", async () => {
  for (const away of ["//127.0.0.1/console/", "https://127.0.0.1/console/", "javascript:alert(1)", "/\\127.0.0.1"]) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "nl-NL" });
    const page = await context.newPage();
    await page.goto(`${server.origin}/inloggen`);
    await page.evaluate(`sessionStorage.setItem("dijkwacht.return", ${JSON.stringify(away)})`);
    // The page goes where signing in leads: played here, the sign-in itself is tried above.
    await page.route("**/api/v1/auth/sign-in", (route) => route.fulfill({ status: 200, contentType: "application/json", body: "{}" }));
    await page.locator("#email").fill("a@voorbeeld.nl");
    await page.locator("#password").fill("x");
    await page.locator("#code").fill("123456");
    const [next] = await Promise.all([page.waitForRequest((r) => r.isNavigationRequest()), page.getByRole("button", { name: "Inloggen", exact: true }).click()]);
    expect(next.url(), away).toBe(`${server.origin}/console/`);
    await context.close();
  }
});
