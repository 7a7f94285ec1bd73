// XMLHttpRequest: send waits for passage; a refusal looks to the page like a network error.

import { apply, now, wrap } from "./natives";
import { readLater, readNow } from "./body";
import { nothingWritten, passage, targetOf, type Outgoing } from "./passage";
import type { Target } from "../sites/match";
import type { RawBody } from "../sites/read";

interface Opened {
  readonly target: Target | undefined;
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
    const state: Opened = {
      target: targetOf(url, method), sync: args.length > 2 && !args[2], type: null, held: false,
    };
    const result = apply(native, self, [method, url, ...args.slice(2)]);
    opened.set(xhr, state);
    return result;
  });
  wrap(proto, "setRequestHeader", (native, self, args) => {
    const result = apply(native, self, args);
    const state = opened.get(self as XMLHttpRequest);
    if (state && /^content-type$/i.test(String(args[0]))) state.type = String(args[1]);
    return result;
  });
  wrap(proto, "send", (native, self, args) => {
    const xhr = self as XMLHttpRequest;
    const state = opened.get(xhr);
    const body = args[0] instanceof Document ? new XMLSerializer().serializeToString(args[0]) : (args[0] ?? undefined);
    if (!state?.target) return apply(native, self, args);
    const ready = readNow(body, state.type);
    if ((body === undefined || ready) && nothingWritten(state.target, ready)) return apply(native, self, args);
    if (state.sync) throw new DOMException("Failed to execute 'send' on 'XMLHttpRequest'", "NetworkError");
    if (state.held) throw new DOMException("The object's state must be OPENED.", "InvalidStateError");
    state.held = true;
    void hold(xhr, state, state.target, body as BodyInit | undefined);
    return undefined;
  });
  wrap(proto, "abort", (native, self, args) => {
    const xhr = self as XMLHttpRequest;
    const state = opened.get(xhr);
    if (!state?.held) return apply(native, self, args);
    opened.delete(xhr);
    finish(xhr, "abort");
    return undefined;
  });
}

async function hold(xhr: XMLHttpRequest, state: Opened, target: Target, body: BodyInit | undefined): Promise<void> {
  const from = now();
  let raw: RawBody | undefined;
  let out: Outgoing | null = null;
  try {
    raw = body === undefined ? undefined : (readNow(body, state.type) ?? (await readLater(body, state.type)));
    out = await passage(target, raw, "xhr");
  } catch {
    // What cannot be read does not leave.
  }
  // Opened again or aborted while it was held: this request no longer exists.
  if (opened.get(xhr) !== state) return;
  state.held = false;
  // The address was given to open and stays: a prompt in it leaves as it is or not at all.
  if (out && out.url.href !== target.url.href) {
    out.done("none");
    out = null;
  }
  if (!out) return finish(xhr, "error");
  const { done } = out;
  if (xhr.timeout) xhr.timeout = Math.max(1, xhr.timeout - (now() - from));
  if (raw && state.type === null && raw.type) apply(nativeHeader, xhr, ["Content-Type", raw.type]);
  xhr.addEventListener("loadend", () => done(xhr.status ? "full" : "unknown"), { once: true });
  apply(nativeSend, xhr, [(out.bytes ?? raw?.bytes ?? null) as XMLHttpRequestBodyInit | null]);
}

// The object is still OPENED, so the end of the request is told by hand, as the standard orders it.
function finish(xhr: XMLHttpRequest, how: "error" | "abort"): void {
  Object.defineProperty(xhr, "readyState", { value: 4, configurable: true });
  xhr.dispatchEvent(new Event("readystatechange"));
  xhr.dispatchEvent(new ProgressEvent(how));
  xhr.dispatchEvent(new ProgressEvent("loadend"));
  if (how === "abort") Object.defineProperty(xhr, "readyState", { value: 0, configurable: true });
}
