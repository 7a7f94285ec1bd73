// The natives the hook needs, taken before any script of the page runs.

export const nativeFetch = window.fetch;
export const NativeRequest = window.Request;
export const NativeEvent = window.Event;
export const { apply, construct, defineProperty } = Reflect;
export const descriptorOf = Object.getOwnPropertyDescriptor;
export const setTimer = window.setTimeout.bind(window);
export const post = MessagePort.prototype.postMessage;
export const dispatch = EventTarget.prototype.dispatchEvent;
export const { getAttribute, setAttribute } = Element.prototype;
export const { stringify } = JSON;

const getter = (owner: object, name: string): Function => descriptorOf(owner, name)?.get as Function;
export const dataOf = getter(MessageEvent.prototype, "data");
const urlOf = getter(Request.prototype, "url");

/** A Request, also one of another frame; undefined for anything else. */
export function asRequest(value: unknown): Request | undefined {
  try {
    apply(urlOf, value, []);
    return value as Request;
  } catch {
    return undefined;
  }
}

export type Call = (native: Function, self: unknown, args: unknown[]) => unknown;

/** A proxy of a native function: name, length and `[native code]` stay. */
export function proxied(native: Function, call: Call): Function {
  return new Proxy(native, { apply: (target, self, args: unknown[]) => call(target, self, args) });
}

/** Puts a proxy in the place of a native method, if the browser has it. */
export function wrap(owner: object | undefined, key: string, call: Call): void {
  const native = owner && (owner as Record<string, unknown>)[key];
  if (typeof native !== "function") return;
  defineProperty(owner as object, key, { ...descriptorOf(owner as object, key), value: proxied(native, call) });
}

/** Puts a proxy in the place of a native constructor; make gets what `new` was called with, and the class that is to come out. */
export function wrapClass(key: string, make: (native: Function, args: unknown[], kind: Function) => unknown): void {
  const native = (window as unknown as Record<string, unknown>)[key];
  if (typeof native !== "function") return;
  const proxy: Function = new Proxy(native, { construct: (target, args: unknown[], kind) => make(target, args, kind === proxy ? target : kind) as object });
  defineProperty(window, key, { ...descriptorOf(window, key), value: proxy });
  defineProperty(native.prototype, "constructor", { ...descriptorOf(native.prototype, "constructor"), value: proxy });
}
