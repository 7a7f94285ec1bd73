// What the user of this device may ask of the register: their own overview, an export, answers to questions, and their rights.

import type { Overview } from "../shared/messages";
import { authorised } from "./enrol";
import { currentBundle } from "./policy";
import { readSettings } from "./settings";

/** One request in the name of the user: the hint that the token was made with also finds what has the pseudonym of an earlier quarter. Undefined when refused. */
export async function own(path: string, body: object): Promise<unknown> {
  const reply = await authorised(`/api/v1/ext/${path}`, { ...body, user_hint: (await readSettings()).user });
  return reply.status < 300 ? (reply.json ?? true) : undefined;
}

/** The overview, with the names of the destinations and how to reach help; undefined when the server does not give it. */
export async function summary(): Promise<object | undefined> {
  const { user } = await readSettings();
  const json = user ? await own("me/export", {}) : (await authorised("/api/v1/ext/me/summary")).json;
  if (!(json as Overview | undefined)?.events) return undefined;
  const bundle = await currentBundle();
  const names = Object.fromEntries((bundle?.destinations ?? []).map((d) => [d.id, d.name ?? d.id]));
  return { ...(json as Overview), names, help: bundle?.ui?.contact };
}
