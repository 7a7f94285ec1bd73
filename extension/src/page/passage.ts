// Holds one request until it may leave, and gives back what may leave.

import { match, OTHER, siteOf, type Target } from "../sites/match";
import { read, type RawBody, type Reading } from "../sites/read";
import type { Left, Transport } from "../shared/messages";
import { ask, left } from "./channel";

export interface Outgoing {
  readonly url: URL;
  /** Undefined when the request is to go as it was. */
  readonly bytes?: Uint8Array;
  /** Tells the bridge what became of it. */
  done(egress: Left["egress"]): void;
}

const family = (host: string): string => host.split(".").slice(-2).join(".");

// This script runs on guarded hosts alone, so a site without an entry is the page's own; a frame without an address has its parent's.
const own = family(new URL(document.baseURI).hostname);
const listed = (host: string): boolean => own !== "" && family(host) === own;

/** The target of a frame on a socket. The address of a socket can hold a token, so only its host is used. */
export function socketTarget(address: string): Target | undefined {
  const url = new URL(address);
  const site = siteOf(url.hostname, listed);
  return site && { site, endpoint: OTHER, url: new URL(url.origin) };
}

/** The target of a request, or undefined when it needs no look. */
export function targetOf(url: string, method: string): Target | undefined {
  try {
    return match(new URL(url, document.baseURI), method, listed);
  } catch {
    return undefined;
  }
}

/** Whether a request can go at once, as seen from what can be read without waiting. */
export function nothingWritten(target: Target, body: RawBody | undefined): boolean {
  return target.endpoint.kind !== "upload" && read(target, body).state === "clear";
}

/** Resolves to what may leave, or to null when nothing may. */
export async function passage(target: Target, body: RawBody | undefined, transport: Transport): Promise<Outgoing | null> {
  const reading = read(target, body);
  const upload = target.endpoint.kind === "upload" || reading.state === "file";
  if (!upload && reading.state === "clear") return { url: target.url, done: () => undefined };
  if (!upload && target.endpoint.kind === "draft") return emptied(reading);
  const { id, verdict } = ask({
    host: target.url.hostname, endpoint: target.endpoint.id, transport,
    state: upload ? "file" : reading.state === "unreadable" ? "unreadable" : "text",
    pieces: upload ? [] : reading.pieces,
  });
  const answer = await verdict;
  const done = (egress: Left["egress"]): void => left(id, egress);
  if (answer.go === "send") return { url: target.url, done };
  if (answer.go === "reject") return null;
  const out = reading.rewrite(answer.pieces);
  if (holds({ ...target, url: out.url }, { bytes: out.bytes, type: body?.type ?? "" }, answer.pieces)) return { ...out, done };
  done("none");
  return null;
}

// A draft leaves without its text, so that what is typed and thought better of never leaves; nobody is asked.
function emptied(reading: Reading): Outgoing | null {
  if (reading.state === "unreadable") return null;
  return { ...reading.rewrite(reading.pieces.map(() => "")), done: () => undefined };
}

// Redaction is a fact of the body: it is read again, as the site will read it.
function holds(target: Target, body: RawBody, pieces: readonly string[]): boolean {
  const again = read(target, body).pieces;
  return again.length === pieces.length && again.every((piece, i) => piece === pieces[i]);
}
