// WebSocket: frames with text wait for passage, and later frames wait behind them.

import { apply, wrap } from "./natives";
import { readLater, readNow } from "./body";
import { nothingWritten, passage, socketTarget } from "./passage";
import type { Target } from "../sites/match";

const queues = new WeakMap<WebSocket, Promise<void>>();
const FRAME = "";

export function hookWebSocket(): void {
  wrap(WebSocket.prototype, "send", (native, self, args) => {
    const socket = self as WebSocket;
    const target = socketTarget(socket.url);
    if (!target || socket.readyState !== WebSocket.OPEN) return apply(native, self, args);
    const data = args[0] as string | BufferSource | Blob;
    const ready = readNow(data, FRAME);
    if (!queues.has(socket) && ready && nothingWritten(target, ready)) return apply(native, self, args);
    const turn = (queues.get(socket) ?? Promise.resolve()).then(() => release(native, socket, target, data)).catch(() => undefined);
    queues.set(socket, turn);
    void turn.then(() => {
      if (queues.get(socket) === turn) queues.delete(socket);
    });
    return undefined;
  });
}

async function release(native: Function, socket: WebSocket, target: Target, data: string | BufferSource | Blob): Promise<void> {
  const raw = readNow(data, FRAME) ?? (await readLater(data as Blob, FRAME));
  const out = await passage(target, raw, "ws");
  if (!out || socket.readyState !== WebSocket.OPEN) return;
  const bytes = out.bytes ?? raw.bytes;
  apply(native, socket, [typeof data === "string" ? new TextDecoder().decode(bytes) : bytes]);
  out.done("full");
}
