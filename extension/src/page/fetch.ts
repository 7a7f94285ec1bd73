// fetch and fetchLater: held, read once, sent again from bytes with everything else as the page asked.

import type { Raw } from "./body";
import { free, passage } from "./channel";
import { apply, asRequest, nativeFetch, NativeRequest, wrap } from "./natives";

type Init = RequestInit & { priority?: unknown; duplex?: string };

interface Asked {
  /** What the page gave; an object of its own is turned into a string once, so that it cannot change between the look and the send. */
  readonly input: Request | string;
  readonly url: string;
  readonly method: string;
  readonly init: Init | undefined;
}

function askedBy(args: unknown[]): Asked {
  const request = asRequest(args[0]);
  const init = (args[1] ?? undefined) as Init | undefined;
  const url = request ? request.url : String(args[0]);
  return { input: request ?? url, url, method: String(init?.method ?? request?.method ?? "GET").toUpperCase(), init };
}

export function hookFetch(): void {
  wrap(window, "fetch", (native, self, args) => {
    if (args.length === 0) return apply(native, self, args);
    const asked = askedBy(args);
    const { input, init } = asked;
    // The stream of a Request is read only when it has to be.
    const body = init?.body ?? (typeof input === "string" ? undefined : input.body);
    const type = init?.headers && body ? new Headers(init.headers).get("content-type") : null;
    return free(asked.method, asked.url, body, type) ? apply(native, self, [input, ...args.slice(1)]) : send(asked);
  });
  wrap(window, "fetchLater", (native, self, args) => {
    const asked = askedBy(args);
    const { method, url, init } = asked;
    if (free(method, url, init?.body)) return apply(native, self, args);
    // What leaves later cannot be answered for: it leaves now.
    const result = { activated: false };
    send({ ...asked, init: { ...init, keepalive: true } }).then(() => (result.activated = true), () => undefined);
    return result;
  });
}

/** What the browser sends by itself, when it likes and without the page, cannot be answered for: it is asked about, and refused. */
export function hookBackgroundFetch(): void {
  wrap((window as { BackgroundFetchManager?: Function }).BackgroundFetchManager?.prototype, "fetch", (native, self, args) => {
    const all = [args[1]].flat().map((one) => new NativeRequest(one as RequestInfo));
    if (all.every((r) => free(r.method, r.url, r.body))) return apply(native, self, args);
    return Promise.all(all.map(async (r) => passage(r.method, r.url, "fetch", await bytesOf(r)))).then(() => {
      throw new TypeError("Failed to fetch");
    });
  });
}

async function send({ input, init }: Asked): Promise<Response> {
  const request = new NativeRequest(input, init?.body instanceof ReadableStream ? ({ duplex: "half", ...init } as Init) : init);
  const body = await abortable(request.signal, bytesOf(request));
  const out = await abortable(request.signal, passage(request.method, request.url, "fetch", body));
  if (!out) throw new TypeError("Failed to fetch");
  try {
    const response = await (apply(nativeFetch, window, [out.url, rebuilt(request, init, out.bytes ?? body?.bytes)]) as Promise<Response>);
    out.done("full");
    return response;
  } catch (error) {
    out.done("unknown");
    throw error;
  }
}

async function bytesOf(request: Request): Promise<Raw | undefined> {
  if (!request.body && (request.method === "GET" || request.method === "HEAD")) return undefined;
  return { bytes: new Uint8Array(await request.arrayBuffer()), type: request.headers.get("content-type") ?? "" };
}

// What the page gave stays; what the Request object settled wins, except the body.
function rebuilt(request: Request, init: Init | undefined, bytes: Uint8Array | undefined): RequestInit {
  const out: Record<string, unknown> = { ...init };
  for (const name in request) out[name] = request[name as keyof Request];
  delete out.duplex;
  return { ...out, body: bytes?.length ? (bytes as Uint8Array<ArrayBuffer>) : undefined };
}

function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
  return Promise.race([work, aborted]);
}
