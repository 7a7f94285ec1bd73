// From an empty machine to the first blocked prompt: with the link that the server prints, in at most twelve clicks, each of them counted.
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { Device } from "../harness/device.ts";
import { fixture } from "../harness/fixture.ts";
import { totp } from "../harness/server.ts";

const most = 12;

const at = fixture({});

/** Counts what a person does with the mouse; typing is not clicking. */
class Hand {
  clicks = 0;
  async click(what: Locator): Promise<void> {
    this.clicks++;
    await what.click();
  }
}

const step = (page: Page, name: RegExp) => page.locator("details", { has: page.getByRole("heading", { name }) });
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

test("the first prompt is blocked after at most twelve clicks, and the page says so by itself", async () => {
  const hand = new Hand();
  const started = Date.now();
  const { page, context } = await at.open(undefined, at.server.ownerLink.replace(at.server.origin, ""));
  await page.fill("#name", "Emma Jansen");
  await page.fill("#email", "emma@voorbeeld.nl");
  await page.fill("#password", "vier losse woorden samen");
  await page.fill("#code", totp((await page.locator("#secret").textContent())!.replaceAll(" ", "")));
  await hand.click(page.locator("#welcome button[type=submit]"));
  await page.waitForURL("**/console/beginnen");

  await hand.click(step(page, /Organisatie/).getByRole("button", { name: "Klaar" }));
  await hand.click(step(page, /Eigenaar/).getByRole("button", { name: "Later" }));
  await hand.click(step(page, /eigen chatbot/).getByRole("button", { name: "Later" }));
  await hand.click(step(page, /DPIA/).getByLabel("Wij beginnen met vrijwilligers"));
  await hand.click(step(page, /DPIA/).getByRole("button", { name: "Vastleggen" }));
  const roll = step(page, /uitrollen/);
  await hand.click(roll.getByRole("button", { name: "Sleutel maken" }));
  await hand.click(roll.getByRole("button", { name: /Kopiëren: Google Admin/ }));
  const managed = JSON.parse(await copied(page)) as Record<"apiOrigin" | "enrolmentKey", { Value: string }>;
  const live = step(page, /Eerste controle/);
  await live.getByText("Wij wachten op de eerste controle…").waitFor();
  await hand.click(live.getByRole("button", { name: "Kopiëren" }));
  const sentence = await copied(page);

  // What the extension does with the settings that were copied, when the sentence is sent: that is one more click.
  const device = await Device.enrol(managed.apiOrigin.Value, managed.enrolmentKey.Value, "vp-001");
  hand.clicks++;
  const asked = Date.now();
  const verdict = await device.inspect({ text: sentence });
  expect(verdict.action).toBe("block");
  const seen = live.getByRole("status").filter({ hasText: "Eerste controle gelukt" });
  await seen.waitFor({ timeout: 5_000 });
  const waited = Date.now() - asked;
  expect(await seen.textContent()).toContain("ChatGPT");
  console.log(`first run: ${hand.clicks} clicks, ${((Date.now() - started) / 1000).toFixed(1)} s by a machine; the page told of the check after ${waited} ms`);
  expect(hand.clicks).toBeLessThanOrEqual(most);
  await context.close();
});
