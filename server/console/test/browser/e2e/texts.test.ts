// Two texts of a message tried beside each other, from the second wording to the choice.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { wrongs } from "../harness/browser.ts";
import type { Device } from "../harness/device.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { until } from "../harness/process.ts";

const prompt = "Mevrouw Jansen, BSN 111222333, heeft hartfalen. Schrijf een ontslagbrief.";
const at = fixture({ people: ["policy_editor"] });

const card = (page: Page) => page.locator("li.panel", { has: page.getByRole("link", { name: "bsn-stop", exact: true }) });
const trial = (page: Page) => page.getByRole("region", { name: "bsn-stop" });
const open = async (path: string) => {
  const { page } = await at.open("policy_editor", path);
  await settled(page);
  return page;
};
const shown = async (device: Device) => {
  const { decision_id, matched_rules } = await device.inspect({ text: prompt });
  return { decision: decision_id, text: matched_rules[0]!.message_id };
};

/** Two devices, one for each text, once the trial has reached the server. */
async function oneOfEach(): Promise<{ first: Device; second: Device }> {
  const found: Record<string, Device> = {};
  for (let n = 0; n < 20 && !(found["bsn-stop~a"] && found["bsn-stop~b"]); n++) {
    const device = await at.server.device("een");
    found[(await shown(device)).text] = device;
  }
  return { first: found["bsn-stop~a"]!, second: found["bsn-stop~b"]! };
}

test("a second text is written, tried by device, compared when ten people saw each, and one is kept", { timeout: 180_000 }, async () => {
  const page = await open("/console/coaching?open=bsn-stop");
  const drawer = page.locator(".drawer");
  await drawer.getByRole("button", { name: "Tweede tekst proberen" }).press("Enter");
  const save = drawer.getByRole("button", { name: "Tekst wijzigen" });
  expect(await save.isDisabled()).toBe(true);
  const other = drawer.getByRole("group", { name: "Tekst 2", exact: true });
  await other.getByLabel("Nederlands").fill("Bel 06-12345678 als u dit niet begrijpt.");
  await save.press("Enter");
  await drawer.getByRole("alert").waitFor();
  await other.getByLabel("Nederlands").fill("Haal het burgerservicenummer weg. Dan kunt u gewoon verder.");
  await other.getByLabel("Engels").fill("Take the citizen service number out. Then you can go on.");
  await drawer.getByRole("group", { name: "Zo ziet tekst 2 eruit" }).getByText("Dan kunt u gewoon verder.").waitFor();
  await drawer.getByRole("button", { name: "Taal nakijken" }).press("Enter");
  await drawer.getByText(/Tekst 2\. Begrijpelijk: \d+ van 100/).waitFor();
  expect(await wrongs(page, "twee teksten")).toEqual([]);
  await save.press("Enter");
  await page.locator(".toast").getByText(/Opgeslagen/).waitFor();
  await card(page).getByText("Twee teksten naast elkaar").waitFor();
  await trial(page).getByText("Ten minste 10 mensen moeten elke tekst hebben gezien.", { exact: false }).waitFor();

  const probe = await at.server.device("een");
  await until("the trial to be in force", async () => (await shown(probe)).text !== "bsn-stop", 60_000);
  const { first, second } = await oneOfEach();
  for (const [device, text, outcome] of [[first, "bsn-stop~a", "blocked"], [second, "bsn-stop~b", "edited_and_sent"]] as const) {
    for (let n = 0; n < 10; n++) {
      const person = await device.as(`${text}-${n}`);
      const seen = await shown(person);
      expect(seen.text).toBe(text);
      await person.outcome(seen.decision, outcome, "none");
    }
  }
  await page.reload();
  await settled(page);
  const table = trial(page).locator("table");
  await table.waitFor();
  expect(await table.locator("tbody tr", { hasText: "Niet verstuurd" }).locator("td").allTextContents()).toEqual([expect.stringMatching(/^[789]\d|^100/), "0 %"]);
  expect(await table.locator("tbody tr", { hasText: "Toch verstuurd" }).locator("td").allTextContents()).toEqual(["0 %", "0 %"]);
  await trial(page).getByText("Het verschil kan nog toeval zijn.").waitFor();
  for (const language of ["en", "nl"] as const) {
    await at.server.speak(at.people.policy_editor, language);
    await page.reload();
    await table.waitFor();
    await settled(page);
    expect(await wrongs(page, `the comparison in ${language}`)).toEqual([]);
  }
  if (process.env["PICTURES"]) await page.screenshot({ path: `${process.env["PICTURES"]}/trial.png`, fullPage: true });

  await card(page).getByRole("link", { name: "bsn-stop", exact: true }).press("Enter");
  if (process.env["PICTURES"]) {
    await page.locator(".drawer").getByText("Stoppen met proberen").waitFor();
    await page.screenshot({ path: `${process.env["PICTURES"]}/trial-edit.png` });
  }
  await page.locator(".drawer").getByRole("button", { name: "Tekst 2 houden" }).press("Enter");
  await page.locator(".toast").getByText(/Opgeslagen/).waitFor();
  await card(page).getByText("Dan kunt u gewoon verder.").waitFor();
  expect(await page.getByText("Twee teksten naast elkaar").count()).toBe(0);
  await until("the trial to be over", async () => (await shown(probe)).text === "bsn-stop", 60_000);
  await page.close();
});
