// One question to the service about one text. Everything but a valid verdict in time holds the message.

import type { Ask, HoldReason, Where } from "../shared/messages";
import { DEADLINE_MS, type Reply } from "./api";
import { authorised, Held } from "./enrol";
import { fromBase64url } from "./jws";
import { signatureIsBad } from "./policy";
import { readVerdict, type Json, type Verdict } from "./verdict";

/** The API's limit of one text, in UTF-16 units. */
export const MAX_TEXT = 1_048_576;

const FILES_MS = 50_000;

export interface Question {
  readonly requestId: string;
  readonly host: string;
  readonly channel: string;
  readonly text: string;
  /** The files that the text stands for; without any it stands for itself. */
  readonly files?: Ask["files"];
  readonly language: string;
  readonly conversationKey: string;
  readonly policyVersion: number;
}

/** The verdict, or the reason to hold; never later than the deadline. */
export async function decide(question: Question): Promise<Verdict | HoldReason> {
  if (question.text.length > MAX_TEXT) return "too_large";
  const signal = AbortSignal.timeout(question.files ? FILES_MS : DEADLINE_MS);
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
  const send = (path: string, what?: object): Promise<Reply> => authorised(`/api/v1/ext/inspect/${path}`, what, { signal });
  if (!q.files) return readVerdict(await send("text", body), q.text);
  const form = new FormData();
  form.set("meta", new Blob([JSON.stringify(body)]));
  for (const { name, data } of q.files) form.append("file", new Blob([fromBase64url(data)]), name);
  let reply = await send("file", form);
  // Pictures take their time: then the service says to ask again, and waits itself.
  while (reply.status === 202) reply = await send(`file/${(reply.json as Json).decision_id}`);
  if (reply.status === 422) return "file";
  return readVerdict(inFile(reply, q.files), q.text);
}

// Findings in files have no places in the text that stands for them: each stands for the whole, and tells in which part it is. What was written beside one
// file is no file to its sender, who counts none.
function inFile(reply: Reply, files: readonly { readonly name: string }[]): Reply {
  const { findings, file_type: type } = (reply.json ?? {}) as { findings?: Where[]; file_type?: string };
  const only = files.length > 1 && files.filter((f) => f.name).length < 2 ? { entry: 0 } : {};
  if (Array.isArray(findings)) for (const f of findings) Object.assign(f, { start: 0, end: 1, ref: 1, where: { ...f, type, ...only } });
  return reply;
}
