import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "../../src/shared/i18n/en.json";
import nl from "../../src/shared/i18n/nl.json";
import { kindsAndCounts, lookUp, placeIn } from "../../src/shared/i18n/texts";
import type { Where } from "../../src/shared/messages";

const src = join(import.meta.dirname, "../../src");
const code = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts")).map((f) => readFileSync(join(src, f), "utf8")).join("\n");
const say = lookUp(nl);

test("both languages have the same keys in the same order", () => {
  expect(Object.keys(en)).toEqual(Object.keys(nl));
});

test("both languages have the same places to fill in", () => {
  const places = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(nl) as (keyof typeof nl)[]) expect([key, places(en[key])]).toEqual([key, places(nl[key])]);
});

test("every text that the code asks for exists", () => {
  const asked = [...code.matchAll(/(?:say\((?:[^`")]* \? )?|#bar\("\w+", )"([a-z]+(?:\.[a-z_]+)*)"(?: : "([a-z._]+)")?/g)].flatMap((m) => m.slice(1).filter(Boolean));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((key) => !(key! in nl))).toEqual([]);
});

test("every reason to hold has a text", () => {
  const union = /export type HoldReason =([^;]+);/.exec(code)?.[1] ?? "";
  const reasons = [...union.matchAll(/"(\w+)"/g)].map((m) => `held.${m[1]}`);
  expect(reasons.length).toBeGreaterThan(8);
  expect(reasons.filter((key) => !(key in nl))).toEqual([]);
});

test("every type of the service has a name in the singular and the plural", () => {
  const types = "person_name date_of_birth age bsn patient_number insurance_number agb_code big_number uzi_number passport id_card driving_licence licence_plate other address postcode city phone email url ip_address iban credit_card vat_number kvk_number diagnosis medication lab_value treatment mental_health secret_api_key secret_password secret_private_key";
  for (const type of types.split(" ")) for (const texts of [nl, en] as Record<string, string>[]) expect([type, texts[`type.${type}`]?.split("|").length]).toEqual([type, 2]);
});

test("Dutch sentences are short: at most 15 words, no dash that joins two thoughts", () => {
  for (const [key, text] of Object.entries(nl)) {
    for (const sentence of text.split(/[.:!?]/)) expect([key, sentence.trim().split(/\s+/).length <= 16]).toEqual([key, true]);
    expect([key, / [–—] /.test(text)]).toEqual([key, false]);
  }
});

const found = (...types: string[]) => types.map((type) => ({ type }));

test("kinds and counts make a sentence", () => {
  expect(kindsAndCounts(say, found("bsn"))).toBe("Er staat een burgerservicenummer in.");
  expect(kindsAndCounts(say, found("bsn", "diagnosis"))).toBe("Er staan een burgerservicenummer en een diagnose in.");
  expect(kindsAndCounts(say, found("person_name", "bsn", "person_name"))).toBe("Er staan 2 namen en een burgerservicenummer in.");
});

test("a type or reason of a newer server gets the general name or its own", () => {
  expect(kindsAndCounts(say, found("blood_group"))).toBe("Er staat een persoonlijk gegeven in.");
  expect(say("reason.nieuwe_reden")).toBe("nieuwe reden");
});

const at = (part: string, more: Partial<Where> = {}): Where => ({ count: 1, part, type: "docx", ...more });

test.each<[string, Where]>([
  ["bladzijde 3", at("page", { page: 3 })],
  ["opmerkingen, werkblad 2", at("comments", { type: "xlsx", page: 2 })],
  ["eigenschappen van het bestand", at("metadata")],
  ["dia 4 van bestand 2", at("slide", { page: 4, entry: 2 })],
  ["in de tekst van bestand 1", at("text", { entry: 1 })],
  ["een deel van het bestand", at("watermark")],
])("a place in a file: %s", (words, where) => {
  expect(placeIn(say, where)).toBe(words);
});

test("what stands in a file several times is counted", () => {
  expect(kindsAndCounts(say, [{ type: "bsn", where: at("page", { page: 1, count: 2 }) }, { type: "bsn", where: at("page", { page: 2 }) }])).toBe("Er staan 3 burgerservicenummers in.");
});

test("every part of a file that the server names has a word", () => {
  const kinds = /\/\/ The kinds\.[^]*?\n\)/.exec(readFileSync(join(src, "../../internal/extract/document.go"), "utf8"))?.[0] ?? "";
  const parts = [...kinds.matchAll(/"(\w+)"/g)].map((m) => m[1]);
  expect(parts.length).toBeGreaterThan(10);
  // A page, slide or sheet has a number, which says enough.
  expect(parts.filter((part) => !(`part.${part}` in nl) && !(`unit.${part}` in nl))).toEqual([]);
});
