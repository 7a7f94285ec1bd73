// The popup and "Mijn overzicht", with what the real server holds of this device.
import axe from "axe-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { ROOT } from "../harness/process.ts";
import { BLOCKED, BSN, CLEAN } from "../harness/prompts.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
  const chat = await lab.chat();
  await chat.send(BLOCKED);
  await chat.screen.click("button", /tekst aanpassen/i);
  await lab.stage.incidentWith("blocked", "none");
  await lab.closePages();
});
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

test("the overview shows the own alert, what is kept, and who can see it, and no text", async () => {
  const page = await lab.own("overview");
  const row = page.getByRole("row", { name: /ChatGPT/ });
  expect(await row.innerText()).toMatch(/burgerservicenummer.*Tegengehouden.*Niet verstuurd/s);
  expect(await page.locator("body").innerText()).toMatch(/Uw tekst wordt niet bewaard.*schuilnaam/s);
  expect(await page.locator("body").innerText()).not.toContain(BSN);
});

test("an alert can be contested, and the request is listed with its term", async () => {
  const page = await lab.own("overview");
  await page.getByRole("row", { name: /ChatGPT/ }).getByRole("button", { name: "Dit klopt niet" }).click();
  await page.getByRole("row", { name: /ChatGPT/ }).getByRole("combobox").selectOption("fictief");
  await page.getByText(/Verbetering · De persoon is verzonnen · Wacht op antwoord\. Antwoord voor/).waitFor();
});

test("a request that did not arrive says so where it was made, and can be made again", async () => {
  lab.stage.front.canned.set("/api/v1/ext/me/requests", { status: 503, body: {} });
  const page = await lab.own("overview");
  await page.getByRole("button", { name: "Bezwaar maken…" }).click();
  await page.getByRole("combobox", { name: "Waarom?" }).selectOption("te_ingrijpend");
  const again = page.getByRole("button", { name: "Dat lukte niet. Probeer het later opnieuw." });
  await again.waitFor();
  expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
  lab.stage.front.canned.clear();
  await again.press("Enter");
  await page.getByRole("combobox", { name: "Waarom?" }).selectOption("te_ingrijpend");
  await page.getByText(/Bezwaar · Dit gaat mij te ver · Wacht op antwoord/).waitFor();
});

test("the own word goes to the register, and one about a person does not", async () => {
  const page = await lab.own("overview");
  await page.getByLabel("Waarover").selectOption({ index: 1 });
  await page.getByLabel("Uw eigen woord").fill(`Het ging om mevrouw Jansen, BSN ${BSN}.`);
  await page.getByRole("button", { name: "Eigen woord versturen" }).press("Enter");
  await page.getByText(/Niet verstuurd\. Noemt u iemand/).waitFor();
  await page.getByLabel("Uw eigen woord").fill("Dit was een oefening met een verzonnen casus.");
  await page.getByRole("button", { name: "Eigen woord versturen" }).press("Enter");
  await page.getByText(/Eigen woord · .*Wacht op antwoord.*“Dit was een oefening/).waitFor();
  await page.screenshot({ path: `${ROOT}test-results/notices/word-nl-light.png`, fullPage: true });
});

test("a question of the privacy officer is shown first, and answered with one of its answers", async () => {
  const answer = await lab.own("overview");
  const mine = await answer.evaluate(() => chrome.runtime.sendMessage({ what: "summary" })) as object;
  const question = { question_id: "qst_01M7ZTZ495AHSVCTSX8NBYX12A", question: "whose_data", asked_at: "2026-11-20T09:00:00Z", expires_at: "2026-12-04T09:00:00Z", answers: ["eigen", "fictief", "patient"] };
  lab.stage.front.canned.set("/api/v1/ext/me/summary", { status: 200, body: { ...mine, questions: [question] } });
  lab.stage.front.canned.set("/api/v1/ext/answers", { status: 202, body: { accepted: true } });
  const popup = await lab.own("popup");
  await popup.getByText("De privacyfunctionaris heeft een vraag").waitFor();
  const page = await lab.own("overview");
  const group = page.getByRole("group", { name: /van wie waren deze gegevens/i });
  await group.getByRole("radio", { name: "Verzonnen" }).check();
  await page.screenshot({ path: `${ROOT}test-results/notices/question-nl-light.png` });
  lab.stage.front.canned.set("/api/v1/ext/me/summary", { status: 200, body: mine });
  await page.getByRole("button", { name: "Antwoord sturen" }).click();
  await group.waitFor({ state: "detached" });
  expect(lab.stage.front.taken.map((text) => JSON.parse(text) as object)).toContainEqual({ question_id: question.question_id, answer: "fictief" });
  lab.stage.front.canned.clear();
});

