// Reads the part of YAML in which policies are written, with the place of every value, so that a form can change one value and
// leave the rest of the document, comments too, as it is. What it cannot read it says; the server judges the document in full.

export type Node = Scalar | MapNode | ListNode;

export interface Scalar {
  kind: "scalar";
  value: string;
  start: number;
  end: number;
}

export interface MapNode {
  kind: "map";
  entries: { key: string; value: Node }[];
  start: number;
  end: number;
  /** Where its keys begin, in columns; -1 in braces. */
  column: number;
}

export interface ListNode {
  kind: "list";
  items: Node[];
  start: number;
  end: number;
}

export class Unreadable extends Error {
  constructor(readonly at: number) {
    super("unreadable");
  }
}

/** The document as a tree. Throws Unreadable where it is no YAML that this reads. */
export function read(text: string): Node {
  const reader = new Reader(text);
  return reader.document();
}

class Reader {
  #at = 0;
  constructor(readonly text: string) {}

  document(): Node {
    this.#blank();
    const node = this.#block(this.#column());
    this.#blank();
    if (this.#at < this.text.length) throw new Unreadable(this.#at);
    return node;
  }

  #column(): number {
    return this.#at - (this.text.lastIndexOf("\n", this.#at - 1) + 1);
  }

  #peek(): string {
    return this.text[this.#at] ?? "";
  }

