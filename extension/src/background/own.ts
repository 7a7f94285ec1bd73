// What the user of this device may ask of the register: their own overview, an export, answers to questions, and their rights.

import { authorised } from "./enrol";
import { currentBundle } from "./policy";
import { readSettings } from "./settings";

const own = (path: string, body?: object): ReturnType<typeof authorised> => authorised(`/api/v1/ext/${path}`, body);

// The hint that the token was made with also finds what has the pseudonym of an earlier quarter.
const hinted = async (body: object): Promise<object> => ({ ...body, user_hint: (await readSettings()).user });

/** The overview, with the names of the destinations and how to reach help; undefined when the server does not give it. */
export async function summary(): Promise<object | undefined> {
  const { user } = await readSettings();
  const reply = user ? await own("me/export", { user_hint: user }) : await own("me/summary");
  if (reply.status !== 200) return undefined;
  const bundle = await currentBundle();
  const names = Object.fromEntries((bundle?.destinations ?? []).map((d) => [d.id, d.name ?? d.id]));
  return { ...(reply.json as object), names, help: bundle?.ui?.contact };
}

/** All that is kept; undefined when the server does not give it. */
export async function exported(): Promise<unknown> {
  const reply = await own("me/export", await hinted({ full: true }));
  return reply.status === 200 ? reply.json : undefined;
}

export async function answerQuestion(question_id: string, answer: string): Promise<boolean> {
  return (await own("answers", await hinted({ question_id, answer }))).status === 202;
}

export async function askRight(kind: string, ground: string, event_id?: string): Promise<boolean> {
  return (await own("me/requests", await hinted({ kind, ground, event_id }))).status === 201;
}
