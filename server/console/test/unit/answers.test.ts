// Every answer that a delivery can end with has words in both languages.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import nl from "../../src/pages/settings/nl.json" with { type: "json" };

const sources = fileURLToPath(new URL("../../../../internal/", import.meta.url));

test("every answer of a sender has words", () => {
  const answers = new Set<string>();
  for (const folder of ["mail", "webhook", "siem", "outbox"]) {
    for (const file of readdirSync(join(sources, folder)).filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"))) {
      for (const [, answer] of readFileSync(join(sources, folder, file), "utf8").matchAll(/Failure\{Answer: "([^"]+)"/g)) answers.add(answer!);
    }
  }
  // A code of the other side stays one.
  const wordless = [...answers].filter((answer) => !/^(http|smtp) /.test(answer) && !(`a.${answer}` in nl));
  expect(answers.size).toBeGreaterThan(10);
  expect(wordless).toEqual([]);
});
