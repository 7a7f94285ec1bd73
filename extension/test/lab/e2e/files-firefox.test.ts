// Files in Firefox ESR: whole and in parts, and what is saved of an answer. Its scripts see buffers and worlds of their own kind.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { FirefoxLab } from "../harness/firefox-lab.ts";
import { BSN, REDACTED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { tempFolder } from "../harness/temp.ts";
import { until } from "../harness/wait.ts";

let lab: FirefoxLab;
beforeAll(async () => {
  lab = await FirefoxLab.start();
});
beforeEach(async () => {
  await lab.stage.reset();
  lab.stage.front.asked.length = 0;
});
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const PART = 200;
const harmless = Array.from({ length: 12 }, (_, n) => `Regel ${n} van een protocol over hartfalen.\n`).join("");
const sensitive = `${harmless.slice(0, PART - 30)}\nMevr. Jansen, BSN ${BSN}, heeft hartfalen.\n${harmless}`;

async function choose(text: string): Promise<Page> {
  const page = await lab.browser.page();
  await page.goto("https://chatgpt.com/vectors");
  const input = (await page.evaluateHandle(() => {
    const made = Object.assign(document.createElement("input"), { type: "file", id: "parts" });
    document.body.append(made);
    return made;
  })) as ElementHandle<HTMLInputElement>;
  const file = join(tempFolder("parts"), "verslag.txt");
  writeFileSync(file, text);
  await input.uploadFile(file);
  return page;
}

const send = (page: Page): Promise<string> =>
  page.evaluate(async (size) => {
    const file = document.querySelector<HTMLInputElement>("#parts")!.files![0]!;
    for (let at = 0, n = 1; at < file.size; at += size, n++) {
      const sent = await fetch(`https://files.oaiusercontent.com/parts/raw?partNumber=${n}`, { method: "PUT", body: file.slice(at, at + size) }).catch(() => undefined);
      if (!sent) return `held at ${n}`;
    }
    return "sent";
  }, PART);

const puts = () => lab.stage.sites.received.requests.filter((r) => r.method === "PUT");

test("a harmless file arrives in all its parts after one question", async () => {
  expect(await send(await choose(harmless))).toBe("sent");
  expect(Buffer.concat(puts().map((r) => r.body)).toString("utf8")).toBe(harmless);
  expect(lab.stage.front.asked.filter((path) => path.endsWith("/inspect/file"))).toHaveLength(1);
});

test("of a file with a number that is cut in two no part leaves, and it is one incident", async () => {
  expect(await send(await choose(sensitive))).toBe("held at 1");
  expect(puts()).toEqual([]);
  await until("the incident", async () => (await lab.stage.incidents()).length === 1);
});

test("what is saved of an answer has the real name, and the site has not", async () => {
  const screen = await lab.send(REDACTED);
  await screen.notice();
  await screen.click("Veilige versie versturen");
  await until("the safe version", () => sentPrompts(lab.stage.sites.received).length > 0);
  const page = (await lab.browser.browser.pages()).at(-1)!;
  await page.goto("https://chatgpt.com/vectors");
  const saved = (): Promise<string> => page.evaluate(async () => (await fetch(URL.createObjectURL(new Blob(["Beste [PERSOON_1]"], { type: "text/plain" })))).text());
  await until("the name", async () => (await saved()) === "Beste Mevrouw Jansen", 15_000);
  expect(lab.stage.sites.received.holds("Jansen")).toBe(false);
});
