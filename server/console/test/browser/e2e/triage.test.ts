// A privacy officer sorts cases without touching the mouse, from the list to a closed case.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Screen } from "../harness/browser.ts";
import { fixture } from "../harness/fixture.ts";
import { settled } from "../harness/pages.ts";
import { until } from "../harness/process.ts";

const at = fixture({ people: ["fg"], seeded: true });

type Incident = { id: string; number: string; state: string; assignee: string | null; severity: string };
const cases = async () => at.list<Incident>("/api/v1/incidents", "fg");
const keys = async (page: Page, ...list: string[]) => {
  for (const key of list) await page.keyboard.press(key);
};

async function inbox(query = "is:unseen"): Promise<Screen> {
  const screen = await at.open("fg", `/console/incidenten?q=${query}`);
  await screen.page.locator("tr.data").first().waitFor();
  await settled(screen.page);
  return screen;
}

test("j goes to a case, a takes it, and it is on one's own name", async () => {
  const { page } = await inbox();
  await keys(page, "j");
  const number = await page.locator("a.open:focus").textContent();
  await keys(page, "a");
  await until("the case to have an owner", async () => (await cases()).find((i) => i.number === number)?.assignee);
  await page.close();
});

test("t takes a case up; Enter opens it, Esc closes it and gives the focus back", async () => {
  const { page } = await inbox();
  await keys(page, "j", "j");
  const number = await page.locator("a.open:focus").textContent();
  await keys(page, "t");
  await page.locator("dialog li button").first().waitFor();
  await keys(page, "1", "Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await until("the case to be taken up", async () => (await cases()).find((i) => i.number === number)?.state === "triaged");
  await page.locator("a.open").first().focus();
  await keys(page, "Enter");
  await page.locator(".drawer dl.facts").first().waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H2");
  await keys(page, "Escape");
  await page.locator(".drawer").waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("open");
  await page.close();
});

test("two keys make a false alarm, which at high severity waits for a second person", async () => {
  const { page } = await inbox();
  await keys(page, "j");
  const number = await page.locator("a.open:focus").textContent();
  await keys(page, "f");
  await page.locator("dialog li button").first().waitFor();
  await keys(page, "1");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.locator(".toast").waitFor();
  const asked = await at.list<{ kind: string; object: string; state: string }>("/api/v1/approvals", "fg");
  const found = (await cases()).find((i) => i.number === number)!;
  expect(asked).toContainEqual(expect.objectContaining({ kind: "false_positive", object: found.id, state: "open" }));
  await page.close();
});

test("a leak goes from the list to a printable draft for the authority by keys alone", async () => {
  const { page } = await inbox("is:triaged");
  await keys(page, "j", "Enter");
  await page.locator(".drawer footer [data-menu=state]").waitFor();
  await settled(page);
  await keys(page, "t");
  await page.locator(".menu ul").waitFor();
  for (let i = 0; i < 6 && (await page.locator("li button:focus").textContent()) !== "Datalek"; i++) await keys(page, "ArrowDown");
  await keys(page, "Enter");
  await page.locator("dialog form").waitFor();
  await page.locator("dialog input").focus();
  await keys(page, "Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await until("a leak", async () => (await cases()).some((i) => i.state === "confirmed_leak"));
  await page.locator("[role=tab][aria-selected=true]").focus();
  await keys(page, "ArrowRight");
  await page.locator(".drawer .figure").first().waitFor();
  await keys(page, "ArrowRight");
  await page.locator(".form-draft").first().waitFor();
  const filled = await page.locator(".form-draft dd .wrap").count();
  expect(filled).toBeGreaterThan(20);
  await page.close();
});

test("x chooses, Shift and X choose a range, and a dry run says what would happen", async () => {
  const { page } = await inbox("is:open");
  await keys(page, "j", "x", "j", "j", "Shift+X");
  await page.getByRole("region", { name: /gekozen/ }).waitFor();
  expect(await page.locator("tr.chosen").count()).toBe(3);
  await page.getByRole("region", { name: /gekozen/ }).locator("button[aria-haspopup]").focus();
  await keys(page, "Enter", "Enter");
  await page.locator("dialog").getByText(/kan|kunnen/).first().waitFor();
  await keys(page, "Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.close();
});

test("a filter that is mistyped is a mistake with a suggestion, and shows nothing by accident", async () => {
  const { page } = await inbox();
  await keys(page, "/");
  await page.keyboard.type(" svv>=high");
  await keys(page, "Enter");
  await page.getByRole("alert").getByText(/kennen wij niet/).waitFor();
  expect(await page.locator("tr.data").count()).toBe(0);
  await page.close();
});

test("single keys can be switched off", async () => {
  const { page } = await inbox();
  await keys(page, "?");
  await page.getByLabel(/één letter/).uncheck();
  await keys(page, "Escape", "j");
  expect(await page.locator("a.open:focus").count()).toBe(0);
  await page.close();
});
