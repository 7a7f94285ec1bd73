import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
// @ts-expect-error a script of the build, without types
import { mistakesInTexts } from "../../build/texts.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "texts-"));
  mkdirSync(join(root, "src/page"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const mistakes = (nl: object, en?: object): string[] => {
  writeFileSync(join(root, "src/page/nl.json"), JSON.stringify(nl));
  if (en) writeFileSync(join(root, "src/page/en.json"), JSON.stringify(en));
  return mistakesInTexts(root) as string[];
};

test("texts in both languages with the same places are fine", () => {
  expect(mistakes({ a: "{n} zaak|{n} zaken" }, { a: "{n} case|{n} cases" })).toEqual([]);
});

test.for([
  ["a missing English text", { a: "x", b: "y" }, { a: "x" }],
  ["a missing Dutch text", { a: "x" }, { a: "x", b: "y" }],
  ["an empty text", { a: "x" }, { a: " " }],
  ["another place", { a: "{n} x" }, { a: "{m} x" }],
  ["a form without its place", { a: "{n} x|x" }, { a: "{n} x|{n} x" }],
  ["no English at all", { a: "x" }, undefined],
] as [string, object, object | undefined][])("%s stops the build", ([, nl, en]) => {
  expect(mistakes(nl, en)).toHaveLength(1);
});

test("the console's own texts are complete", () => {
  expect(mistakesInTexts(new URL("../..", import.meta.url).pathname)).toEqual([]);
});
