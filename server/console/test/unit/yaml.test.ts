import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { rulesOf, setAction, setOverride } from "../../src/pages/policy/model.ts";
import { get, list, put, read, text, Unreadable, type MapNode } from "../../src/pages/policy/yaml.ts";

const policies = new URL("../../../../rules/", import.meta.url);
const shipped = readdirSync(policies, { recursive: true }).map(String).filter((file) => file.endsWith(".yaml")).map((file) => [file, readFileSync(new URL(file, policies), "utf8")] as const)
  .filter(([, document]) => /^kind: Policy$/m.test(document));

test("the policies that come with the program are read in full", () => {
  expect(shipped.length).toBeGreaterThan(0);
  for (const [file, document] of shipped) {
    expect([file, rulesOf(document).length]).toEqual([file, document.match(/^\s+then:/gm)?.length]);
    for (const rule of rulesOf(document)) expect(["allow", "log", "coach", "warn", "justify", "redact", "block"]).toContain(rule.action);
  }
});

const example = `spec:
  # kept
  rules:
    - id: a # also kept
      then: {action: block, offers: [safe_rewrite, redirect], override: {allow: false}}
    - id: "b: c"
      mode: shadow
      then:
        action: warn
        message: 'it''s'
`;

test("values have their places", () => {
  const rules = rulesOf(example);
  expect(rules.map(({ id, mode, action, offers, override }) => ({ id, mode, action, offers, override }))).toEqual([
    { id: "a", mode: "enforce", action: "block", offers: ["safe_rewrite", "redirect"], override: false }, { id: "b: c", mode: "shadow", action: "warn", offers: [], override: false },
  ]);
  expect(rules[1]!.message).toBe("it's");
  const action = get(rules[0]!.then, "action")!;
  expect(example.slice(action.start, action.end)).toBe("block");
});

test.for([
  ["a value in braces", (r: ReturnType<typeof rulesOf>) => put(example, r[0]!.then, "action", "redact"), "then: {action: redact, offers: [safe_rewrite, redirect], override: {allow: false}}"],
  ["a list in braces", (r) => put(example, r[0]!.then, "offers", "[redirect]"), "offers: [redirect], override"],
  ["a new value in braces", (r) => put(example, r[0]!.then, "severity", "high"), "override: {allow: false}, severity: high}"],
  ["a value in a block", (r) => put(example, r[1]!.node, "mode", "off"), "mode: off\n      then:"],
  ["a new value in a block goes under the first, with comments left alone", (r) => put(example, r[0]!.node, "mode", "shadow"), "- id: a # also kept\n      mode: shadow\n      then:"],
] as [string, (r: ReturnType<typeof rulesOf>) => string, string][])("a form replaces %s", ([, change, expected]) => {
  const changed = change(rulesOf(example));
  expect(changed).toContain(expected);
  expect(changed).toContain("# kept");
  expect(rulesOf(changed)).toHaveLength(2);
});

test.for(["a: [1, 2", "a: {b: 1", "a:\n  - b\n c: d", "- a\nb: c", "a: 'open", "a: \"b\" c"])("%j is unreadable, with its place", (document) => {
  expect(() => read(document)).toThrow(Unreadable);
});

test("lists, empty values and literals", () => {
  const node = read("a:\n- x\n- y\nb:\nc: |\n  one\n  two\nd: [p, 'q, r']\n") as MapNode;
  expect(list(get(node, "a"))).toEqual(["x", "y"]);
  expect(text(get(node, "b"))).toBe("");
  expect(text(get(node, "c"))).toContain("two");
  expect(list(get(node, "d"))).toEqual(["p", "q, r"]);
});

test("another action takes the override along that goes with it", () => {
  const document = "spec:\n  rules:\n    - id: a\n      then:\n        action: redact\n        override: {allow: true, reasons: [spoed], budget_per_day: 2} # kept\n        message: m\n";
  const rule = rulesOf(document)[0]!;
  expect(setAction(document, rule, "block")).toBe(document.replace("redact", "block").replace(/\{.*\}/, "{allow: false}"));
  expect(setAction(document, rule, "justify")).toBe(document.replace("redact", "justify"));
  expect(setOverride(document, rule, false)).toBe(document.replace(/\{.*\}/, "{allow: false}"));
  const strict = setAction(document, rule, "block");
  expect(rulesOf(setAction(strict, rulesOf(strict)[0]!, "justify"))[0]).toMatchObject({ action: "justify", override: true });
  expect(rulesOf(setOverride(strict, rulesOf(strict)[0]!, true))[0]).toMatchObject({ action: "block", override: true });
});
