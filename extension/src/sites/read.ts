// Reads the text out of a request and writes it back. Shared by the page hook, which rewrites, and the network ledger, which compares.

import { signs } from "../shared/signs";
import { holdsFile, type FormPart } from "./files";
import type { Target } from "./match";
import { looksProse, looksWritten, slotsAt, slotsWhere, type Accept, type Slot } from "./path";

export interface RawBody {
  readonly bytes: Uint8Array;
  /** Content type, with its parameters. */
  readonly type: string;
}

export interface Reading {
  /** text: pieces hold what was written. clear: nothing a person wrote. file, unreadable: cannot be looked at. */
  readonly state: "text" | "clear" | "file" | "unreadable";
  readonly pieces: readonly string[];
  /** With state file: the parts, when it is a form. */
  readonly parts?: readonly FormPart[];
  /** The same request with other pieces, one for each. */
  rewrite(pieces: readonly string[]): { url: URL; bytes: Uint8Array };
}

/** By the table's paths, by the keys that most services use, every string that reads like a prompt, every string. */
type How = "paths" | "keys" | "prose" | "all";

const anyKey = (): boolean => true;
const ACCEPT: Record<Exclude<How, "paths">, (target: Target) => Accept> = {
  keys: ({ table }) => ({ key: (name) => table.keys.includes(name), text: looksWritten }),
  prose: () => ({ key: anyKey, text: looksProse, nests: true }),
  all: () => ({ key: anyKey, text: looksWritten }),
};

interface Doc {
  slots(how: How): Slot[];
  serialise(): Uint8Array;
  readonly parts?: readonly FormPart[];
}

const encoder = new TextEncoder();
const RECORD = "\u001e";
/** What Engine.IO and Socket.IO write before the JSON of a frame: `42`, `42/space,7`. */
const FRAME_HEAD = /^\d{1,3}(\/[\w-]*,)?\d*(?=[[{])/;

/** Reads one request. Never throws: what cannot be parsed is `unreadable`. */
export function read(target: Target, body: RawBody | undefined): Reading {
  const url = new URL(target.url);
  const query = querySlots(url, target);
  const listed = target.endpoint.path !== "";
  let doc: Doc | undefined;
  if (body && body.bytes.length > 0) {
    doc = open(body, target);
    if (holdsFile(body.type, target.endpoint.kind === "upload", decode(body.bytes), doc?.parts)) return fixed("file", target.url, body, doc?.parts);
    if (!doc && listed) return fixed("unreadable", target.url, body);
    doc ??= openBytes(body.bytes);
  }
  const slots = [...query, ...(doc ? find(doc, target) : [])];
  const bytes = body?.bytes ?? new Uint8Array();
  return {
    state: slots.length ? "text" : "clear",
    pieces: slots.map((s) => s.text),
    rewrite(pieces) {
      slots.forEach((slot, i) => slot.set(pieces[i] ?? ""));
      return { url, bytes: doc ? doc.serialise() : bytes };
    },
  };
}

function fixed(state: "file" | "unreadable", url: URL, body: RawBody, parts?: readonly FormPart[]): Reading {
  return { state, pieces: [], parts, rewrite: () => ({ url, bytes: body.bytes }) };
}

// The table first; when its paths find nothing the site has changed, so the known keys and in the end every string is looked at.
function find(doc: Doc, { endpoint, url }: Target): Slot[] {
  const last: How[] = url.protocol.startsWith("ws") ? ["prose"] : ["all"];
  const ways: How[] = !endpoint.text ? ["keys", "prose"] : ["paths", "keys", ...(endpoint.kind === "prompt" ? last : [])];
  for (const how of ways) {
    const slots = doc.slots(how);
    if (slots.length) return slots;
  }
  return [];
}

function querySlots(url: URL, { table }: Target): Slot[] {
  return [...url.searchParams]
    .filter(([key, value]) => table.query.includes(key) && looksWritten(value))
    .map(([key, text]) => ({ text, set: (value) => url.searchParams.set(key, value) }));
}

function open(body: RawBody, target: Target): Doc | undefined {
  const boundary = /^multipart\/form-data.*boundary="?([^";]+)/i.exec(body.type)?.[1];
  if (boundary) return openMultipart(body.bytes, boundary, target);
  const text = decode(body.bytes);
  if (text === undefined) return undefined;
  if (/^application\/x-www-form-urlencoded/i.test(body.type)) return openForm(text, target);
  return openText(text, target);
}

