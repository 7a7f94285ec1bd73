// One question to the service about one text. Everything but a valid verdict in time holds the message.

import type { HoldReason } from "../shared/messages";
import { DEADLINE_MS } from "./api";
import { authorised, Held } from "./enrol";
import { signatureIsBad } from "./policy";
import { readVerdict, type Verdict } from "./verdict";

/** The API's limit of one text, in UTF-16 units. */
export const MAX_TEXT = 1_048_576;

export interface Question {
  readonly requestId: string;
  readonly host: string;
  readonly channel: string;
  readonly text: string;
  readonly language: string;
  readonly conversationKey: string;
  readonly policyVersion: number;
}

/** The verdict, or the reason to hold; never later than the deadline. */
export async function decide(question: Question): Promise<Verdict | HoldReason> {
  if (question.text.length > MAX_TEXT) return "too_large";
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const late = new Promise<HoldReason>((resolve) => signal.addEventListener("abort", () => resolve("offline")));
  return Promise.race([late, asked(question, signal).catch((e: unknown) => (e instanceof Held ? e.reason : "offline"))]);
}

async function asked(q: Question, signal: AbortSignal): Promise<Verdict | HoldReason> {
  if (await signatureIsBad()) return "signature";
  const body = {
    request_id: q.requestId,
    host: q.host,
    channel: q.channel,
    // A lone surrogate is not text; its replacement has the same length, so offsets stay true.
    text: q.text.toWellFormed(),
    lang_hint: q.language,
    conversation_key: q.conversationKey,
    client_policy_version: q.policyVersion,
    offsets: "utf16",
  };
  const reply = await authorised("/api/v1/ext/inspect/text", body, { signal });
  return readVerdict(reply, q.text);
}
