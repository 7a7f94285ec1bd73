// The hook's side of the line to the bridge.

import { NODE_EVENT, PEEK, PORT_EVENT, type Answer, type HookMessage, type Question } from "../shared/channel";
import type { Left, Transport } from "../shared/messages";
import { textOf, type Raw } from "./body";
import { apply, dataOf, dispatch, getAttribute, NativeEvent, post, setAttribute, setTimer, stringify } from "./natives";

// The background answers within 2.5 s; whatever takes longer is a dead bridge. A file takes longer to be read.
const ANSWER_MS = 4000;
const FILE_MS = 61_000;
const WORDS = /^(text|application\/(json|x-www))/;

/** What may leave, and how to tell what became of it. */
export interface Outgoing {
  readonly url: string;
  /** Undefined when the body is to go as it was. */
  readonly bytes?: Uint8Array;
  done(egress: Left["egress"]): void;
}

let node: Element | undefined;
let port: MessagePort | undefined;
let last = 0;
const waiting: Record<number, (answer: Answer) => void> = Object.create(null);

/** Takes the first node and port and no other: a later event is the page's own. */
export function listen(): void {
  const once = { once: true, capture: true };
  document.addEventListener(
    NODE_EVENT,
    (event) => {
      event.stopImmediatePropagation();
      node = (event as MouseEvent).relatedTarget as Element;
      node.addEventListener(PORT_EVENT, (e) => take((e as MessageEvent).ports[0]), once);
    },
    once,
  );
}

function take(given: MessagePort | undefined): void {
  port = given;
  if (!port) return;
  port.onmessage = (message) => {
    const answer = apply(dataOf, message, []) as Answer;
    waiting[answer.id]?.(answer);
    delete waiting[answer.id];
  };
  tell({ what: "alive" });
}

function tell(message: HookMessage): void {
  if (port) apply(post, port, [message]);
}

/** "" when the request may leave at once; else its address without a prompt. Without a bridge nothing may. */
function peek(question: Question): string {
  if (!node) return "about:blank";
  apply(setAttribute, node, [PEEK.question, stringify(question)]);
  apply(dispatch, node, [new NativeEvent(PEEK.event)]);
  return apply(getAttribute, node, [PEEK.answer]) as string;
}

/** Whether a request may leave at once, as far as can be told without waiting. One that is hurried can never wait. */
export function free(method: string, url: string, body?: unknown, contentType: string | null = null, hurried = false): boolean {
  if ((method === "GET" || method === "HEAD") && !url.includes("?")) return true;
  const [text, type] = textOf(body);
  return !peek([method, url, contentType ?? type, text, hurried]);
}

/** Resolves to what may leave, or to null when nothing may. Without an answer in time nothing may. */
export async function passage(method: string, url: string, transport: Transport, raw?: Raw): Promise<Outgoing | null> {
  const id = ++last;
  const answer = await new Promise<Answer>((resolve) => {
    waiting[id] = resolve;
    setTimer(() => resolve({ id }), !raw || WORDS.test(raw.type) ? ANSWER_MS + (raw?.bytes.length ?? 0) / 50 : FILE_MS);
    tell({ what: "pass", id, method, url, transport, type: raw?.type ?? "", bytes: raw?.bytes });
    if (!port) resolve({ id });
  });
  return answer.url === undefined ? null : { url: answer.url, bytes: answer.bytes, done: (egress) => tell({ what: "left", id, egress }) };
}
