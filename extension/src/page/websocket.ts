// WebSocket: frames with text wait for passage, and later frames wait behind them. A socket to a guarded host is opened once the
// background knows of it, so that the network ledger can tell it from one that a worker opens.

import { readBody } from "./body";
import { free, passage } from "./channel";
import { apply, construct, defineProperty, proxied, wrap, wrapClass } from "./natives";

/** What stands before a socket that is not open yet, and after it. */
interface Front {
  /** What its properties answer. */
  readonly given: Record<string, unknown> & { readonly url: string; readyState: number; binaryType: BinaryType };
  real?: WebSocket;
}

const Native = window.WebSocket;
const proto = Native.prototype;
const descriptors = Object.getOwnPropertyDescriptors(proto);
const fronts = new WeakMap<object, Front>();
const queues = new WeakMap<object, Promise<void>>();
// A frame has no type.
const FRAME = "";
const EVENTS = ["open", "message", "error", "close"];

const isOpen = ({ readyState }: WebSocket | RTCDataChannel): boolean => readyState === 1 || readyState === "open";

export function hookSockets(): void {
  hookOpening();
  wrap(proto, "send", (native, self, args) => send(native, self as WebSocket, args));
  // A channel to wherever the page likes: its frames are read as those of a socket of the page's own host.
  wrap(window.RTCDataChannel?.prototype, "send", (native, self, args) => frame(native, self as RTCDataChannel, origin.replace("http", "ws"), args[0]));
  // Datagrams and streams of bytes: no service sends prompts so, and what they carry cannot be read.
  wrapClass("WebTransport", (native, args, kind) => {
    if (free("OPEN", String(args[0]))) return construct(native, args, kind);
    throw new DOMException("", "NotSupportedError");
  });
}

function send(native: Function, socket: WebSocket, args: unknown[]): unknown {
  const front = fronts.get(socket);
  if (front && !front.real && !front.given.readyState) throw new DOMException("", "InvalidStateError");
  const real = front ? front.real : socket;
  return real && frame(native, real, socket.url, args[0]);
}

// Frames leave in their order.
function frame(native: Function, socket: WebSocket | RTCDataChannel, url: string, data: unknown): unknown {
  if (!isOpen(socket) || (!queues.has(socket) && free("WS", url, data, FRAME))) return apply(native, socket, [data]);
  const turn = (queues.get(socket) ?? Promise.resolve()).then(() => release(native, socket, url, data)).catch(() => undefined);
  queues.set(socket, turn);
  void turn.then(() => {
    if (queues.get(socket) === turn) queues.delete(socket);
  });
  return undefined;
}

async function release(native: Function, socket: WebSocket | RTCDataChannel, url: string, data: unknown): Promise<void> {
  const raw = await readBody(data, FRAME);
  const out = await passage("WS", url, "ws", raw);
  if (!out || !isOpen(socket)) return;
  const bytes = out.bytes ?? raw.bytes;
  apply(native, socket, [typeof data === "string" ? new TextDecoder().decode(bytes) : bytes]);
  out.done("full");
}

function hookOpening(): void {
  wrapClass("WebSocket", (native, [address, ...rest], kind) => {
    const url = String(address);
    if (free("OPEN", url)) return construct(native, [url, ...rest], kind);
    const socket = construct(EventTarget, [], kind) as WebSocket;
    const whole = new URL(url, document.baseURI).href.replace(/^http/, "ws");
    const front: Front = { given: { url: whole, readyState: 0, binaryType: "blob", bufferedAmount: 0, extensions: "", protocol: "" } };
    fronts.set(socket, front);
    for (const type of EVENTS) {
      front.given[`on${type}`] = null;
      socket.addEventListener(type, (event) => {
        const handler = front.given[`on${type}`];
        if (typeof handler === "function") apply(handler, socket, [event]);
      });
    }
    void open(socket, front, rest);
    return socket;
  });
  for (const [name, { get, set }] of Object.entries(descriptors)) {
    if (!get) continue;
    // An accessor answers for the real socket, and before there is one from what the page has set.
    const accessor = (native: Function): Function =>
      proxied(native, (_, self, args) => {
        const front = fronts.get(self as object);
        if (!front || (front.real && !name.startsWith("on"))) return apply(native, front?.real ?? self, args);
        if (args.length) front.given[name] = args[0];
        return front.given[name];
      });
    defineProperty(proto, name, { ...descriptors[name as keyof typeof descriptors], get: accessor(get) as () => unknown, set: set && (accessor(set) as () => void) });
  }
  wrap(proto, "close", (native, self, args) => {
    const front = fronts.get(self as object);
    if (!front || front.real) return apply(native, front?.real ?? self, args);
    return abandon(self as WebSocket, front);
  });
}

async function open(socket: WebSocket, front: Front, rest: unknown[]): Promise<void> {
  const { given } = front;
  const out = await passage("OPEN", given.url, "ws");
  if (given.readyState) return;
  if (!out) return abandon(socket, front);
  const real = (front.real = construct(Native, [given.url, ...rest]) as WebSocket);
  real.binaryType = given.binaryType;
  for (const type of EVENTS) real.addEventListener(type, (event) => socket.dispatchEvent(new (event.constructor as typeof Event)(type, event)));
}

// As the standard tells that a connection could not be made.
function abandon(socket: WebSocket, { given }: Front): void {
  if (given.readyState) return;
  given.readyState = 3;
  setTimeout(() => {
    socket.dispatchEvent(new Event("error"));
    socket.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  });
}
