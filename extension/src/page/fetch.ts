// fetch and fetchLater: held, read once, sent again from bytes with everything else as the page asked.

import { apply, asRequest, nativeFetch, NativeRequest, wrap } from "./natives";
import { readNow } from "./body";
import { nothingWritten, passage, targetOf } from "./passage";
import type { Target } from "../sites/match";
import type { RawBody } from "../sites/read";

type Init = RequestInit & { priority?: unknown; duplex?: string };

export function hookFetch(): void {
  wrap(window, "fetch", (native, self, args) => held(native, self, args));
  // A request that is to leave later, unseen, cannot be answered for.
  const later = window as unknown as { fetchLater(url: unknown, init?: Init): unknown };
  wrap(later, "fetchLater", (native, self, args) => {
    const init = (args[1] ?? {}) as Init;
    if (targetOf(asRequest(args[0])?.url ?? String(args[0]), init.method ?? "GET")) throw new TypeError("Failed to fetch");
    return apply(native, self, args);
  });
}

function held(native: Function, self: unknown, args: unknown[]): unknown {
  if (args.length === 0) return apply(native, self, args);
  const request = asRequest(args[0]);
  const init = (args[1] ?? undefined) as Init | undefined;
  // A page's own object is turned into a string once, so that it cannot change between the look and the send.
  const url = request ? request.url : String(args[0]);
  const target = targetOf(url, String(init?.method ?? request?.method ?? "GET"));
  if (!target) return apply(native, self, request ? args : [url, ...args.slice(1)]);
  if (!request?.body && (init?.body === undefined || init.body === null || typeof init.body === "string")) {
    const body = init?.body ? readNow(init.body, null) : undefined;
    if (nothingWritten(target, body)) return apply(native, self, request ? args : [url, ...args.slice(1)]);
  }
  return send(target, request ?? url, init);
}

async function send(target: Target, input: Request | string, init: Init | undefined): Promise<Response> {
  const request = new NativeRequest(input, init?.body instanceof ReadableStream ? ({ duplex: "half", ...init } as Init) : init);
  const body = await abortable(request.signal, bytesOf(request));
  const out = await abortable(request.signal, passage(target, body, "fetch"));
  if (!out) throw new TypeError("Failed to fetch");
  try {
    const response = await (apply(nativeFetch, window, [out.url.href, rebuilt(request, init, out.bytes ?? body?.bytes)]) as Promise<Response>);
    out.done("full");
    return response;
  } catch (error) {
    out.done("unknown");
    throw error;
  }
}

async function bytesOf(request: Request): Promise<RawBody | undefined> {
  if (/^(GET|HEAD)$/.test(request.method)) return undefined;
  return { bytes: new Uint8Array(await request.arrayBuffer()), type: request.headers.get("content-type") ?? "" };
}

const SETTLED = ["method", "headers", "mode", "credentials", "cache", "redirect", "referrer", "referrerPolicy", "integrity", "keepalive", "signal"] as const;

// What the page gave stays; what the Request object settled wins, except the body.
function rebuilt(request: Request, init: Init | undefined, bytes: Uint8Array | undefined): RequestInit {
  const out: Record<string, unknown> = { ...init, body: bytes?.length ? bytes : undefined };
  delete out.duplex;
  for (const name of SETTLED) out[name] = request[name];
  return out;
}

function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
