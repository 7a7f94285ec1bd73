// A file that leaves in parts is looked at as a whole before its first part: a part alone cannot be read, or is cut in the middle of a number.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BSN } from "../harness/prompts.ts";
import { Screen } from "../harness/screen.ts";
import { tempFolder } from "../harness/temp.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(async () => {
  await lab.stage.reset();
  lab.stage.front.asked.length = 0;
});
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

const PART = 200;
const line = (n: number): string => `Regel ${n} van een protocol over hartfalen.\n`;
const harmless = Array.from({ length: 14 }, (_, n) => line(n)).join("");
// The number lies over the end of the first part.
const sensitive = `${harmless.slice(0, PART - 30)}\nMevr. Jansen, BSN ${BSN}, heeft hartfalen.\n${harmless}`;

/** Ways in which sites send a file in parts. Each runs in the page and stops at the first part that is refused. */
const WAYS: Record<string, (file: File, size: number) => Promise<void>> = {
  "several PUTs to a store": async (file, size) => {
    for (let at = 0, n = 1; at < file.size; at += size, n++) await fetch(`https://files.oaiusercontent.com/parts/raw?partNumber=${n}&uploadId=lab`, { method: "PUT", body: file.slice(at, at + size) });
  },
  "tus": async (file, size) => {
    for (let at = 0; at < file.size; at += size) {
      await new Promise<void>((resolve, reject) => {
        const x = new XMLHttpRequest();
        x.open("PATCH", "/files/tus-1");
        x.setRequestHeader("Tus-Resumable", "1.0.0");
        x.setRequestHeader("Upload-Offset", String(at));
        x.setRequestHeader("Content-Type", "application/offset+octet-stream");
        x.onload = () => resolve();
        x.onerror = () => reject(new Error("refused"));
        x.send(file.slice(at, at + size));
      });
    }
  },
  "a resumable upload from bytes": async (file, size) => {
    const bytes = await file.arrayBuffer();
    for (let at = 0; at < file.size; at += size) {
      const end = Math.min(at + size, file.size);
      const headers = { "X-Goog-Upload-Command": end === file.size ? "upload, finalize" : "upload", "X-Goog-Upload-Offset": String(at) };
      await fetch("/backend-api/estuary/upload_content_bytes?id=1", { method: "POST", headers, body: bytes.slice(at, end) });
    }
  },
  "a form for each part": async (file, size) => {
    for (let at = 0, n = 0; at < file.size; at += size, n++) {
      const form = new FormData();
      form.append("chunkIndex", String(n));
      form.append("file", file.slice(at, at + size), file.name);
      await fetch("/backend-api/files/process_upload_stream", { method: "POST", body: form });
    }
  },
};

async function choose(text: string): Promise<Page> {
  const page = await lab.browser.page();
  await page.goto("https://chatgpt.com/vectors");
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { type: "file", id: "parts" })));
  // By its path, as a person does: a content would be put there by a script.
  const file = join(tempFolder("parts"), "verslag.txt");
  writeFileSync(file, text);
  await page.locator("#parts").setInputFiles(file);
  return page;
}

const send = (page: Page, way: string): Promise<void> =>
  page.evaluate(`(${WAYS[way]!.toString()})(document.querySelector("#parts").files[0], ${PART})`);

const parts = () => lab.stage.sites.received.requests.filter((r) => r.method !== "OPTIONS" && r.path !== "/favicon.ico");
const asked = (): number => lab.stage.front.asked.filter((path) => path.endsWith("/inspect/file")).length;

test.for(Object.keys(WAYS))("%s: a harmless file arrives in all its parts after one question", async (way) => {
  await send(await choose(harmless), way);
  const arrived = parts();
  expect(arrived).toHaveLength(Math.ceil(harmless.length / PART));
  if (!way.includes("form")) expect(Buffer.concat(arrived.map((r) => r.body)).toString("utf8")).toBe(harmless);
  expect(asked()).toBe(1);
  expect(await lab.stage.incidents()).toEqual([]);
});

test.for(Object.keys(WAYS))("%s: of a file with a number that is cut in two no part leaves, and it is one incident", async (way) => {
  const page = await choose(sensitive);
  await expect(send(page, way)).rejects.toThrow();
  expect(await (await Screen.of(page)).notice()).toMatch(/burgerservicenummer/i);
  expect(parts()).toEqual([]);
  await until("the incident", async () => (await lab.stage.incidents()).length === 1);
});

test("what was not chosen here is looked at part by part", async () => {
  const page = await choose("een ander bestand, korter");
  await expect(page.evaluate((text) => fetch("https://files.oaiusercontent.com/parts/raw?partNumber=1", { method: "PUT", body: text }), sensitive)).rejects.toThrow();
  expect(parts()).toEqual([]);
});
