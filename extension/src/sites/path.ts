// Text paths: where the text sits in a body. `a.b` member (`a\.b` one with a dot in its name, `*` any), `[]` every element, `[0]` one element,
// `{}` JSON inside a string.

/** One place of text in a parsed body, and the way to change it there. */
export interface Slot {
  readonly text: string;
  set(text: string): void;
}

type Holder = Record<string | number, unknown>;

const STEP = /(?:\\.|[^.[\]{}\\])+|\[\d*\]|\{\}/g;

/** Splits a path into steps, brackets and all; throws on anything that is not a path. */
export function parsePath(path: string): string[] {
  const steps = path.match(STEP) ?? [];
  if (!steps[0] || steps.join("") !== path.replace(/(?<!\\)\.(?=[^.[\]{}])/g, "")) throw new Error(`bad text path ${path}`);
  return steps.map((step) => step.replace("\\", ""));
}

/** The non-empty strings at one path below root. */
export function slotsAt(root: unknown, path: string): Slot[] {
  const out: Slot[] = [];
  walk({ root }, "root", parsePath(path), out);
  return out;
}

function walk(holder: Holder, key: string | number, [step, ...rest]: readonly string[], out: Slot[]): void {
  const node = holder[key];
  if (!step) {
    if (typeof node === "string" && node !== "") out.push({ text: node, set: (text) => void (holder[key] = text) });
  } else if (step === "{}") {
    nested(holder, key, out, (box, inner) => walk(box, "root", rest, inner));
  } else if (step[0] === "[") {
    if (!Array.isArray(node)) return;
    if (step === "[]") node.forEach((_, i) => walk(node as unknown as Holder, i, rest, out));
    else walk(node as unknown as Holder, Number(step.slice(1, -1)), rest, out);
  } else if (node !== null && typeof node === "object" && !Array.isArray(node) && !isAnswer(node)) {
    for (const name of step === "*" ? Object.keys(node) : [step]) walk(node as Holder, name, rest, out);
  }
}

/** Runs collect on the JSON inside a string; a change in it is written back into the string. */
export function nested(holder: Holder, key: string | number, out: Slot[], collect: (box: Holder, inner: Slot[]) => void): void {
  if (!/^\s*[[{]/.test(holder[key] as string)) return;
  const box: Holder = {};
  try {
    box.root = JSON.parse(holder[key] as string);
  } catch {
    return;
  }
  const inner: Slot[] = [];
  collect(box, inner);
  for (const slot of inner) {
    out.push({
      text: slot.text,
      set(text) {
        slot.set(text);
        holder[key] = JSON.stringify(box.root);
      },
    });
  }
}

const NO_TEXT = /^(?:[a-z_-]{0,24}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|https?:\/\/[^\s?]*)$/i;

/** Whether a string can be something a person wrote, and not an enum word, a UUID or a plain address. */
export function looksWritten(text: string): boolean {
  return !NO_TEXT.test(text);
}

/** A number in JSON that would not be looked at: a BSN without quotes. */
const NUMBER = /[[:,]\s*\d{9}\b/;

const PROSE = /\S\s+\S|@|\b\d{9}\b/;

/** Whether a string under an unknown name can be a prompt: several words, an address, nine digits. */
export function looksProse(text: string): boolean {
  return PROSE.test(text);
}

/** Which strings count: by the key they stand under, or by themselves. */
export interface Accept {
  /** Whether an accepted string that is JSON is looked into first. */
  readonly nests?: boolean;
  key(name: string): boolean;
  text(text: string): boolean;
}

// A turn of the assistant, sent along with the user's.
function isAnswer(node: object): boolean {
  return (node as Holder).role === "assistant";
}

/** The strings that are accepted, wherever they are. Turns of the assistant are left out. */
export function slotsWhere(root: unknown, accept: Accept): Slot[] {
  const out: Slot[] = [];
  visit({ root }, "root", accept.key("root"), accept, out);
  return out;
}

function visit(holder: Holder, key: string | number, accepted: boolean, accept: Accept, out: Slot[]): void {
  const node = holder[key];
  if (typeof node === "string") {
    const before = out.length;
    if (!accepted || (accept.nests && !NUMBER.test(node))) nested(holder, key, out, (box, inner) => visit(box, "root", accepted, accept, inner));
    // Else it is taken whole: a person may have pasted JSON.
    if (out.length === before && accepted && accept.text(node)) out.push({ text: node, set: (text) => void (holder[key] = text) });
  } else if (Array.isArray(node)) {
    node.forEach((_, i) => visit(node as unknown as Holder, i, accepted, accept, out));
  } else if (node !== null && typeof node === "object") {
    if (isAnswer(node)) return;
    for (const name of Object.keys(node)) visit(node as Holder, name, accept.key(name), accept, out);
  }
}
