// What goes out: a webhook with its secret shown once, a report by schedule, and the register as a file that two people agree on.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";

const at = fixture({ people: ["owner", "fg", "ciso"], seeded: true });

test("a webhook is made, its secret shown once, tested, given another secret, and removed", async () => {
  const { page, context } = await at.open("owner", "/console/instellingen?tab=webhooks");
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
  expect(await wrongs(page, "geheim")).toEqual([]);
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
  await context.close();
});

test("a report is scheduled for somebody who may read it", async () => {
  const { page, context } = await at.open("fg", "/console/rapporten");
  await page.getByRole("button", { name: "Rapport inplannen" }).click();
  await page.locator("dialog").getByLabel(/fg\.nl@voorbeeld\.nl/).check();
  await page.getByRole("button", { name: "Opslaan" }).click();
  await page.getByText("maandag 07:00").waitFor();
  await context.close();
});

test("the register of a period is asked for, agreed on by a second person, and downloaded", async () => {
  const { page, context } = await at.open("fg", "/console/logboek");
  await page.getByRole("button", { name: "Bestand aanvragen" }).click();
  await page.getByLabel("Waarom").fill("De toezichthouder vraagt om het register.");
  await page.locator("dialog button[type=submit]").click();
  await page.getByRole("link", { name: "Naar Goedkeuren" }).waitFor();
  const items = await at.list<{ id: string; kind: string }>("/api/v1/approvals", "ciso");
  await at.ask("POST", `/api/v1/approvals/${items.find((a) => a.kind === "register_export")!.id}/approve`, "ciso");
  await page.reload();
  await settled(page);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Ophalen/ }).click()]);
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe("PK");
  await page.getByText("Gebruikt", { exact: true }).waitFor();
  await context.close();
});
