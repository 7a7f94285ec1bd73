// Two people at work: confirming who one is, and what the console says was done.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { totp, type Person } from "./server.ts";

/** Does something for which the console may ask all factors again, and waits for what it says after. */
export async function confirmed(page: Page, who: Person, act: () => Promise<unknown>, says: string | RegExp): Promise<void> {
  await act();
  const said = page.locator(".toast, [role=status]").getByText(says).first();
  const code = page.locator("dialog input[autocomplete=one-time-code]");
  await said.or(code).first().waitFor();
  if (await code.isVisible()) {
    await page.locator("dialog input[type=password]").fill(who.password);
    // Each code works once, and the one of now was used to begin.
    await code.fill(totp(who.secret, Date.now() + 30_000));
    await code.press("Enter");
    await said.waitFor();
  }
}

/** Approves what somebody else asked for. */
export async function approve(page: Page, origin: string, who: Person, kind: string): Promise<void> {
  await page.goto(`${origin}/console/goedkeuren`);
  const card = page.locator("article").filter({ has: page.getByRole("heading", { name: kind }) }).filter({ has: page.getByRole("button", { name: "Goedkeuren" }) });
  await card.first().waitFor();
  await confirmed(page, who, () => card.first().getByRole("button", { name: "Goedkeuren" }).click(), "Goedgekeurd");
}

/** That who asked is offered no button to approve it. */
export async function cannotApproveOwn(page: Page, origin: string, kind: string): Promise<void> {
  await page.goto(`${origin}/console/goedkeuren`);
  const card = page.locator("article").filter({ has: page.getByRole("heading", { name: kind }) }).first();
  await card.waitFor();
  expect(await card.getByRole("button", { name: "Goedkeuren" }).count()).toBe(0);
  expect(await card.getByRole("button", { name: "Terugtrekken" }).count()).toBe(1);
}
