import { expect, test } from "vitest";
import { parse, print, toggle, type Grammar } from "../../src/ui/query.ts";
import { filterOf } from "../../src/pages/incidents/query.ts";

const grammar: Grammar = { is: { values: ["open", "closed"] }, sev: { ops: [":", ">="], values: ["low", "high"] }, dest: { form: /^[a-z]+$/ }, age: { ops: [">", "<"], form: /^\d+[hd]$/ } };

test("a query is its terms, and prints as it was", () => {
  const { terms, mistakes } = parse("is:open  sev>=high dest:chatgpt age>24h", grammar);
  expect(mistakes).toEqual([]);
  expect(print(terms)).toBe("is:open sev>=high dest:chatgpt age>24h");
});

test.for([
  ["iss:open", "is:open"], ["is:opne", "is:open"], ["sev<high", "sev:high"], ["dest:CHAT!", undefined], ["zzzzzzzz:x", undefined], ["age:24h", "age>24h"],
] as const)("%s is a mistake, near %s", ([word, near]) => {
  expect(parse(word, grammar)).toEqual({ terms: [], mistakes: [{ word, near }] });
});

test("a term is put in and taken out", () => {
  const open = { key: "is", op: ":" as const, value: "open" };
  expect(toggle(toggle([], open), open)).toEqual([]);
});

const now = Date.parse("2026-11-22T12:00:00Z");
test.for([
  ["is:open", { state: ["detected", "triaged", "confirmed_leak", "assessed"] }],
  ["sev>=high", { severity: ["high", "very_high"] }],
  ["sev<=medium dest:a dest:b", { severity: ["low", "medium"], destination: ["a", "b"] }],
  ["assignee:me assignee:none", { assignee: ["usr_1", "none"] }],
  ["age>24h", { to: "2026-11-21T12:00:00.000Z" }],
  ["age<2d", { from: "2026-11-20T12:00:00.000Z" }],
  ["clock:running review:no is:waiting", { clock: "running", needs_review: false, awaiting_outcome: true }],
] as const)("%s asks the server for what it says", ([text, filter]) => {
  const terms = text.split(" ").map((word) => {
    const [, key, op, value] = /^([a-z]+)(:|>=|<=|>|<)(.+)$/.exec(word)!;
    return { key: key!, op: op as ":", value: value! };
  });
  expect(filterOf(terms, "usr_1", now)).toEqual(filter);
});
