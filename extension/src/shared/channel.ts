// Between the page hook and the bridge. They share one node that is in no document, for questions that cannot wait, and one port for the rest.
// Both are handed over before any script of the page runs.

import type { Left, Transport } from "./messages";

/** Name of the one event on the document that carries the node to the hook. */
export const NODE_EVENT = "dijkwacht:node";
/** Name of the one event on the node that carries the port. */
export const PORT_EVENT = "port";
/** A question that cannot wait: the hook writes it into Q and dispatches PEEK; the answer is in A when that returns. */
export const PEEK = { event: "peek", question: "q", answer: "a" } as const;

/**
 * Method, address, content type and body; body null when it cannot be read at once; and whether it can never wait. Two methods are ours: WS for a frame
 * on a socket, OPEN for the socket itself.
 */
export type Question = readonly [method: string, url: string, type: string | null, body: string | null, hurried: boolean];

/** Between answers.ts and saved.ts: one event on the document carries a node; an event on the node asks for its text with the real values. */
export const KEPT = { hello: "dijkwacht:kept", event: "kept", text: "t" } as const;

/** Hook to bridge: may this leave? */
export interface Pass {
  readonly what: "pass";
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly transport: Transport;
  readonly type: string;
  readonly bytes?: Uint8Array;
}

export type HookMessage = Pass | ({ readonly what: "left"; readonly id: number } & Left) | { readonly what: "alive" };

/** Bridge to hook: what may leave; without an address nothing may. Bytes are there when the body was rewritten. */
export interface Answer {
  readonly id: number;
  readonly url?: string;
  readonly bytes?: Uint8Array;
}
