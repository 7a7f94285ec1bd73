// Puts the real values back into what a person sees of an answer, on this device alone. Models mangle placeholders; what is recognisable counts.

/** From placeholder, `[PERSOON_1]`, to the words that stood there. */
export type Originals = Readonly<Record<string, string>>;

/** Turns placeholders in a text into what they stand for. */
export type Restore = (text: string) => string;

// What translators make of the labels: an English answer speaks of PERSON_1.
const ALIASES: Readonly<Record<string, string>> = {
  PERSON: "PERSOON", NAME: "PERSOON", NAAM: "PERSOON", ADDRESS: "ADRES", PHONE: "TELEFOON", EMAIL: "E_MAIL", DATE: "DATUM", BIRTHDATE: "GEBOORTEDATUM", DATE_OF_BIRTH: "GEBOORTEDATUM",
};

const canonical = (label: string, number: string): string => {
  const bare = label.toUpperCase().replace(/[^\p{L}\d]+/gu, "_");
  return `[${bare}_${Number(number)}]`;
};

/** Makes the restorer of one conversation. */
export function restorer(originals: Originals): Restore {
  const labels = [...new Set(Object.keys(originals).map((p) => p.slice(1, p.lastIndexOf("_"))))];
  if (labels.length === 0) return (text) => text;
  const known = (label: string, number: string): string | undefined => {
    const found = originals[canonical(label, number)];
    const alias = ALIASES[label.toUpperCase().replace(/[^\p{L}\d]+/gu, "_")];
    return found ?? (alias && originals[canonical(alias, number)]);
  };
  const words = [...labels, ...Object.keys(ALIASES).filter((a) => labels.includes(ALIASES[a] ?? ""))].sort((a, b) => b.length - a.length);
  // A label may come back with other signs between its words, marks of Markdown around it, and its bracket turned into another.
  const label = words.map((w) => w.split("_").join("[\\s\\\\_\\-]{0,3}")).join("|");
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_])([\\\\*_\`]*[\\[{<«\\u3010\\uff3b]\\s*)?([\\\\*_\`]*)(${label})([\\s\\u00a0\\\\_\\-\\u2010-\\u2013#:.]{0,3})([0-9]{1,4})(?![\\p{N}]|[.,]\\d|\\s?%)([\\\\*_\`]*\\s*[\\]}>»\\u3011\\uff3d][*_\`]*)?`,
    "giu",
  );
  return (text) =>
    text.replace(pattern, (whole: string, open: string | undefined, marks: string, name: string, between: string, number: string, close: string | undefined, at: number) => {
      const value = known(name, number);
      // An answer that is still coming in: another digit may follow.
      if (open && !close && at + whole.length === text.length) return whole;
      // Without a bracket and in small letters it is an ordinary word: persoon 1.
      const plainWord = !open && !close && name === name.toLowerCase() && !/[_\-]/.test(between);
      if (value === undefined || plainWord) return whole;
      if (open && close) return value;
      return (open ?? "") + marks + value + (close ?? "");
    });
}
