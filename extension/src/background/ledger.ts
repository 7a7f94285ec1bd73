// The network ledger: a request to a guarded address leaves only when every text in it was let through moments ago.

import type { RawBody } from "../sites/read";
import { concat, hash, read, signs, uploadKey, type Sites } from "../sites/reader";
import { ext } from "../shared/ext";
import type { Ask } from "../shared/messages";

const LIFE_MS = 10_000;
const mayWait = "getBrowserInfo" in ext.runtime;

type Details = chrome.webRequest.OnBeforeRequestDetails;
export type Judge = (details: Details) => chrome.webRequest.BlockingResponse;

/** Texts that may leave, each once. Holds hashes, not texts. */
export class Ledger {
  readonly #entries = new Map<string, { uses: number; until: number }>();
  readonly #seen = new Set<string>();

  readonly #sites: () => Sites;
  readonly #now: () => number;

  constructor(sites: () => Sites, now: () => number = Date.now) {
    this.#sites = sites;
    this.#now = now;
  }

  approve(pieces: readonly string[]): void {
    const until = this.#now() + LIFE_MS;
    for (const [key, entry] of this.#entries) if (entry.until < this.#now()) this.#entries.delete(key);
    for (const piece of pieces) {
      const key = hash(piece);
      this.#entries.set(key, { uses: (this.#entries.get(key)?.uses ?? 0) + 1, until });
    }
  }

  /** Lets the page open a socket. Its frames are held by the hook. */
  open(url: string): true {
    this.approve([url]);
    return true;
  }

  /** Whether all pieces may leave; takes one use of each. */
  take(pieces: readonly string[]): boolean {
    const keys = pieces.map(hash);
    if (!keys.every((key) => this.#live(key))) return false;
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry) entry.uses--;
    }
    return true;
  }

  #live(key: string): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.uses > 0 && entry.until >= this.#now();
  }

  /** What a request that was stopped would have told; without pieces nobody can look at it. */
  told(details: Details): Pick<Ask, "state" | "pieces" | "files"> {
    const { method, requestBody } = details;
    const target = this.#sites().match(new URL(details.url), method);
    const body = bodyOf(details);
    const reading = target && body !== "hidden" ? read(target, body) : undefined;
    if (reading?.state === "text") return { state: "text", pieces: reading.pieces };
    // The browser shows no files of a form.
    if (!target || !body || body === "hidden" || reading?.state !== "file" || requestBody?.formData) return { state: "unreadable", pieces: [] };
    const data = signs(body.bytes);
    return { state: "file", pieces: [`#${hash(data).slice(0, 16)}`, uploadKey(method, target.url)], files: [{ name: "", data: btoa(data) }] };
  }

  /** The answer to one request as the browser reports it. Synchronous, because Chromium asks so. */
  judge(details: Details): chrome.webRequest.BlockingResponse {
    // A redirect of a request that was let through.
    if (this.#seen.has(details.requestId)) return {};
    const verdict = this.#weigh(details);
    if (verdict.cancel || verdict.redirectUrl) return verdict;
    this.#seen.add(details.requestId);
    if (this.#seen.size > 1000) this.#seen.delete(this.#seen.values().next().value as string);
    return verdict;
  }

  #weigh(details: Details): chrome.webRequest.BlockingResponse {
    const socket = /^wss?:/.test(details.url);
    const target = this.#sites().match(new URL(details.url), socket ? "OPEN" : details.method);
    if (!target) return {};
    // Frames are not visible here: a socket that the hook did not open, as in a worker, stays shut.
    if (socket || (details.type as string) === "webtransport") return { cancel: !this.take([details.url]) };
    if (this.take([uploadKey(details.method, target.url)])) return {};
    const body = bodyOf(details);
    if (body === "hidden") return { cancel: target.endpoint.path !== "" || target.endpoint.kind === "upload" };
    const reading = read(target, body);
    if (!["text", "clear"].includes(reading.state)) return { cancel: true };
    if (reading.state === "clear" || this.take(reading.pieces)) return {};
    if (details.type === "main_frame" && details.method === "GET") return { redirectUrl: this.#sites().withoutPrompt(target.url).href };
    return { cancel: true };
  }
}

const encoder = new TextEncoder();

function bodyOf(details: Details): RawBody | undefined | "hidden" {
  const body = details.requestBody;
  if (!body) return undefined;
  if (body.formData) {
    const pairs = Object.entries(body.formData).flatMap(([name, values]) => values.map((v) => [name, String(v)]));
    return { bytes: encoder.encode(new URLSearchParams(pairs).toString()), type: "application/x-www-form-urlencoded" };
  }
  if (!body.raw || body.raw.some((part) => !part.bytes)) return "hidden";
  return { bytes: concat(body.raw.map((part) => new Uint8Array(part.bytes as ArrayBuffer))), type: "" };
}

/**
 * Starts the ledger on every guarded address. It works in Firefox, and in Chromium when the extension was installed by policy; elsewhere the
 * browser ignores it and the page hook stands alone (see `mayBlock`). stopped resolves when the texts of the request have been looked at.
 */
export function startLedger(
  judge: Judge, urls: string[], stopped: (details: Details) => Promise<void>,
): void {
  ext.webRequest.onBeforeRequest.addListener(
    (details) => {
      const verdict = judge(details);
      if (!verdict.cancel && !verdict.redirectUrl) return verdict;
      const looked = stopped(details);
      // Firefox waits: what may leave after all does so at once.
      return mayWait ? (looked.then(() => judge(details)) as unknown as chrome.webRequest.BlockingResponse) : verdict;
    },
    { urls },
    ["blocking", "requestBody"],
  );
}

/** Whether the browser lets the ledger stop requests. */
export function mayBlock(): Promise<boolean> {
  return ext.permissions.contains({ permissions: ["webRequestBlocking"] });
}