test("a person signs in from the overview, where the code stays in sight, and out from the popup", async () => {
  const mine = await (await lab.own("overview")).evaluate(() => chrome.runtime.sendMessage({ what: "summary" })) as object;
  const { canned, taken } = lab.stage.front;
  const says = (who: object): unknown => canned.set("/api/v1/ext/me/summary", { status: 200, body: { ...mine, who } });
  says({ source: "device", offered: true, signed_in_at: null, ends_at: null });
  canned.set("/api/v1/ext/identify", { status: 201, body: { url: `${lab.stage.front.origin}/aanmelden#481203.x`, code: "481203", expires_at: "2026-11-24T09:05:00Z" } });
  canned.set("/api/v1/ext/identify/end", { status: 200, body: { signed_in: false } });
  const popup = await lab.own("popup");
  expect(await popup.getByRole("link", { name: "Aanmelden" }).getAttribute("href")).toBe("overview.html");
  const page = await lab.own("overview");
  await page.getByText("Meldingen staan op naam van deze computer.").waitFor();
  await page.getByRole("button", { name: "Aanmelden" }).press("Enter");
  await page.getByText("Uw code is 481 203.").waitFor();
  expect(await page.getByRole("link", { name: "Naar de aanmeldpagina" }).getAttribute("href")).toMatch(/\/aanmelden#481203\.x$/);
  await page.screenshot({ path: `${ROOT}test-results/notices/sign-in-nl-light.png` });
  says({ source: "oidc", offered: true, signed_in_at: "2026-11-24T09:01:00Z", ends_at: "2026-11-24T17:01:00Z" });
  const signedIn = await lab.own("popup");
  await signedIn.getByText(/^U bent aangemeld\./).waitFor();
  await signedIn.screenshot({ path: `${ROOT}test-results/notices/signed-in-nl-light.png` });
  says({ source: "device", offered: true, signed_in_at: null, ends_at: null });
  await signedIn.getByRole("button", { name: "Afmelden" }).press("Enter");
  await signedIn.getByRole("link", { name: "Aanmelden" }).waitFor();
  expect(taken).toContain("{}");
  canned.clear();
});

test("green only with proof: a guarded page says so, and one that sends past the hook is told within seconds", async () => {
  const chat = await lab.chat("chatgpt-signed-out");
  const popup = await lab.own("popup");
  const coverage = (): Promise<{ state: string } | undefined> => popup.evaluate(async () => {
    const tab = (await chrome.tabs.query({})).find((t) => t.url?.startsWith("https://chatgpt.com"));
    return chrome.runtime.sendMessage({ what: "coverageOf", tab: tab?.id });
  });
  await until("the proof", async () => (await coverage())?.state === "guarded");
  await chat.page.bringToFront();
  // A page that takes the text by a way that the hook does not know.
  await chat.page.evaluate(() => {
    const input = document.querySelector<HTMLTextAreaElement>("#prompt-textarea")!;
    window.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.stopImmediatePropagation();
      event.preventDefault();
      input.value = "";
    }, true);
  });
  await chat.send(CLEAN);
  await chat.screen.bar(/niet bewaakt/i);
  await until("the drift", async () => (await coverage())?.state === "drift");
});

test("everything can be downloaded", async () => {
  const page = await lab.own("overview");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Alles downloaden" }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  const all = JSON.parse(Buffer.concat(chunks).toString()) as { events: { kept: object }[] };
  expect(all.events[0]?.kept).toBeTruthy();
});

test("without a server the pages say so", async () => {
  await lab.stage.front.close();
  const page = await lab.own("overview");
  await page.getByText(/server is niet bereikbaar/i).waitFor();
  await lab.stage.front.open();
  await page.getByRole("button", { name: /opnieuw proberen/i }).click();
  await page.getByRole("row", { name: /ChatGPT/ }).waitFor();
});

test("the language can be chosen where the organisation does not", async () => {
  const page = await lab.own("popup");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText(/1 alert in the last 7 days/).waitFor();
  await page.getByRole("button", { name: "Nederlands" }).click();
  await page.getByText(/1 melding in de laatste 7 dagen/).waitFor();
});

test.for(["popup", "overview"].flatMap((name) => (["light", "dark"] as const).map((scheme) => [name, scheme] as const)))("%s, %s: axe finds nothing", async ([name, scheme]) => {
  const page = await lab.own(name);
  await page.emulateMedia({ colorScheme: scheme });
  // In whatever language a case before left it.
  await page.getByText(/functionaris|officer|7 da/i).first().waitFor();
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  expect(violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(" ")}`))).toEqual([]);
});
