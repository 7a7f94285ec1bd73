// sendBeacon. An event stream is left to the network, where the browser tries again when it was stopped.

import { readBody } from "./body";
import { free, passage } from "./channel";
import { apply, nativeFetch, wrap } from "./natives";

// Content types that need no permission of the other side (Fetch, CORS-safelisted request-header).
const SIMPLE = /^(text\/plain|multipart\/|application\/x-www|$)/i;

export function hookBeacon(): void {
  wrap(Navigator.prototype, "sendBeacon", (native, self, args) => {
    const url = String(args[0]);
    if (free("POST", url, args[1])) return apply(native, self, [url, ...args.slice(1)]);
    // True means queued, and it is: it leaves when it may, from this page, or never.
    void (async () => {
      const raw = await readBody(args[1] ?? "", null);
      const out = await passage("POST", url, "beacon", raw);
      if (!out) return;
      // As a beacon does it (Beacon API section 3.1), but from bytes, which the network ledger can see.
      const init = {
        method: "POST", body: out.bytes ?? raw.bytes, headers: raw.type ? { "Content-Type": raw.type } : {},
        keepalive: true, credentials: "include", mode: SIMPLE.test(raw.type) ? "no-cors" : "cors",
      };
      await (apply(nativeFetch, window, [out.url, init]) as Promise<Response>);
      out.done("full");
    })().catch(() => undefined);
    return true;
  });
}
