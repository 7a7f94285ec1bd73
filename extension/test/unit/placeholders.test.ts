import { expect, test } from "vitest";
import { emptyMap, realign, redact } from "../../src/background/placeholders";
import type { Finding } from "../../src/background/verdict";

let id = 0;
function find(text: string, value: string, label: string, more: Partial<Finding> & { from?: number } = {}): Finding {
  const start = text.indexOf(value, more.from ?? 0);
  return { id: `f${++id}`, type: "person_name", group: "identity", start, end: start + value.length, label, ref: ++id, covered: true, ...more };
}

test("the same value keeps its placeholder through the conversation, another gets the next number", () => {
  const first = "Jansen belt De Vries";
  const one = redact([first], [find(first, "Jansen", "PERSOON"), find(first, "De Vries", "PERSOON")], emptyMap());
  expect(one.text).toBe("[PERSOON_1] belt [PERSOON_2]");
  const second = "De  vries is er, Bakker ook";
  const two = redact([second], [find(second, "De  vries", "PERSOON"), find(second, "Bakker", "PERSOON")], one.map);
  expect(two.text).toBe("[PERSOON_2] is er, [PERSOON_3] ook");
});

test("each label counts for itself", () => {
  const text = "Jansen 111222333";
  expect(redact([text], [find(text, "Jansen", "PERSOON"), find(text, "111222333", "BSN")], emptyMap()).text).toBe("[PERSOON_1] [BSN_1]");
});

test("a number that the text already holds is skipped", () => {
  const text = "Jansen en [persoon_1] en [PERSOON_2]";
  expect(redact([text], [find(text, "Jansen", "PERSOON")], emptyMap()).text).toBe("[PERSOON_3] en [persoon_1] en [PERSOON_2]");
});

test("values that the service calls equal share a placeholder", () => {
  const text = "mevr. A. Jansen, Jansen";
  const findings = [find(text, "A. Jansen", "PERSOON", { ref: 7 }), find(text, "Jansen", "PERSOON", { ref: 7, from: 12 })];
  expect(redact([text], findings, emptyMap()).text).toBe("mevr. [PERSOON_1], [PERSOON_1]");
});

test("what the policy leaves stays", () => {
  const text = "Jansen heeft hartfalen";
  expect(redact([text], [find(text, "Jansen", "PERSOON"), find(text, "hartfalen", "AANDOENING", { covered: false })], emptyMap()).text).toBe("[PERSOON_1] heeft hartfalen");
});

test("overlapping findings become one placeholder over all of their text", () => {
  const text = "Kerkstraat 1, 5000 AA Tilburg.";
  const findings = [find(text, "Kerkstraat 1, 5000 AA", "ADRES"), find(text, "5000 AA Tilburg", "PLAATS"), find(text, "5000 AA", "POSTCODE")];
  expect(redact([text], findings, emptyMap()).text).toBe("[ADRES_1].");
});

test("offsets count UTF-16 units, over several pieces", () => {
  const pieces = ["😀 é Jansen", "en Jansen 😀"];
  const text = pieces.join("\n\n");
  const findings = [find(text, "Jansen", "PERSOON", { ref: 1 }), find(text, "Jansen", "PERSOON", { ref: 1, from: 12 })];
  const made = redact(pieces, findings, emptyMap());
  expect(made.pieces).toEqual(["😀 é [PERSOON_1]", "en [PERSOON_1] 😀"]);
  expect(made.marks.map((m) => made.text.slice(m.start, m.end))).toEqual(["[PERSOON_1]", "[PERSOON_1]"]);
});

test("a finding over the joint of two pieces is taken out of both", () => {
  const made = redact(["BSN 1112", "22333 ok"], [{ ...find("BSN 1112\n\n22333 ok", "1112\n\n22333", "BSN") }], emptyMap());
  expect(made.pieces).toEqual(["BSN [BSN_1]", "[BSN_1] ok"]);
});

test("the map of one conversation is not changed by another", () => {
  const map = emptyMap();
  redact(["Jansen"], [find("Jansen", "Jansen", "PERSOON")], map);
  expect(map).toEqual(emptyMap());
});

test.each<[string, string, string, string, string]>([
  ["white space", "mevr.\nJansen belt", "mevr. Jansen", "mevr. Jansen  belt", "mevr. Jansen"],
  ["marks of layout around and within", "Brief\nMevrouw Jansen belt", "Mevrouw Jansen", "## Brief\n\nMevrouw **Jansen** belt", "Mevrouw **Jansen"],
  ["its own signs at the edges", "wachtwoord _p*ss#", "_p*ss#", "## wachtwoord _p*ss#", "_p*ss#"],
  ["letters outside the first plane", "𠮷野 Jansen", "Jansen", "**𠮷野** _Jansen_", "Jansen"],
  ["another sign before it", "bel +31612345678", "+31612345678", "- bel +31612345678\n", "+31612345678"],
])("a finding is found again where the text has other layout: %s", (_, from, value, to, want) => {
  const findings = realign([find(from, from.includes(value) ? value : value.replace(" ", "\n"), "PERSOON")], from, to);
  expect(to.slice(findings[0]!.start, findings[0]!.end)).toBe(want);
});
