// sendBeacon and EventSource.

import { apply, construct, nativeFetch, wrap } from "./natives";
import { readLater, readNow } from "./body";
import { nothingWritten, passage, targetOf } from "./passage";
import { hasQueryText, withoutQueryText } from "../sites/match";

// Content types that need no permission of the other side (Fetch, CORS-safelisted request-header).
const SIMPLE = /^($|text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)/i;

export function hookBeacon(): void {
  wrap(Navigator.prototype, "sendBeacon", (native, self, args) => {
    const url = String(args[0]);
    const target = targetOf(url, "POST");
    const data = (args[1] ?? undefined) as BodyInit | undefined;
    const ready = readNow(data, null);
    if (!target || ((data === undefined || ready) && nothingWritten(target, ready))) return apply(native, self, [url, ...args.slice(1)]);
    // True means queued, and it is: it leaves when it may, from this page, or never.
    void (async () => {
      const raw = data === undefined ? undefined : (ready ?? (await readLater(data, null)));
      const out = await passage(target, raw, "beacon");
      if (!out) return;
      // As a beacon does it (Beacon API section 3.1), but from bytes, which the network ledger can see.
      const type = raw?.type ?? "";
      const init = {
        method: "POST", body: out.bytes ?? raw?.bytes, headers: type ? { "Content-Type": type } : {},
        keepalive: true, credentials: "include", mode: SIMPLE.test(type) ? "no-cors" : "cors",
      };
      await (apply(nativeFetch, window, [out.url.href, init]) as Promise<Response>);
      out.done("full");
    })().catch(() => undefined);
    return true;
  });
}

/** An event stream is opened by its address alone: a prompt in it is taken out. */
export function hookEventSource(): void {
  const native = window.EventSource;
  if (!native) return;
  const proxy: typeof EventSource = new Proxy(native, {
    construct(target, args: unknown[], newTarget) {
      const url = new URL(String(args[0]), document.baseURI);
      const listed = targetOf(url.href, "GET") !== undefined && hasQueryText(url);
      return construct(target, [listed ? withoutQueryText(url).href : url.href, ...args.slice(1)], newTarget === proxy ? target : newTarget) as object;
    },
  });
  window.EventSource = proxy;
}
