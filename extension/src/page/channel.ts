// The line from the page hook to the bridge: one port, handed over synchronously before any script of the page runs.

import { PORT_EVENT, type Answer, type HookMessage, type Left, type Passage } from "../shared/messages";
import type { Ask } from "../shared/messages";
import { postTo, setTimer } from "./natives";

const REJECT: Passage = { go: "reject" };
// The background answers within 2.5 s; whatever takes longer is a dead bridge.
const ANSWER_MS = 4000;

let port: MessagePort | undefined;
let next = 1;
const waiting = new Map<number, (verdict: Passage) => void>();

/** Takes the first port and no other: a later event is the page's own. */
export function listen(): void {
  document.addEventListener(
    PORT_EVENT,
    (event) => {
      event.stopImmediatePropagation();
      port = (event as MessageEvent).ports[0];
      if (!port) return;
      port.onmessage = (message: MessageEvent<Answer>) => settle(message.data.id, message.data.verdict);
      send({ what: "alive" });
    },
    { once: true, capture: true },
  );
}

function settle(id: number, verdict: Passage): void {
  const resolve = waiting.get(id);
  waiting.delete(id);
  resolve?.(verdict);
}

function send(message: HookMessage): void {
  if (port) postTo(port, message);
}

/** Asks for passage. Without a bridge, or without an answer in time, the answer is no. */
export function ask(question: Omit<Ask, "what" | "id">): { id: number; verdict: Promise<Passage> } {
  const id = next++;
  const verdict = new Promise<Passage>((resolve) => {
    waiting.set(id, resolve);
    setTimer(() => settle(id, REJECT), ANSWER_MS);
    if (port) send({ what: "ask", id, ...question });
    else settle(id, REJECT);
  });
  return { id, verdict };
}

export function left(id: number, egress: Left["egress"]): void {
  send({ what: "left", id, egress });
}
