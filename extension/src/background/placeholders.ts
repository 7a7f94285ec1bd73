// Placeholders of one conversation: the same value keeps the same placeholder, and no number is used that the text already holds.

import type { Finding } from "./verdict";
import type { Mark } from "../shared/messages";

export interface PlaceholderMap {
  /** From label and value to placeholder. Holds real values: session memory only. */
  readonly byValue: Record<string, string>;
  /** From placeholder to the words that it first stood for. */
  readonly originals: Record<string, string>;
}

export const emptyMap = (): PlaceholderMap => ({ byValue: {}, originals: {} });

export interface Redacted {
  readonly pieces: string[];
  readonly text: string;
  /** Where the placeholders are in text. */
  readonly marks: Mark[];
  readonly map: PlaceholderMap;
}

/** What stands between the pieces of one request when they are looked at as one text. */
export const JOINT = "\n\n";

/** A text without white space and marks of layout: an editor shows what its site sends with signs of its own (Markdown). */
export const unmarked = (text: string): string => text.replace(/[\s*_#>`~\\-]+/g, "");

const unspaced = (text: string): string => text.replace(/\s+/g, "");

/** The findings of one text in another that differs from it in white space and layout alone. */
export function realign(findings: readonly Finding[], from: string, to: string): readonly Finding[] {
  if (from === to) return findings;
  const bare = unspaced(from) === unspaced(to) ? unspaced : unmarked;
  const signs = to.split("").flatMap((sign, i) => (bare(sign) ? [i] : []));
  const nth = (unit: number): number => bare(from.slice(0, unit)).length;
  return findings.map((f) => {
    const words = from.slice(f.start, f.end);
    let start = signs[nth(f.start)] ?? 0;
    let end = (signs[nth(f.end) - 1] ?? -1) + 1;
    // Signs at its edges that are its own, as of a password.
    const [head, tail] = [/^[*_#>`~\\-]*/, /[*_#>`~\\-]*$/].map((edge) => edge.exec(words)?.[0] ?? "") as [string, string];
    if (bare === unmarked && to.slice(0, start).endsWith(head)) start -= head.length;
    if (bare === unmarked && to.startsWith(tail, end)) end += tail.length;
    return { ...f, start, end };
  });
}

/** The findings that a safe version replaces, in order and without overlap; the longer of two wins. */
export function replaced(findings: readonly Finding[]): Finding[] {
  const out: Finding[] = [];
  for (const f of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (!f.covered) continue;
    const last = out.at(-1);
    if (!last || f.start >= last.end) out.push(f);
    else if (f.end > last.end) out[out.length - 1] = { ...last, end: f.end };
  }
  return out;
}

/** Writes placeholders over the findings of pieces.join(JOINT). */
export function redact(pieces: readonly string[], findings: readonly Finding[], map: PlaceholderMap): Redacted {
  const text = pieces.join(JOINT);
  const places = replaced(findings);
  const { names, map: grown } = assign(text, places, map);
  const out: string[] = [];
  let from = 0;
  for (const piece of pieces) {
    out.push(splice(piece, from, places, names));
    from += piece.length + JOINT.length;
  }
  return { pieces: out, text: out.join(JOINT), marks: marksOf(places, names), map: grown };
}

function splice(piece: string, from: number, places: readonly Finding[], names: readonly string[]): string {
  let out = "";
  let at = 0;
  places.forEach((f, i) => {
    const start = Math.max(0, f.start - from);
    const end = Math.min(piece.length, f.end - from);
    if (start >= end) return;
    out += piece.slice(at, start) + names[i];
    at = end;
  });
  return out + piece.slice(at);
}

function marksOf(places: readonly Finding[], names: readonly string[]): Mark[] {
  let shift = 0;
  return places.map((f, i) => {
    const length = names[i]?.length ?? 0;
    const start = f.start + shift;
    shift += length - (f.end - f.start);
    return { id: f.id, start, end: start + length, type: f.type };
  });
}

function assign(text: string, places: readonly Finding[], map: PlaceholderMap): { names: string[]; map: PlaceholderMap } {
  const byValue = { ...map.byValue };
  const originals = { ...map.originals };
  const taken = new Set(Object.values(byValue));
  const byRef = new Map<string, string>();
  const names = places.map((f) => {
    const words = text.slice(f.start, f.end);
    const key = `${f.label} ${valueOf(words)}`;
    const ref = `${f.label} ${f.ref}`;
    const name = byRef.get(ref) ?? byValue[key] ?? fresh(f.label, text, taken);
    byValue[key] = name;
    originals[name] ??= words;
    taken.add(name);
    byRef.set(ref, name);
    return name;
  });
  return { names, map: { byValue, originals } };
}

function fresh(label: string, text: string, taken: ReadonlySet<string>): string {
  const upper = text.toUpperCase();
  for (let n = 1; ; n++) {
    const name = `[${label}_${n}]`;
    if (!taken.has(name) && !upper.includes(name)) return name;
  }
}

function valueOf(value: string): string {
  return value.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}
