// Outcomes on their way to the register: metadata only, kept until the server has them, across restarts.

import { load, save } from "./store";

/** One outcome, in the words of the API. */
export interface Outcome {
  readonly decision_id: string;
  readonly outcome: "sent" | "redacted_and_sent" | "redirected" | "cancelled" | "blocked" | "unknown";
  readonly egress_evidence: "none" | "full" | "unknown";
  readonly evidence: { readonly hook: "submit" | "fetch" | "xhr" | "ws"; readonly bytes_before_decision: number };
  readonly override?: { readonly reason: string };
  readonly shown_ms?: number;
  readonly decided_ms?: number;
  readonly at: string;
}

interface Item {
  readonly outcome: Outcome;
  /** Milliseconds since 1970; before it the user may still choose something else. */
  readonly due: number;
}

/** Sends a batch; resolves to true when the server has it or will never take it. */
export type Send = (batch: readonly Outcome[]) => Promise<boolean>;

const KEY = "outbox";
const BATCH = 50;

let turn: Promise<unknown> = Promise.resolve();

// One change at a time: storage has no transactions.
function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

const items = async (): Promise<Item[]> => (await load<Item[]>("local", KEY)) ?? [];

/** Keeps an outcome; it takes the place of an earlier one of the same decision that has not been sent. */
export function put(outcome: Outcome, due: number): Promise<void> {
  return exclusive(async () => {
    const others = (await items()).filter((i) => i.outcome.decision_id !== outcome.decision_id);
    await save("local", KEY, [...others, { outcome, due }]);
  });
}

/** How many outcomes could have been sent by now. */
export const overdue = async (): Promise<number> => (await items()).filter((i) => i.due <= Date.now()).length;

/** Sends what is due, batch by batch, and stops at the first failure; the rest stays. */
export function flush(send: Send, now: number): Promise<void> {
  return exclusive(async () => {
    for (;;) {
      const all = await items();
      const batch = all.filter((i) => i.due <= now).slice(0, BATCH);
      if (batch.length === 0 || !(await send(batch.map((i) => i.outcome)))) return;
      await save("local", KEY, all.filter((i) => !batch.includes(i)));
    }
  });
}