/** Strict UTF-8; undefined for bytes that are not text. */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function openText(text: string, target: Target): Doc | undefined {
  if (text.includes(RECORD)) return openRecords(text, target);
  const head = FRAME_HEAD.exec(text)?.[0] ?? "";
  if (/^\s*[[{"]/.test(text.slice(head.length))) {
    try {
      return openJson(JSON.parse(text.slice(head.length)), head, target);
    } catch {
      // Not JSON after all: plain text that begins with a bracket.
    }
  }
  const box = { text };
  // A frame without JSON is a signal of the protocol more often than a text.
  const written = target.url.protocol.startsWith("ws") ? looksProse : looksWritten;
  return {
    slots: () => (written(text) ? [{ text, set: (value) => void (box.text = value) }] : []),
    serialise: () => encoder.encode(box.text),
  };
}

function openJson(root: unknown, head: string, target: Target): Doc {
  const box: Record<string, unknown> = { root };
  return {
    slots: (how) => valueSlots(box.root, how, target, (text) => void (box.root = text)),
    serialise: () => encoder.encode(head + JSON.stringify(box.root)),
  };
}

function valueSlots(root: unknown, how: How, target: Target, set: (text: string) => void): Slot[] {
  if (typeof root === "string") return looksWritten(root) ? [{ text: root, set }] : [];
  if (how === "paths") return (target.endpoint.text ?? []).flatMap((path) => slotsAt(root, path));
  return slotsWhere(root, ACCEPT[how](target));
}

// Bytes that are not text, such as protocol buffers: their readable parts can be looked at, but not rewritten.
function openBytes(bytes: Uint8Array): Doc {
  const readable = new TextDecoder().decode(bytes).match(/[^\p{C}\ufffd]{12,}/gu) ?? [];
  return {
    slots: () => readable.filter(looksProse).map((text) => ({ text, set: () => undefined })),
    serialise: () => bytes,
  };
}

// Several JSON values in one frame, each closed by a record separator (SignalR).
function openRecords(text: string, target: Target): Doc | undefined {
  const docs = text.split(RECORD).map((part) => (part === "" ? undefined : openText(part, target)));
  return {
    slots: (how) => docs.flatMap((doc) => doc?.slots(how) ?? []),
    serialise: () => encoder.encode(docs.map((doc) => (doc ? new TextDecoder().decode(doc.serialise()) : "")).join(RECORD)),
  };
}

// The fields of a form as one object: a name that comes twice holds a list.
class Fields {
  readonly view: Record<string, unknown> = {};
  constructor(private readonly names: readonly string[], values: readonly string[]) {
    names.forEach((name, i) => {
      const old = this.view[name];
      this.view[name] = old === undefined ? values[i] : [...(Array.isArray(old) ? old : [old]), values[i]];
    });
  }
  values(): string[] {
    const seen = new Map<string, number>();
    return this.names.map((name) => {
      const at = seen.get(name) ?? 0;
      seen.set(name, at + 1);
      const value = this.view[name];
      return String(Array.isArray(value) ? value[at] : value);
    });
  }
}

function openForm(text: string, target: Target): Doc {
  const pairs = [...new URLSearchParams(text)];
  const names = pairs.map(([name]) => name);
  const fields = new Fields(names, pairs.map(([, value]) => value));
  return {
    slots: (how) => valueSlots(fields.view, how, target, () => undefined),
    serialise: () => encoder.encode(new URLSearchParams(fields.values().map((value, i) => [names[i] ?? "", value])).toString()),
  };
}

interface Part extends FormPart {
  readonly head: string;
  readonly name: string;
}

function openMultipart(bytes: Uint8Array, boundary: string, target: Target): Doc | undefined {
  const parts = splitParts(bytes, boundary);
  if (!parts) return undefined;
  const fields = new Fields(parts.map((p) => p.name), parts.map((p) => decode(p.body) ?? ""));
  return {
    parts,
    slots: (how) => valueSlots(fields.view, how, target, () => undefined),
    serialise() {
      const values = fields.values();
      const chunks = parts.map((p, i) => encoder.encode(`--${boundary}\r\n${p.head}\r\n\r\n${values[i]}\r\n`));
      return concat([...chunks, encoder.encode(`--${boundary}--\r\n`)]);
    },
  };
}

function splitParts(bytes: Uint8Array, boundary: string): Part[] | undefined {
  const sections = signs(bytes).split(`--${boundary}`);
  if (sections.length < 3 || !sections.at(-1)?.startsWith("--")) return undefined;
  const parts: Part[] = [];
  for (const section of sections.slice(1, -1)) {
    const cut = section.indexOf("\r\n\r\n");
    if (cut < 0) return undefined;
    const head = section.slice(2, cut);
    const body = Uint8Array.from(section.slice(cut + 4, -2), (c) => c.charCodeAt(0));
    parts.push({ head, name: /\bname="([^"]*)"/i.exec(head)?.[1] ?? "", file: /;\s*filename\*?="?([^"\r\n]*)/i.exec(head)?.[1], body });
  }
  return parts;
}

/** Several pieces of a body as one. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** What stands in the ledger for a request with files: the browser does not show it all of them. */
export const uploadKey = (method: string, { host, pathname }: URL): string => method + host + pathname;
