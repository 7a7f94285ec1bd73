// Looks up texts. The texts themselves are data files (nl.json, en.json, same keys) that are read when they are needed.

import type { Mark, Where } from "../messages";

export type Language = "nl" | "en";
export type Texts = Readonly<Record<string, string>>;
export type Say = (key: string, values?: Record<string, string>) => string;

/** Looks up in one language. A kind or reason that only a newer server knows falls back to the general text or its own name. */
export function lookUp(all: Texts): Say {
  return (key, values = {}) => {
    const [area = "", ...name] = key.split(".");
    const text = all[key] ?? all[`${area}.other`] ?? name.join(" ").replace(/_/g, " ");
    return text.replace(/\{(\w+)\}/g, (whole, part: string) => values[part] ?? whole);
  };
}

/** Kind of one finding, in the singular: "een diagnose". */
export function kindOf(say: Say, type: string): string {
  return say(`type.${type}`).split("|")[0] ?? "";
}

/** "Er staat een burgerservicenummer en 2 diagnoses in.": kinds and counts, in the order of the text. */
export function kindsAndCounts(say: Say, found: readonly Pick<Mark, "type" | "where">[]): string {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { type, where: { count } = { count: 1 } } of found) {
    counts.set(type, (counts.get(type) ?? 0) + count);
    all += count;
  }
  return say(all === 1 ? "found" : "found.many", { list: listOf(say, [...counts]) });
}

/** "een burgerservicenummer en 2 diagnoses"; "" for nothing. */
export function listOf(say: Say, counts: readonly (readonly [type: string, n: number])[]): string {
  const parts = counts.map(([type, n]) => {
    const [one = "", many = ""] = say(`type.${type}`).split("|");
    return n === 1 ? one : `${n} ${many || one}`;
  });
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} ${say("and")} ${parts.at(-1)}` : (parts[0] ?? "");
}

const UNITS: Readonly<Record<string, string>> = { slide: "slide", pptx: "slide", odp: "slide", sheet: "sheet", xlsx: "sheet", ods: "sheet" };

/** "bladzijde 2", "opmerkingen, werkblad 1 van bestand 3". */
export function placeIn(say: Say, { part, page, entry, type }: Where): string {
  const unit = UNITS[part] ?? UNITS[type] ?? "page";
  const numbered = page ? say(`unit.${unit}`, { n: String(page) }) : "";
  const place = numbered && part === unit ? numbered : [say(`part.${part}`), numbered].filter(Boolean).join(", ");
  return entry ? say("part.of", { place, n: String(entry) }) : place;
}
