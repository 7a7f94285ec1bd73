// A key for a program: made by keyboard, shown once, used, renewed, revoked; and one for the identity provider.
import { expect, test } from "vitest";
import { wrongs } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";

const at = fixture({ people: ["owner", "fg"] });

const ask = (path: string, key: string) => fetch(at.server.origin + path, { headers: { Authorization: `Bearer ${key}` } });

test("a key is made by keyboard, shown once, used, renewed and revoked", async () => {
  const { page, context } = await at.open("owner", "/console/instellingen?tab=keys");
  await page.getByRole("button", { name: "Sleutel maken" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Naam").fill("Rapportage");
  const scope = page.getByRole("checkbox", { name: /Rapporten en dekking lezen/ });
  await scope.focus();
  await page.keyboard.press("Space");
  expect(await page.getByRole("checkbox", { name: /Incidenten lezen/ }).count(), "an owner cannot give what an owner may not").toBe(0);
  await page.locator("dialog button[type=submit]").focus();
  await page.keyboard.press("Enter");
  const shown = page.locator("dialog code").first();
  await page.getByText("de enige keer").waitFor();
  const first = (await shown.textContent())!;
  expect(await wrongs(page, "sleutel")).toEqual([]);
  expect(first).toMatch(/^dwk_[0-9A-Za-z]{46}$/);
  await page.getByRole("button", { name: "Ik heb hem bewaard" }).click();
  expect(await page.content()).not.toContain(first);
  expect((await ask("/api/v1/coverage", first)).status).toBe(200);
  expect((await ask("/api/v1/users", first)).status).toBe(403);
  await page.getByRole("button", { name: "Vernieuwen: Rapportage" }).click();
  await page.getByLabel("Hoe lang werkt de oude").selectOption("0");
  await page.locator("dialog button[type=submit]").click();
  await page.getByText("de enige keer").waitFor();
  const second = (await shown.textContent())!;
  await page.getByRole("button", { name: "Ik heb hem bewaard" }).click();
  expect((await ask("/api/v1/coverage", first)).status).toBe(401);
  expect((await ask("/api/v1/coverage", second)).status).toBe(200);
  await page.getByRole("button", { name: "Intrekken: Rapportage" }).click();
  await page.locator("dialog button[type=submit]").click();
  await page.getByText("Ingetrokken", { exact: true }).waitFor();
  expect((await ask("/api/v1/coverage", second)).status).toBe(401);
  await context.close();
});

test("the key of an identity provider comes with its address, and its acts bear its name", async () => {
  const { page, context } = await at.open("owner", "/console/instellingen?tab=keys");
  await page.getByRole("button", { name: "Sleutel maken" }).click();
  await page.getByLabel("Naam").fill("Entra ID");
  await page.getByRole("checkbox", { name: /Apparaten lezen/ }).check();
  await page.getByRole("checkbox", { name: /SCIM/ }).check();
  expect(await page.getByRole("checkbox", { name: /Apparaten lezen/ }).isChecked(), "it goes with no other scope").toBe(false);
  await page.locator("dialog button[type=submit]").click();
  await page.getByText(`${at.server.origin}/scim/v2`).waitFor();
  const key = (await page.locator("dialog code").first().textContent())!;
  const made = await fetch(`${at.server.origin}/scim/v2/Users`, {
    method: "POST", headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/scim+json" },
    body: JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "anna@voorbeeld.nl", displayName: "Anna de Vries", active: true }),
  });
  expect(made.status).toBe(201);
  await page.goto(`${at.server.origin}/console/logboek`);
  await settled(page);
  await page.locator("tr", { hasText: "Entra ID" }).filter({ hasText: "Anna de Vries" }).first().waitFor();
  await context.close();
});

test("an officer gives what an officer may", async () => {
  const { page, context } = await at.open("fg", "/console/instellingen?tab=keys");
  await page.getByRole("button", { name: "Sleutel maken" }).first().click();
  expect(await page.getByRole("checkbox", { name: /Incidenten lezen/ }).count()).toBe(1);
  expect(await page.getByRole("checkbox", { name: /SCIM/ }).count()).toBe(0);
  await context.close();
});
