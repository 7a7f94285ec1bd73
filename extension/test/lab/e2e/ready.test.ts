// How long the core on the device takes until it is ready, in each browser, new each time. Prints the figures.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePackage } from "../harness/extension.ts";
import { closeServer, listen } from "../harness/net.ts";
import { findTool } from "../harness/process.ts";
import { tempFolder } from "../harness/temp.ts";

const MAX_READY = 250; // ms
const ROUNDS = 5;
// The best round counts: what else the machine does only makes it slower. On a busy one more rounds find it.
const MOST_ROUNDS = 20;
const STARTED_MS = 2000; // a browser that was just started is busy with itself

interface Figures {
  readonly ready: number;
  readonly first: number;
}

interface Core {
  inspect(text: string): readonly unknown[];
}

interface Page {
  goto(url: string): Promise<unknown>;
  evaluate(code: string): Promise<unknown>;
}

const TYPES: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm", ".dat": "application/octet-stream" };

// The loader of the core as the extension has it, with its files beside it.
const PAGE = `<!doctype html><script>globalThis.chrome = { runtime: { getURL: (name) => "/" + name } };</script>
<script type="module">import { localGuard } from "/guard.js"; globalThis.localGuard = localGuard;</script>`;

let server: Server;
let address: string;

beforeAll(async () => {
  const folder = await makePackage("http://127.0.0.1:8787", "chromium");
  server = createServer((request, response) => {
    const name = request.url ?? "/";
    response.setHeader("content-type", TYPES[extname(name)] ?? "text/html");
    response.setHeader("cache-control", "no-store");
    response.end(name in { "/guard.js": 0, "/guard.wasm": 0, "/guard.dat": 0 } ? readFileSync(join(folder, name)) : PAGE);
  });
  await listen(server);
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}, 120_000);
afterAll(() => closeServer(server));

// Runs in the page.
async function measure(): Promise<Figures> {
  const { localGuard } = globalThis as unknown as { localGuard(): Promise<Core> };
  const since = (start: number): number => Math.round(performance.now() - start);

  const start = performance.now();
  const core = await localGuard();
  const ready = since(start);
  const asked = performance.now();
  if (core.inspect("BSN 111222333").length !== 1) throw new Error("the core does not find");
  return { ready, first: since(asked) };
}

async function inChromium(): Promise<Figures> {
  const browser = await chromium.launch({ executablePath: await findTool("chromium"), headless: true, chromiumSandbox: false });
  return figures(await browser.newPage()).finally(() => browser.close());
}

async function inFirefox(): Promise<Figures> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: await findTool("firefox"), headless: true, env: { ...process.env, HOME: tempFolder("firefox") } });
  return figures(await browser.newPage()).finally(() => browser.close());
}

async function figures(page: Page): Promise<Figures> {
  await page.goto(address);
  await new Promise((resolve) => setTimeout(resolve, STARTED_MS));
  return (await page.evaluate(`(${measure.toString()})()`)) as Figures;
}

test.for([
  ["Chromium", inChromium],
  ["Firefox ESR", inFirefox],
] as const)("is ready in at most 250 ms in %s", { timeout: 400_000 }, async ([name, once]) => {
  const rounds: Figures[] = [];
  const best = (): number => Math.min(...rounds.map((f) => f.ready));
  while (rounds.length < ROUNDS || (best() > MAX_READY && rounds.length < MOST_ROUNDS)) rounds.push(await once());
  const list = (of: (f: Figures) => number): string => rounds.map(of).sort((a, b) => a - b).join(" ");
  console.log(`${name}: ready in ${list((f) => f.ready)} ms, first answer ${list((f) => f.first)} ms later`);
  expect(best()).toBeLessThanOrEqual(MAX_READY);
});
