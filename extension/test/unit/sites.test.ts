// Every entry of the site table has a recorded request and an expectation.

import { describe, expect, test } from "vitest";
import { match, type Target } from "../../src/sites/match";
import { read } from "../../src/sites/read";
import { SITES } from "../../src/sites/table";
import chatgpt from "../../src/sites/chatgpt.fixture.json";
import claude from "../../src/sites/claude.fixture.json";
import generic from "../../src/sites/generic.fixture.json";

interface Fixture {
  name: string;
  request: { method: string; url: string; type?: string; body?: unknown };
  expect: { endpoint: string; kind: string; state?: string; pieces?: string[] } | null;
}

const all: Record<string, Fixture[]> = { chatgpt, claude, generic } as Record<string, Fixture[]>;
const LISTED = /(^|\.)(chat\.example\.org|google\.com|perplexity\.ai|deepseek\.com|mistral\.ai|grok\.com|microsoft\.com|character\.ai)$/;
const listed = (host: string): boolean => LISTED.test(host);

function bytes(body: unknown): Uint8Array {
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

function target(f: Fixture): Target | undefined {
  return match(new URL(f.request.url), f.request.method, listed);
}

for (const [site, fixtures] of Object.entries(all)) {
  describe(site, () => {
    test.each(fixtures)("$name", (f) => {
      const found = target(f);
      if (f.expect === null) return expect(found).toBeUndefined();
      expect(found?.endpoint.id).toBe(f.expect.endpoint);
      expect(found?.endpoint.kind).toBe(f.expect.kind);
      if (f.expect.kind === "upload") return;
      const body = f.request.body === undefined ? undefined : { bytes: bytes(f.request.body), type: f.request.type ?? "" };
      const reading = read(found as Target, body);
      expect(reading.state).toBe(f.expect.state);
      expect(reading.pieces).toEqual(f.expect.pieces);
    });

    test.each(fixtures.filter((f) => f.expect?.pieces?.length))("$name: what is written back is what is read again", (f) => {
      const found = target(f) as Target;
      const body = f.request.body === undefined ? undefined : { bytes: bytes(f.request.body), type: f.request.type ?? "" };
      const reading = read(found, body);
      const wanted = reading.pieces.map((_, i) => `[PERSOON_${i + 1}] "en" \\ é 😀\nregel`);
      const out = reading.rewrite(wanted);
      const again = read({ ...found, url: out.url }, body && { ...body, bytes: out.bytes });
      expect(again.pieces).toEqual(wanted);
      expect(`${out.url} ${new TextDecoder().decode(out.bytes)}`).not.toContain("Jansen");
    });
  });
}

test("every endpoint of the table has a fixture", () => {
  for (const site of SITES) {
    const covered = new Set((all[site.id] ?? []).map((f) => f.expect?.endpoint));
    expect(site.endpoints.map((e) => e.id).filter((id) => !covered.has(id))).toEqual([]);
  }
});

test("the rest of a rewritten body stays as it was", () => {
  const [first] = all.chatgpt as [Fixture];
  const found = target(first) as Target;
  const out = read(found, { bytes: bytes(first.request.body), type: "application/json" }).rewrite(["anders"]);
  const wanted = structuredClone(first.request.body) as { messages: { content: { parts: string[] } }[] };
  wanted.messages[0]!.content.parts = ["anders"];
  expect(JSON.parse(new TextDecoder().decode(out.bytes))).toEqual(wanted);
});
