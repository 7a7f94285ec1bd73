// What is on its way to the register: metadata only, kept on disk until the server has it, so that neither the worker's sleep nor a restart loses it.

import { load, save } from "./store";

/** What became of a decision, in the words of the API. */
export interface Outcome {
  readonly decision_id: string;
  readonly outcome: "sent" | "redacted_and_sent" | "redirected" | "cancelled" | "blocked" | "unknown";
  /** partial: a safe version in which the user left something. */
  readonly egress_evidence: "none" | "partial" | "full" | "unknown";
  readonly evidence: { readonly hook: "submit" | "fetch" | "xhr" | "ws"; readonly bytes_before_decision: number };
  readonly override?: { readonly reason: string };
  readonly shown_ms?: number;
  readonly decided_ms?: number;
  readonly at: string;
}

/** An attempt that the service did not see. */
export interface ClientEvent {
  readonly attempt_id: string;
  readonly kind: "local_block" | "unguarded_send";
  readonly destination_id: string;
  readonly channel: string;
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly rules_version: string;
  readonly at: string;
}

/** What the user says of a finding. */
export interface Feedback {
  readonly decision_id: string;
  readonly finding_id: string;
  readonly verdict: "false_positive";
  readonly kind?: string;
}

/** Where an item goes: the end of its path in the API. */
export type Kind = "outcomes" | "events" | "feedback";

interface Item {
  readonly kind: Kind;
  /** A later item of the same kind and id takes the place of an earlier one. */
  readonly id: string;
  readonly body: object;
  /** Milliseconds since 1970; before it the user may still choose something else. */
  readonly due: number;
}

/** Sends a batch; resolves to true when the server has it or will never take it. */
export type Send = (kind: Kind, batch: readonly object[]) => Promise<boolean>;

const KEY = "outbox";
/** The API's limit of a batch; feedback goes one at a time. */
const BATCH = { outcomes: 50, events: 50, feedback: 1 };

let turn: Promise<unknown> = Promise.resolve();

// One change at a time: storage has no transactions.
function exclusive<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

const items = async (): Promise<Item[]> => (await load<Item[]>("local", KEY)) ?? [];

function keep(item: Item): Promise<void> {
  return exclusive(async () => save("local", KEY, [...(await items()).filter((i) => i.kind !== item.kind || i.id !== item.id), item]));
}

/** Keeps an outcome; it takes the place of an earlier one of the same decision that has not been sent. */
export const put = (body: Outcome, due: number): Promise<void> => keep({ kind: "outcomes", id: body.decision_id, body, due });

export const putEvent = (body: ClientEvent): Promise<void> => keep({ kind: "events", id: body.attempt_id, body, due: 0 });

export const putFeedback = (body: Feedback): Promise<void> => keep({ kind: "feedback", id: `${body.decision_id} ${body.finding_id}`, body, due: 0 });

/** How many items could have been sent by now. */
export const overdue = async (): Promise<number> => (await items()).filter((i) => i.due <= Date.now()).length;

/** Sends what is due, batch by batch; what fails stays, with the rest of its kind. */
export function flush(send: Send, now: number): Promise<void> {
  return exclusive(async () => {
    for (const kind of ["outcomes", "events", "feedback"] as const) {
      for (;;) {
        const batch = (await items()).filter((i) => i.kind === kind && i.due <= now).slice(0, BATCH[kind]);
        if (batch.length === 0 || !(await send(kind, batch.map((i) => i.body)))) break;
        await save("local", KEY, (await items()).filter((i) => !batch.includes(i)));
      }
    }
  });
}
