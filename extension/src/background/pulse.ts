// The heartbeat: numbers of what was seen and looked at, per site, so that the console can tell where nobody is guarded. Nothing of a text.

import { ext } from "../shared/ext";
import { ulid } from "../shared/ulid";
import { authorised } from "./enrol";
import { overdue } from "./outbox";
import { currentBundle, destinationOf } from "./policy";
import { sites } from "./sites";
import { load, save } from "./store";
import { setGuarded } from "./trial";

interface Site {
  readonly observed: number;
  readonly inspected: number;
  readonly failed: number;
  /** How the guard of a page proved itself; fail stays fail. */
  readonly canary: "ok" | "fail" | null;
}

interface Counts {
  /** Of the heartbeat that will carry them: sent twice they count once. */
  readonly id: string;
  readonly sites: Readonly<Record<string, Site>>;
  readonly uninspected: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** What the server may ask for in answer. */
export type Command = "refresh_bundle" | "update" | "resync";

/** A site that is switched off for a while. */
export interface SwitchedOff {
  readonly destination_id: string;
  readonly until: string;
}

interface Reply {
  readonly commands?: readonly Command[];
  readonly disabled_sites?: readonly SwitchedOff[];
  readonly heartbeat_s?: number;
  readonly guarded?: boolean;
  readonly server_time?: string;
}

const empty = (): Counts => ({ id: ulid(), sites: {}, uninspected: 0, errors: {} });
const EVERY_S = 300;
const MOST_SITES = 64;
const MOST_ERRORS = 20;

let turn: Promise<unknown> = Promise.resolve();

// One after another: counting reads and writes.
function change(next: (now: Counts) => Counts): Promise<void> {
  const done = turn.then(async () => save("session", "pulse", next((await load<Counts>("session", "pulse")) ?? empty())));
  turn = done.catch(() => undefined);
  return done;
}

/**
 * Counts for the site of a host: a message that was looked at, that could not be, that passed without; how a page proved itself, and that a request went past the hook, whose text
 * counts when it is looked at. */
export async function count(host: string, what: "inspected" | "failed" | "uninspected" | "bypassed" | "ok" | "fail", code?: string): Promise<void> {
  const id = destinationOf(await currentBundle(), host)?.id ?? "unlisted";
  const is = (...those: string[]): 0 | 1 => (those.includes(what) ? 1 : 0);
  const canary = is("fail", "bypassed") ? "fail" : is("ok") ? "ok" : null;
  const site: Site = { observed: is("inspected", "failed", "uninspected"), inspected: is("inspected"), failed: is("failed"), canary };
  const one: Counts = { ...empty(), sites: { [id]: site }, uninspected: is("uninspected"), errors: code ? { [code]: 1 } : {} };
  await change((now) => sum(now, one));
}

/** Sends a heartbeat when one is due and the browser was in use; what did not prove itself does not wait. */
export async function beat(obey: (commands: readonly Command[], off: readonly SwitchedOff[]) => unknown): Promise<void> {
  const counts = await load<Counts>("session", "pulse");
  const last = await load<{ at: number; every: number; skew: number }>("session", "beaten");
  const all = Object.entries(counts?.sites ?? {});
  const due = !last || (all.length > 0 && Date.now() - last.at > last.every * 1000) || all.some(([, s]) => s.canary === "fail");
  if (!due) return;
  // What is counted while it is on its way is for the next.
  const sent = counts ?? empty();
  await change(() => empty());
  const reply = await authorised("/api/v1/ext/heartbeat", {
    beat_id: sent.id,
    extension_version: ext.runtime.getManifest().version,
    policy_version: (await currentBundle())?.version ?? 0,
    sites: all.slice(0, MOST_SITES).map(([destination_id, site]) => ({ destination_id, adapter_version: String(sites().table.version), ...site })),
    queue: await overdue(),
    uninspected: sent.uninspected,
    errors: Object.entries(sent.errors).slice(0, MOST_ERRORS).map(([code, n]) => ({ code, count: n })),
    clock_skew_ms: last?.skew,
  }).catch(() => undefined);
  const answer = reply?.status === 200 ? (reply.json as Reply) : undefined;
  // Without a connection the next minute tries again.
  if (reply) await save("session", "beaten", { at: Date.now(), every: answer?.heartbeat_s || EVERY_S, skew: Date.now() - (Date.parse(answer?.server_time ?? "") || Date.now()) });
  if (answer) await setGuarded(answer.guarded);
  if (answer) return obey(answer.commands ?? [], answer.disabled_sites ?? []) as void;
  // A server that takes no heartbeats has no use for the counts either.
  if (reply?.status !== 404) await change((later) => sum(sent, later));
}

// Both together. A canary that failed stays so.
function sum(sent: Counts, later: Counts): Counts {
  const both = { ...sent.sites };
  for (const [id, s] of Object.entries(later.sites)) {
    const was = both[id] ?? { observed: 0, inspected: 0, failed: 0, canary: null };
    both[id] = { observed: was.observed + s.observed, inspected: was.inspected + s.inspected, failed: was.failed + s.failed, canary: was.canary === "fail" ? "fail" : (s.canary ?? was.canary) };
  }
  const errors = { ...sent.errors };
  for (const [code, n] of Object.entries(later.errors)) errors[code] = (errors[code] ?? 0) + n;
  // Another id: the counts are others.
  return { id: Object.keys(later.sites).length ? later.id : sent.id, sites: both, uninspected: sent.uninspected + later.uninspected, errors };
}