  // Past blank lines and comments, to the next content.
  #blank(): void {
    const rest = /(?:[ \t]*(?:#[^\n]*)?(?:\r?\n|$)|---[ \t]*(?:\r?\n|$))*[ ]*/y;
    rest.lastIndex = this.#at;
    this.#at += rest.exec(this.text)?.[0].length ?? 0;
  }

  #dash(): boolean {
    return /^-(?:[ \n]|$)/.test(this.text.slice(this.#at, this.#at + 2));
  }

  #block(column: number): Node {
    if (this.#dash()) return this.#list(column);
    const open = this.#peek();
    if (open === "{" || open === "[") return this.#flow();
    return this.#keyAhead() ? this.#map(column) : this.#scalar();
  }

  #keyAhead(): boolean {
    return /^(?:"[^"\n]*"|'[^'\n]*'|[^\s#{}[\],"'][^\n]*?):(?:\s|$)/.test(this.text.slice(this.#at, this.#at + 200));
  }

  #list(column: number): ListNode {
    const node: ListNode = { kind: "list", items: [], start: this.#at, end: this.#at };
    while (this.#at < this.text.length && this.#column() === column && this.#dash()) {
      this.#at++;
      this.#blank();
      node.items.push(this.#block(this.#column()));
      node.end = this.#at;
      this.#blank();
    }
    return node;
  }

  #map(column: number): MapNode {
    const node: MapNode = { kind: "map", entries: [], start: this.#at, end: this.#at, column };
    while (this.#at < this.text.length && this.#column() === column && !this.#dash()) {
      const key = this.#key();
      node.entries.push({ key, value: this.#valueOf(column) });
      node.end = this.#at;
      this.#blank();
    }
    if (this.#at < this.text.length && this.#column() > column) throw new Unreadable(this.#at);
    return node;
  }

  #key(): string {
    const match = /(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#{}[\],"'][^\n]*?))[ ]*:(?=\s|$)/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.text);
    if (!found) throw new Unreadable(this.#at);
    this.#at += found[0].length;
    return found[1] ?? found[2] ?? found[3]!;
  }

  // What stands after a key: on the same line, or deeper on the next ones.
  #valueOf(column: number): Node {
    const spaces = /[ ]*/y;
    spaces.lastIndex = this.#at;
    this.#at += spaces.exec(this.text)![0].length;
    const here = this.#at;
    if (this.#peek() && !"\n\r#".includes(this.#peek())) {
      if (this.#peek() === "{" || this.#peek() === "[") return this.#flow();
      if (this.#peek() === "|" || this.#peek() === ">") return this.#literal(column);
      return this.#scalar();
    }
    this.#blank();
    const deeper = this.#column();
    if (this.#at < this.text.length && (deeper > column || (deeper === column && this.#dash()))) return this.#block(deeper);
    this.#at = here;
    return { kind: "scalar", value: "", start: here, end: here };
  }

  #scalar(): Scalar {
    const start = this.#at;
    const quote = this.#peek();
    if (quote === '"' || quote === "'") return this.#quoted(quote);
    const plain = /[^\n#]*?(?=[ ]*(?:[ ]#|\r?\n|$))/y;
    plain.lastIndex = start;
    const value = plain.exec(this.text)?.[0];
    if (!value) throw new Unreadable(start);
    this.#at += value.length;
    return { kind: "scalar", value, start, end: this.#at };
  }

  #quoted(quote: string): Scalar {
    const start = this.#at;
    const match = quote === '"' ? /"(?:[^"\\\n]|\\.)*"/y : /'(?:[^'\n]|'')*'/y;
    match.lastIndex = start;
    const raw = match.exec(this.text)?.[0];
    if (!raw) throw new Unreadable(start);
    this.#at += raw.length;
    return { kind: "scalar", value: quote === '"' ? JSON.parse(raw) as string : raw.slice(1, -1).replaceAll("''", "'"), start, end: this.#at };
  }

  #literal(column: number): Scalar {
    const start = this.#at;
    const lines = new RegExp(`[^\\n]*\\n(?:(?:[ ]{${column + 1}}[^\\n]*|[ ]*)(?:\\n|$))*`, "y");
    lines.lastIndex = start;
    this.#at += lines.exec(this.text)?.[0].length ?? 1;
    return { kind: "scalar", value: this.text.slice(start, this.#at), start, end: this.#at };
  }

  #flow(): Node {
    const start = this.#at;
    const open = this.#peek();
    if (open !== "{" && open !== "[") return this.#flowScalar();
    const close = open === "{" ? "}" : "]";
    this.#at++;
    const items: Node[] = [];
    const entries: MapNode["entries"] = [];
    for (;;) {
      this.#gap();
      if (this.#peek() === close) break;
      if (open === "{") {
        const key = this.#flowScalar(":").value.trim();
        this.#gap();
        if (this.#peek() !== ":") throw new Unreadable(this.#at);
        this.#at++;
        this.#gap();
        entries.push({ key, value: this.#flow() });
      } else {
        items.push(this.#flow());
      }
      this.#gap();
      if (this.#peek() === ",") this.#at++;
      else if (this.#peek() !== close) throw new Unreadable(this.#at);
    }
    this.#at++;
    return open === "{" ? { kind: "map", entries, start, end: this.#at, column: -1 } : { kind: "list", items, start, end: this.#at };
  }

  #gap(): void {
    const gap = /(?:\s|#[^\n]*)*/y;
    gap.lastIndex = this.#at;
    this.#at += gap.exec(this.text)![0].length;
  }

  #flowScalar(until = ""): Scalar {
    const quote = this.#peek();
    if (quote === '"' || quote === "'") return this.#quoted(quote);
    const start = this.#at;
    const plain = until === ":" ? /[^\n,{}[\]:#]+/y : /(?:[^\n,{}[\]#:]|:(?=\S))+/y;
    plain.lastIndex = start;
    const raw = plain.exec(this.text)?.[0].trimEnd();
    if (!raw) throw new Unreadable(start);
    this.#at += raw.length;
    return { kind: "scalar", value: raw, start, end: this.#at };
  }
}

/** The value of a key, undefined when it is not there. */
export function get(node: Node | undefined, ...path: string[]): Node | undefined {
  return path.reduce<Node | undefined>((at, key) => (at?.kind === "map" ? at.entries.find((e) => e.key === key)?.value : undefined), node);
}

export const text = (node: Node | undefined): string => (node?.kind === "scalar" ? node.value : "");

/** A list of texts; a single one counts as a list of one. */
export function list(node: Node | undefined): string[] {
  if (node?.kind === "list") return node.items.map((item) => text(item));
  return node?.kind === "scalar" && node.value ? [node.value] : [];
}

/** The document with the value of a key of a map replaced, or put in. */
export function put(document: string, map: MapNode, key: string, value: string): string {
  const found = map.entries.find((e) => e.key === key)?.value;
  if (found) return document.slice(0, found.start) + (found.start === found.end ? " " : "") + value + document.slice(found.end);
  if (map.column < 0) {
    const empty = map.entries.length === 0;
    return `${document.slice(0, map.end - 1)}${empty ? "" : ", "}${key}: ${value}${document.slice(map.end - 1)}`;
  }
  const first = map.entries[0];
  const after = first ? endOfLine(document, first.value.kind === "scalar" ? first.value.end : map.end) : map.end;
  return `${document.slice(0, after)}\n${" ".repeat(map.column)}${key}: ${value}${document.slice(after)}`;
}

function endOfLine(document: string, at: number): number {
  const end = document.indexOf("\n", at);
  return end < 0 ? document.length : end;
}
