// XMLHttpRequest: send waits for passage; a refusal looks to the page like a network error.

import { readBody } from "./body";
import { free, passage, type Outgoing } from "./channel";
import { apply, defineProperty, wrap } from "./natives";

interface Opened {
  readonly method: string;
  readonly url: string;
  readonly sync: boolean;
  type: string | null;
  held: boolean;
}

const opened = new WeakMap<XMLHttpRequest, Opened>();
const proto = XMLHttpRequest.prototype;
const nativeSend = proto.send;
const nativeHeader = proto.setRequestHeader;

export function hookXhr(): void {
  wrap(proto, "open", (native, self, args) => {
    const xhr = self as XMLHttpRequest;
    const [method, url] = [String(args[0]), String(args[1])];
    delete (xhr as { readyState?: number }).readyState;
    const result = apply(native, self, [method, url, ...args.slice(2)]);
    opened.set(xhr, { method: method.toUpperCase(), url: new URL(url, document.baseURI).href, sync: args.length > 2 && !args[2], type: null, held: false });
    return result;
  });
  wrap(proto, "setRequestHeader", (native, self, args) => {
    const result = apply(native, self, args);
    const state = opened.get(self as XMLHttpRequest);
    if (state && String(args[0]).toLowerCase() === "content-type") state.type = String(args[1]);
    return result;
  });
  wrap(proto, "send", (native, self, args) => {
    const xhr = self as XMLHttpRequest;
    const state = opened.get(xhr);
    const body = args[0] instanceof Document ? new XMLSerializer().serializeToString(args[0]) : args[0];
    if (!state || free(state.method, state.url, body, state.type, state.sync)) return apply(native, self, args);
    if (state.sync) throw new DOMException("", "NetworkError");
    if (state.held) throw new DOMException("", "InvalidStateError");
    state.held = true;
    void hold(xhr, state, body);
    return undefined;
  });
  wrap(proto, "abort", (native, self, args) => {
    const xhr = self as XMLHttpRequest;
    if (!opened.get(xhr)?.held) return apply(native, self, args);
    opened.delete(xhr);
    finish(xhr, "abort");
    return undefined;
  });
}

async function hold(xhr: XMLHttpRequest, state: Opened, body: unknown): Promise<void> {
  const from = Date.now();
  const { method, url } = state;
  const raw = body === undefined || body === null ? undefined : await readBody(body, state.type).catch(() => null);
  // What cannot be read does not leave.
  const out: Outgoing | null = raw === null ? null : await passage(method, url, "xhr", raw);
  // Opened again, aborted, or given up while it was held: this request no longer exists.
  if (opened.get(xhr) !== state) return out?.done("none");
  state.held = false;
  // The address was given to open and stays: a prompt in it leaves as it is or not at all.
  if (!out || out.url !== url) {
    out?.done("none");
    return finish(xhr, "error");
  }
  if (xhr.timeout) xhr.timeout = Math.max(1, xhr.timeout - (Date.now() - from));
  if (raw && state.type === null && raw.type) apply(nativeHeader, xhr, ["Content-Type", raw.type]);
  xhr.addEventListener("loadend", () => out.done(xhr.status ? "full" : "unknown"), { once: true });
  apply(nativeSend, xhr, [(out.bytes ?? raw?.bytes ?? null) as XMLHttpRequestBodyInit | null]);
}

// The object is still OPENED, so the end of the request is told by hand, as the standard orders it.
function finish(xhr: XMLHttpRequest, how: "error" | "abort"): void {
  defineProperty(xhr, "readyState", { value: 4, configurable: true });
  xhr.dispatchEvent(new Event("readystatechange"));
  xhr.dispatchEvent(new ProgressEvent(how));
  xhr.dispatchEvent(new ProgressEvent("loadend"));
  if (how === "abort") defineProperty(xhr, "readyState", { value: 0, configurable: true });
}
