// Reads what the page wants to send, asks about it, and gives back what may leave. It runs apart from the page, so that no script of the page can change
// how a request is read.

import type { Answer, Pass, Question } from "../shared/channel";
import { ext } from "../shared/ext";
import type { Ask, Passage } from "../shared/messages";
import { hostMatches, listedIn, read, Sites } from "../sites/reader";
import type { Target } from "../sites/match";
import type { RawBody, Reading } from "../sites/read";
import type { Table } from "../sites/table";
import type { Files } from "./uploads";

const encoder = new TextEncoder();
const inPackage = listedIn(ext.runtime.getManifest().content_scripts?.[0]?.matches ?? []);
const family = (host: string): string => host.split(".").slice(-2).join(".");
// A frame without an address has its parent's.
const here = new URL(document.baseURI).hostname;

let leaving = false;
for (const type of ["pagehide", "pageshow"]) window.addEventListener(type, (event) => event.isTrusted && (leaving = type === "pagehide"), true);

interface Line {
  /** Asks for passage of one text. */
  ask(ask: Ask): Promise<Passage>;
  /** Tells that the page opens a socket, or sends what the key stands for. */
  open(url: string, key?: string): Promise<unknown>;
  /** Called when a body that was rewritten did not hold what was agreed, and stayed. */
  unverified(id: number): void;
  /** Reads files. */
  readonly files: Files;
}

export class Gate {
  #sites: Sites | undefined;
  /** Files that were let through whole, and leave in parts. */
  readonly #passed = new Set<string>();
  readonly #ready: Promise<Sites>;
  readonly #line: Line;

  constructor(table: Promise<Table>, line: Line) {
    this.#line = line;
    this.#ready = table.then((t) => (this.#sites = sitesOf(t)));
    // Without a table every request with a body stays: each waits for it and is given up in time.
    this.#ready.catch(() => undefined);
  }

  /** "" when the request may leave at once; else its address without a prompt. */
  peek([method, address, type, body, hurried]: Question): string {
    const url = absolute(address);
    if (!url) return "";
    if (!this.#sites) return url.href;
    const target = this.#sites.match(url, method);
    if (!target) return "";
    const raw = body ? { bytes: encoder.encode(body), type: type ?? "" } : undefined;
    // What cannot wait, as of a page that goes away: the network ledger looks, where there is one.
    if (leaving || hurried) {
      if (!this.#sites.table.gated) return "";
      // Held for good, but told.
      if (body !== null) void this.#judge({ what: "pass", id: 0, method, url: url.href, transport: "beacon", type: raw?.type ?? "", bytes: raw?.bytes }, url, target);
    }
    // Behind a rule of the network (see doors.ts) even what is clear needs a door.
    const shut = this.#sites.table.gated && target.endpoint.path;
    if (!shut && method !== "OPEN" && body !== null && target.endpoint.kind !== "upload" && read(target, raw).state === "clear") return "";
    return this.#sites.withoutPrompt(url).href;
  }

  /** What may leave of one held request. */
  async pass(held: Pass): Promise<Answer> {
    const url = absolute(held.url);
    const target = url && (await this.#ready).match(url, held.method);
    if (!target) return { id: held.id, url: url?.href ?? held.url };
    const answer = held.method === "OPEN" ? { id: held.id, url: url.href } : await this.#judge(held, url, target);
    if (answer.url && (held.method === "OPEN" || target.table.gated)) await this.#line.open(answer.url);
    return answer;
  }

  async #judge({ id, method, type, bytes, transport }: Pass, url: URL, target: Target): Promise<Answer> {
    const body = bytes?.length ? { bytes, type } : undefined;
    const reading = read(target, body);
    const { state, parts } = reading;
    if (state === "clear") return { id, url: url.href };
    if (state !== "file" && target.endpoint.kind === "draft") return { id, ...emptied(reading) };
    const { whole, ...files } = state === "file" ? await this.#line.files({ method, url, bytes: bytes!, parts }) : { pieces: reading.pieces };
    if (whole && this.#passed.has(whole)) {
      await this.#line.open(url.href, files.pieces[1]);
      return { id, url: url.href };
    }
    // What a page puts in a store of its site goes to that site.
    const host = target.site.hosts.some((pattern) => hostMatches(pattern, here)) ? here : url.hostname;
    const passage = await this.#line.ask({ what: "ask", id, host, endpoint: target.endpoint.id, transport, state, ...files });
    if (passage.go === "send") {
      if (whole) this.#passed.add(whole);
      return { id, url: url.href };
    }
    if (passage.go === "reject") return { id };
    const out = reading.rewrite(passage.pieces);
    if (holds({ ...target, url: out.url }, { bytes: out.bytes, type }, passage.pieces)) return { id, url: out.url.href, bytes: out.bytes };
    this.#line.unverified(id);
    return { id };
  }
}

// On a page without an entry of its own every host of the same family is the page's.
function sitesOf(table: Table): Sites {
  const known = new Sites(table, () => false).of(here);
  return new Sites(table, (host) => inPackage(host) || (!known && family(host) === family(here)));
}

function absolute(address: string): URL | undefined {
  return URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
}

// A draft leaves without its text, so that what is typed and thought better of never leaves; nobody is asked.
function emptied(reading: Reading): Pick<Answer, "url" | "bytes"> {
  if (reading.state === "unreadable") return {};
  const { url, bytes } = reading.rewrite(reading.pieces.map(() => ""));
  return { url: url.href, bytes };
}

// Redaction is a fact of the body: it is read again, as the site will read it.
function holds(target: Target, body: RawBody, pieces: readonly string[]): boolean {
  const again = read(target, body).pieces;
  return again.length === pieces.length && again.every((piece, i) => piece === pieces[i]);
}
