// The first page shows an attempt while somebody looks at it, without being asked again.
import { expect, test } from "vitest";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";

const at = fixture({ people: ["fg"] });

test("an attempt appears on the first page as it happens, once, with a way to its case", async () => {
  const device = await at.server.device("vp-001");
  const { page, context } = await at.open("fg", "/console/vandaag");
  await settled(page);
  const feed = page.locator("section", { has: page.getByRole("heading", { name: "Nu" }) });
  await feed.getByText("Er is nog niets binnengekomen").waitFor();
  const from = Date.now();
  await device.inspect({ text: "Mevrouw Jansen, BSN 111222333, heeft hartfalen.", conversation: "eerste" });
  const line = feed.locator("ol > li");
  await line.first().waitFor({ timeout: 5_000 });
  console.log(`live feed: an attempt was on the page ${Date.now() - from} ms after it was sent`);
  await device.inspect({ text: "Wachtwoord: Zomer!2026-Linde, sleutel AKIAIOSFODNN7EXAMPLA.", host: "claude.ai", conversation: "tweede" });
  await page.waitForFunction(() => document.querySelectorAll("section ol > li").length === 2, undefined, { timeout: 5_000 });
  expect(await line.first().textContent()).toMatch(/Claude/);
  await line.last().getByRole("link").click();
  await page.locator(".drawer dl.facts").first().waitFor();
  expect(await page.locator(".drawer").textContent()).not.toContain("111222333");
  await context.close();
});
