// Installed in Firefox ESR by the policy file that the package came with, from the organisation's own web server: nobody clicks anything.
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Firefox } from "../harness/firefox.ts";
import { FirefoxScreen } from "../harness/firefox-screen.ts";
import { closeServer, listen } from "../harness/net.ts";
import { ROOT, run } from "../harness/process.ts";
import { BLOCKED, BSN } from "../harness/prompts.ts";
import { Stage } from "../harness/stage.ts";
import { tempFolder } from "../harness/temp.ts";
import { until } from "../harness/wait.ts";

let stage: Stage;
let store: Server;
let browser: Firefox;

beforeAll(async () => {
  stage = await Stage.start();
  const folder = tempFolder("store");
  store = createServer((request, response) => {
    readFile(join(folder, request.url ?? "")).then((file) => response.writeHead(200, { "Content-Type": "application/x-xpinstall" }).end(file), () => response.writeHead(404).end());
  });
  await listen(store);
  const { port } = store.address() as { port: number };
  await run("node", [
    `${ROOT}extension/build/build.mjs`, "--package", "--api-origin", stage.front.origin, "--update-url", `http://127.0.0.1:${port}/`, "--key", join(folder, "key.pem"), "--out", folder,
  ]);
  // An administrator fills in the key, and nothing else.
  const policy = (await readFile(join(folder, "policies/firefox-policies.json"), "utf8")).replace("ENROLMENT_KEY", await stage.server.enrolmentKey());
  const distribution = tempFolder("distribution");
  await writeFile(join(distribution, "policies.json"), policy);
  browser = await Firefox.launch(stage.sites.port, undefined, distribution);
  await until("the extension to enrol by itself", () => stage.front.asked.some((path) => path.endsWith("/ext/policy-bundle")), 40_000);
});
afterAll(async () => {
  await browser?.close();
  if (store) await closeServer(store);
  await stage?.close();
});

test("a prompt with a BSN is held and is in the register once", async () => {
  const page = await browser.page();
  await page.goto("https://chatgpt.com/");
  await page.locator("#prompt-textarea").click();
  await page.keyboard.type(BLOCKED);
  await page.keyboard.press("Enter");
  const screen = new FirefoxScreen(browser.browser, page);
  await until("the dialog", async () => /niet verstuurd.*burgerservicenummer/is.test(await screen.notice()), 15_000);
  await screen.click("Tekst aanpassen");
  await stage.incidentWith("blocked", "none");
  expect(stage.sites.received.holds(BSN)).toBe(false);
});
