// WebSocket and RTCDataChannel: frames with text wait for passage, and later frames wait behind them.

import { readBody } from "./body";
import { free, passage } from "./channel";
import { apply, wrap } from "./natives";

type Pipe = (WebSocket & { url: string }) | RTCDataChannel;

const queues = new WeakMap<Pipe, Promise<void>>();
// A frame has no type.
const FRAME = "";
const isOpen = (pipe: Pipe): boolean => pipe.readyState === WebSocket.OPEN || pipe.readyState === "open";
const addressOf = (pipe: Pipe): string => ("url" in pipe ? pipe.url : location.origin.replace("http", "ws"));

export function hookPipes(): void {
  for (const owner of [WebSocket, window.RTCDataChannel]) {
    wrap(owner?.prototype, "send", (native, self, args) => {
      const pipe = self as Pipe;
      if (!isOpen(pipe) || (!queues.has(pipe) && free("WS", addressOf(pipe), args[0], FRAME))) return apply(native, self, args);
      const data = args[0];
      const turn = (queues.get(pipe) ?? Promise.resolve()).then(() => release(native, pipe, data)).catch(() => undefined);
      queues.set(pipe, turn);
      void turn.then(() => {
        if (queues.get(pipe) === turn) queues.delete(pipe);
      });
      return undefined;
    });
  }
}

async function release(native: Function, pipe: Pipe, data: unknown): Promise<void> {
  const raw = await readBody(data, FRAME);
  const out = await passage("WS", addressOf(pipe), "ws", raw);
  if (!out || !isOpen(pipe)) return;
  const bytes = out.bytes ?? raw.bytes;
  apply(native, pipe, [typeof data === "string" ? new TextDecoder().decode(bytes) : bytes]);
  out.done("full");
}
