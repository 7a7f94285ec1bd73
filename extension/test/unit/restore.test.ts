// Placeholders put back in answers: as models write them, and as they mangle them.

import { describe, expect, test } from "vitest";
import { restorer, type Originals } from "../../src/bridge/restore";

const ORIGINALS: Originals = {
  "[PERSOON_1]": "mevrouw Jansen", "[PERSOON_2]": "Piet de Vries", "[PERSOON_12]": "dr. El Amrani", "[BSN_1]": "111222333",
  "[ADRES_1]": "Kerkstraat 1, 5000 AA Tilburg", "[TELEFOON_1]": "06-12345678", "[GEBOORTEDATUM_1]": "12-03-1950", "[PATIENTNUMMER_1]": "P-0042",
};
const restore = restorer(ORIGINALS);

// Sentences of answers, Dutch and English, with a place for what stands between the braces.
const SENTENCES = [
  "Beste {PERSOON_1},", "Geachte {PERSOON_2}, hierbij de uitslag.", "De patiënt {PERSOON_1} (BSN {BSN_1}) heeft hartfalen.", "{PERSOON_1}'s huisarts is {PERSOON_2}.",
  "1. {PERSOON_1}\n2. {PERSOON_2}\n3. {PERSOON_12}", "| Naam | BSN |\n|---|---|\n| {PERSOON_1} | {BSN_1} |", "Neem contact op met {PERSOON_12} via {TELEFOON_1}.", "Adres: {ADRES_1}. Geboren: {GEBOORTEDATUM_1}.",
  "Dear {PERSOON_1}, thank you for your letter.", "Ask {PERSOON_2}; {PERSOON_1} is away.", "\"{PERSOON_1}\" en «rust»: dat helpt.", "Nummer {PATIENTNUMMER_1}, zie ook {BSN_1}!", "**Van:** {PERSOON_2}\n**Aan:** {PERSOON_1}",
  "{\"naam\": \"{PERSOON_1}\", \"bsn\": \"{BSN_1}\"}", "Hoi {PERSOON_1} :-) tot morgen", "- {PERSOON_1}: hartfalen\n- {PERSOON_2}: geen bijzonderheden", "Gesprek tussen {PERSOON_1} en {PERSOON_2}, op 12 mei om 10.30 uur.",
  "Volgens {PERSOON_12} is het {PERSOON_1} die belt.", "Onderwerp: brief over {PERSOON_1} ({GEBOORTEDATUM_1})", "{PERSOON_1}, {PERSOON_2} en {PERSOON_12} waren aanwezig.",
];
const WAYS: Record<string, (p: string) => string> = {
  "as it was": (p) => `[${p}]`,
  "in small letters": (p) => `[${p.toLowerCase()}]`,
  "with a capital": (p) => `[${p[0]}${p.slice(1).toLowerCase()}]`,
  "with a space": (p) => `[${p.replace(/_(?=\d)/, " ")}]`,
  "with a hyphen": (p) => `[${p.replace(/_(?=\d)/, "-")}]`,
  "with nothing between": (p) => `[${p.replace(/_(?=\d)/, "")}]`,
  "without brackets": (p) => p,
  "without brackets, with a space": (p) => p.replace(/_(?=\d)/, " "),
  "without brackets, with a hyphen": (p) => p.replace(/_(?=\d)/, "-"),
  "escaped for Markdown": (p) => `\\[${p.replace("_", "\\_")}\\]`,
  "half escaped": (p) => `[${p.replace("_", "\\_")}]`,
  "in bold": (p) => `**[${p}]**`,
  "bold inside": (p) => `[**${p}**]`,
  "as code": (p) => `\`[${p}]\``,
  "in braces": (p) => `{${p}}`,
  "in two braces": (p) => `{{${p}}}`,
  "in angle brackets": (p) => `<${p}>`,
  "in parentheses": (p) => `(${p})`,
  "in wide brackets": (p) => `【${p}】`,
  "with space inside": (p) => `[ ${p} ]`,
  "with a zero before the number": (p) => `[${p.replace(/_(?=\d)/, "_0")}]`,
  "with a hash": (p) => `[${p.replace(/_(?=\d)/, " #")}]`,
  "with an unbreakable hyphen": (p) => `[${p.replace(/_(?=\d)/, "\u2011")}]`,
  "with an unbreakable space": (p) => `[${p.replace(/_(?=\d)/, "\u00a0")}]`,
  "in two brackets": (p) => `[[${p}]]`,
  "in English": (p) => `[${p.replace("PERSOON", "PERSON").replace("ADRES", "ADDRESS").replace("TELEFOON", "PHONE").replace("GEBOORTEDATUM", "DATE_OF_BIRTH")}]`,
};

const bare = (text: string): string => text.replace(/[\\*`[\]{}<>()【】\s]/g, "");
const write = (sentence: string, way: (p: string) => string): string => sentence.replace(/\{([A-Z]+_\d+)\}/g, (_, p: string) => way(p));
const cases = Object.entries(WAYS).flatMap(([name, way]) => SENTENCES.map((sentence) => ({ name, answer: write(sentence, way), wanted: write(sentence, (p) => ORIGINALS[`[${p}]`] ?? "") })));

test("of more than 500 answers at least 99 % get every value back", () => {
  expect(cases.length).toBeGreaterThanOrEqual(500);
  // Signs around a placeholder may stay; each value must be there, and no placeholder left.
  const failed = cases.filter(({ answer, wanted }) => bare(restore(answer)) !== bare(wanted));
  console.log(`${cases.length - failed.length} of ${cases.length} answers restored`, failed.slice(0, 8).map((c) => [c.name, c.answer, restore(c.answer)]));
  expect(failed.length / cases.length).toBeLessThanOrEqual(0.01);
});

test("as the model was told to write them they come back to the letter", () => {
  for (const { name, answer, wanted } of cases) if (name === "as it was") expect(restore(answer)).toBe(wanted);
});

describe("what is no placeholder of this conversation stays", () => {
  test.each([
    "persoon 1 en persoon 2 lopen naar huis", "[PERSOON_3] is onbekend", "[1] een bron, [2] nog een", "PERSOON_123", "bsn 1 is een nummer", "SPERSOON_1", "de persoon die belt",
    "PERSOON 1,5 kg", "BSN 1 %", "Een adres: 1", "[LEEFTIJD_1]", "",
  ])("%j", (text) => expect(restore(text)).toBe(text));
});

test("without placeholders nothing is looked for", () => {
  expect(restorer({})("[PERSOON_1]")).toBe("[PERSOON_1]");
});

test("an answer that comes in piece by piece is restored when the placeholder is whole", () => {
  const whole = "Beste [PERSOON_12], dank.";
  const seen = [...whole].map((_, i) => restore(whole.slice(0, i + 1)));
  expect(seen.at(-1)).toBe("Beste dr. El Amrani, dank.");
  expect(seen.find((s) => s.includes("[PERSOON_12"))).toBeDefined();
});

test("a long text is read in step with its length", () => {
  const text = `${"[PERSOON_".repeat(20_000)} en [PERSOON_1]`;
  const from = performance.now();
  expect(restore(text)).toContain("mevrouw Jansen");
  expect(performance.now() - from).toBeLessThan(2000);
});

test("marks of Markdown around a value stay in their pairs", () => {
  for (const mark of ["**", "_", "`", "***"]) expect(restore(`Dag ${mark}Persoon 1${mark}, tot morgen`)).toBe(`Dag ${mark}mevrouw Jansen${mark}, tot morgen`);
});
