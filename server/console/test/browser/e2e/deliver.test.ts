// What goes out: a webhook with its secret shown once, a report by schedule, and the register as a file that two people agree on.
import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open } from "../harness/browser.ts";
import { settled } from "../harness/pages.ts";
import { seed } from "../harness/seed.ts";
import { Server, type Person } from "../harness/server.ts";

let server: Server;
let browser: Browser;
const who: Record<string, Person> = {};

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  for (const role of ["owner", "fg", "ciso"]) who[role] = await server.person(role);
  await seed(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("a webhook is made, its secret shown once, tested, given another secret, and removed", async () => {
  const { page, context, faults } = await open(browser, server, who["owner"], "/console/instellingen?tab=webhooks");
  await page.getByRole("button", { name: "Koppeling toevoegen" }).click();
  await page.getByLabel("Adres").fill("https://127.0.0.1/haak");
  await page.getByRole("button", { name: "Toevoegen", exact: true }).click();
  await page.locator("dialog .field .wrong").first().waitFor();
  await page.getByLabel("Adres").fill("https://haak.voorbeeld.invalid/x");
  await page.getByRole("button", { name: "Toevoegen", exact: true }).click();
  const secret = page.locator("dialog code");
  await secret.waitFor();
  const first = await secret.textContent();
  expect(first).toMatch(/^whsec_/);
  await page.getByRole("button", { name: "Ik heb hem bewaard" }).click();
  await page.locator(".drawer").waitFor();
  expect(await page.content()).not.toContain("whsec_");
  await page.getByRole("button", { name: "Proef sturen" }).click();
  await page.locator(".drawer tbody tr").first().waitFor();
  await page.getByRole("button", { name: "Nieuwe sleutel maken" }).click();
  await page.locator("dialog button[type=submit]").click();
  await secret.waitFor();
  expect(await secret.textContent()).not.toBe(first);
  await page.getByRole("button", { name: "Ik heb hem bewaard" }).click();
  await page.getByRole("button", { name: "Verwijderen" }).click();
  await page.locator("dialog button[type=submit]").click();
  await page.getByText("Nog geen koppelingen").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("a report is scheduled for somebody who may read it", async () => {
  const { page, context, faults } = await open(browser, server, who["fg"], "/console/rapporten");
  await page.getByRole("button", { name: "Rapport inplannen" }).click();
  await page.locator("dialog").getByLabel(/fg\.nl@voorbeeld\.nl/).check();
  await page.getByRole("button", { name: "Opslaan" }).click();
  await page.getByText("maandag 07:00").waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("the register of a period is asked for, agreed on by a second person, and downloaded", async () => {
  const { page, context, faults } = await open(browser, server, who["fg"], "/console/logboek");
  await page.getByRole("button", { name: "Bestand aanvragen" }).click();
  await page.getByLabel("Waarom").fill("De toezichthouder vraagt om het register.");
  await page.locator("dialog button[type=submit]").click();
  await page.getByRole("link", { name: "Naar Goedkeuren" }).waitFor();
  const { items } = (await server.ask("GET", "/api/v1/approvals", undefined, who["ciso"])) as { items: { id: string; kind: string }[] };
  await server.ask("POST", `/api/v1/approvals/${items.find((a) => a.kind === "register_export")!.id}/approve`, undefined, who["ciso"]);
  await page.reload();
  await settled(page);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Ophalen/ }).click()]);
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe("PK");
  await page.getByText("Gebruikt", { exact: true }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});
