// The natives the hook needs, taken before any script of the page runs.

export const nativeFetch = window.fetch;
export const NativeRequest = window.Request;
export const apply = Reflect.apply;
export const construct = Reflect.construct;
export const setTimer = window.setTimeout.bind(window);
export const now = performance.now.bind(performance);
const post = MessagePort.prototype.postMessage;

const urlOf = Object.getOwnPropertyDescriptor(Request.prototype, "url")?.get as () => string;

/** A Request, also one of another frame; undefined for anything else. */
export function asRequest(value: unknown): Request | undefined {
  try {
    apply(urlOf, value, []);
    return value as Request;
  } catch {
    return undefined;
  }
}

export function postTo(port: MessagePort, message: unknown): void {
  apply(post, port, [message]);
}

/** Puts a proxy in the place of a native method: name, length and `[native code]` stay. */
export function wrap<T extends object, K extends keyof T>(
  owner: T, key: K, call: (native: Function, self: unknown, args: unknown[]) => unknown,
): void {
  const native = owner[key];
  if (typeof native !== "function") return;
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  const value = new Proxy(native, { apply: (target, self, args: unknown[]) => call(target as Function, self, args) });
  Object.defineProperty(owner, key, { ...(descriptor ?? { configurable: true, enumerable: true, writable: true }), value });
}
