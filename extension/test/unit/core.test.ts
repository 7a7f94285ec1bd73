// The core on the device finds what the server finds, in every text of the development corpus.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { brotliSize, buildCore } from "../../build/wasm.mjs";

const repository = join(import.meta.dirname, "../../..");
const corpus = join(repository, "internal/detect/testdata/corpus/dev.jsonl");
const MAX_BROTLI = 1_400_000;

let files: { "guard.wasm": Uint8Array<ArrayBuffer>; "guard.dat": Uint8Array<ArrayBuffer> };
let core: { inspect(text: string): readonly { start: number; end: number; type: string; rule: string; score: number; group: string }[] };

beforeAll(async () => {
  await import("./fake-browser");
  const { start } = await import("../../src/wasm/guard");
  files = buildCore(repository) as typeof files;
  core = await start(await WebAssembly.compile(files["guard.wasm"]), files["guard.dat"]);
}, 120_000);

interface Line {
  readonly id: string;
  readonly text: string;
}

const lines = <T>(text: string): T[] => text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as T);

test("finds what the server finds", () => {
  const texts = lines<Line>(readFileSync(corpus, "utf8"));
  const answers = execFileSync("go", ["run", "-tags", "nomsgpack", "./server", "scan", "--jsonl", corpus], { cwd: repository, maxBuffer: 64 << 20 }).toString();
  const server = new Map(lines<{ id: string; spans: { start: number; end: number; type: string; rule: string; score: number }[] }>(answers).map((a) => [a.id, a.spans]));
  expect(server.size).toBe(texts.length);
  let found = 0;
  for (const { id, text } of texts) {
    // The server counts code points there.
    const points = (units: number): number => [...text.slice(0, units)].length;
    const own = core.inspect(text).map((f) => `${points(f.start)}-${points(f.end)} ${f.type} ${f.rule} ${f.score}`);
    const theirs = (server.get(id) ?? []).map((s) => `${s.start}-${s.end} ${s.type} ${s.rule} ${s.score}`);
    expect(own, id).toEqual(theirs);
    found += own.length;
  }
  expect(found).toBeGreaterThan(texts.length);
}, 300_000);

test("weighs at most 1.4 MB in brotli", () => {
  const loader = execFileSync("npx", ["esbuild", "src/wasm/guard.ts", "--bundle", "--minify", "--format=esm"], { cwd: join(repository, "extension") });
  const size = brotliSize(files["guard.wasm"]) + brotliSize(files["guard.dat"]) + brotliSize(loader);
  console.log(`core: ${size} bytes brotli`);
  expect(size).toBeLessThanOrEqual(MAX_BROTLI);
}, 120_000);

test("keeps no text, and finds nothing in none", () => {
  expect(core.inspect("")).toEqual([]);
  expect(core.inspect("😀 BSN 111222333")).toMatchObject([{ start: 7, end: 16, type: "bsn", group: "identity" }]);
  expect(core.inspect("Hoe laat is het?")).toEqual([]);
});

test("refuses rules that it does not know", async () => {
  const { start } = await import("../../src/wasm/guard");
  await expect(start(await WebAssembly.compile(files["guard.wasm"]), new Uint8Array([1, 2, 3]))).rejects.toThrow();
}, 60_000);
