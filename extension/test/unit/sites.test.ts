// Every entry of the site table has a recorded request and an expectation.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCatalogue } from "../../build/input.mjs";
import { listedIn, Sites } from "../../src/sites/match";
import type { Target } from "../../src/sites/match";
import { read } from "../../src/sites/read";
import { parseTable, type Table } from "../../src/sites/table";
import packaged from "../../src/sites/sites.json";

interface Fixture {
  name: string;
  request: { method: string; url: string; type?: string; body?: unknown };
  expect: { endpoint: string; kind: string; state?: string; pieces?: string[] } | null;
}

const table = packaged as Table;
const every = [...table.sites, table.generic];
const folder = join(import.meta.dirname, "../../src/sites");
const all = Object.fromEntries(every.map(({ id }) => [id, JSON.parse(readFileSync(join(folder, `${id}.fixture.json`), "utf8")) as Fixture[]]));
const sites = new Sites(table, listedIn(["*://chat.example.org/*", "*://character.ai/*"]));

const bytes = (body: unknown): Uint8Array => new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
const bodyOf = ({ request }: Fixture) => (request.body === undefined ? undefined : { bytes: bytes(request.body), type: request.type ?? "" });
const target = (f: Fixture): Target | undefined => sites.match(new URL(f.request.url), f.request.method);

for (const [site, fixtures] of Object.entries(all)) {
  describe(site, () => {
    test.each(fixtures)("$name", (f) => {
      const found = target(f);
      if (f.expect === null) return expect(found).toBeUndefined();
      expect(found?.endpoint.id).toBe(f.expect.endpoint);
      expect(found?.endpoint.kind).toBe(f.expect.kind);
      if (f.expect.kind === "upload") return;
      const reading = read(found as Target, bodyOf(f));
      expect(reading.state).toBe(f.expect.state);
      expect(reading.pieces).toEqual(f.expect.pieces);
    });

    test.each(fixtures.filter((f) => f.expect?.pieces?.length))("$name: what is written back is what is read again", (f) => {
      const found = target(f) as Target;
      const body = bodyOf(f);
      const reading = read(found, body);
      const wanted = reading.pieces.map((_, i) => `[PERSOON_${i + 1}] "en" \\ é 😀\nregel`);
      const out = reading.rewrite(wanted);
      const again = read({ ...found, url: out.url }, body && { ...body, bytes: out.bytes });
      expect(again.pieces).toEqual(wanted);
      expect(`${out.url} ${new TextDecoder().decode(out.bytes)}`).not.toMatch(/Jans/);
    });
  });
}

test("every endpoint of the table has a fixture", () => {
  for (const site of every) {
    const covered = new Set((all[site.id] ?? []).map((f) => f.expect?.endpoint));
    expect(site.endpoints.map((e) => e.id).filter((id) => !covered.has(id))).toEqual([]);
  }
});

test("twelve sites have an entry of their own, Open WebUI among the endpoints of every other host", () => {
  expect(table.sites.map((s) => s.id)).toEqual(["chatgpt", "claude", "gemini", "copilot", "m365", "perplexity", "deepseek", "mistral", "grok", "meta", "poe"]);
  expect(table.generic.endpoints.some((e) => e.id.startsWith("openwebui"))).toBe(true);
});

test("at least sixty hosts are guarded", () => {
  const catalogue = readCatalogue(readFileSync(join(import.meta.dirname, "../../../rules/destinations.yaml"), "utf8"));
  expect(new Set([...table.sites.flatMap((s) => s.hosts), ...catalogue]).size).toBeGreaterThanOrEqual(60);
});

test("the rest of a rewritten body stays as it was", () => {
  const [first] = all.chatgpt as [Fixture];
  const found = target(first) as Target;
  const out = read(found, { bytes: bytes(first.request.body), type: "application/json" }).rewrite(["anders"]);
  const wanted = structuredClone(first.request.body) as { messages: { content: { parts: string[] } }[] };
  wanted.messages[0]!.content.parts = ["anders"];
  expect(JSON.parse(new TextDecoder().decode(out.bytes))).toEqual(wanted);
});

test("the address of a socket keeps its token to itself", () => {
  expect(sites.match(new URL("wss://copilot.microsoft.com/c/api/chat?accessToken=secret"), "WS")?.url.href).toBe("wss://copilot.microsoft.com/c/api/chat");
});

describe("a table from elsewhere", () => {
  const change = (make: (t: { version: unknown; sites: Record<string, unknown>[]; keys: unknown }) => void): unknown => {
    const copy = structuredClone(packaged) as never;
    make(copy);
    return copy;
  };
  test("the package's own is sound", () => expect(parseTable(structuredClone(packaged))).toBeDefined());
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "table"],
    ["no version", change((t) => void delete t.version)],
    ["a version that is no number", change((t) => void (t.version = "2"))],
    ["a pattern that is none", change((t) => void ((t.sites[0]!.endpoints as { path: string }[])[0]!.path = "("))],
    ["a text path that is none", change((t) => void ((t.sites[0]!.endpoints as { text: string[] }[])[0]!.text = ["a["]))],
    ["a kind that is not known", change((t) => void ((t.sites[0]!.endpoints as { kind: string }[])[0]!.kind = "code"))],
    ["an empty path, which would take every request", change((t) => void ((t.sites[0]!.endpoints as { path: string }[])[0]!.path = ""))],
    ["hosts that are no texts", change((t) => void (t.sites[0]!.hosts = [1]))],
    ["keys that are no list", change((t) => void (t.keys = "prompt"))],
  ])("with %s is refused", (_, table) => expect(parseTable(table)).toBeUndefined());
});
