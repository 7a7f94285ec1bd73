// The language of the query bar: words like "is:open sev>=high dest:chatgpt". A word it does not know is a mistake, with what
// was probably meant; it is never passed over.

export interface Term {
  key: string;
  op: ":" | ">=" | "<=" | ">" | "<";
  value: string;
}

export interface Mistake {
  word: string;
  /** What was probably meant, where something is near. */
  near: string | undefined;
}

export interface Query {
  terms: Term[];
  mistakes: Mistake[];
}

/** What a key may be followed by: values out of a list, or any. */
export interface KeyRule {
  ops?: readonly Term["op"][];
  values?: readonly string[];
  /** A form that other values have, such as "24h". */
  form?: RegExp;
}

export type Grammar = Record<string, KeyRule>;

const shape = /^([a-z]+)(:|>=|<=|>|<)(.+)$/i;

export function parse(text: string, grammar: Grammar): Query {
  const query: Query = { terms: [], mistakes: [] };
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const [, key = "", op = "", value = ""] = shape.exec(word) ?? [];
    const rule = grammar[key];
    if (!rule) query.mistakes.push({ word, near: near(key || word, Object.keys(grammar), (k) => `${k}${op || ":"}${value}`) });
    else if (!(rule.ops ?? [":"]).includes(op as Term["op"])) query.mistakes.push({ word, near: `${key}${(rule.ops ?? [":"])[0]}${value}` });
    else if (rule.values && !rule.values.includes(value) && !rule.form?.test(value)) query.mistakes.push({ word, near: near(value, rule.values, (v) => `${key}${op}${v}`) });
    else if (!rule.values && rule.form && !rule.form.test(value)) query.mistakes.push({ word, near: undefined });
    else query.terms.push({ key, op: op as Term["op"], value });
  }
  return query;
}

export const print = (terms: readonly Term[]): string => terms.map(({ key, op, value }) => `${key}${op}${value}`).join(" ");

/** The terms with one put in or taken out. */
export function toggle(terms: readonly Term[], term: Term): Term[] {
  const same = (other: Term) => other.key === term.key && other.op === term.op && other.value === term.value;
  return terms.some(same) ? terms.filter((other) => !same(other)) : [...terms, term];
}

function near(word: string, known: readonly string[], show: (k: string) => string): string | undefined {
  const ranked = known.map((k) => ({ k, d: distance(word.toLowerCase(), k) })).sort((a, b) => a.d - b.d)[0];
  return ranked && ranked.d <= Math.max(2, word.length / 2) ? show(ranked.k) : undefined;
}

// Edit distance (Levenshtein 1966).
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
