// The heartbeat: numbers of what was seen and looked at, per site, so that the console can tell where nobody is guarded. Nothing of a text.

import { ext } from "../shared/ext";
import { authorised } from "./enrol";
import { overdue } from "./outbox";
import { currentBundle, destinationOf } from "./policy";
import { load, save } from "./store";

interface Site {
  readonly observed: number;
  readonly inspected: number;
  readonly failed: number;
  /** A page on which the guard could not prove itself. */
  readonly drift: boolean;
}

interface Counts {
  readonly sites: Record<string, Site>;
  readonly uninspected: number;
  readonly errors: Record<string, number>;
}

const NONE: Counts = { sites: {}, uninspected: 0, errors: {} };
const KEY = "pulse";
const EVERY_MS = 300_000;
const MOST = 50;

const counts = async (): Promise<Counts> => (await load<Counts>("session", KEY)) ?? NONE;
let skewMs = 0;
let turn: Promise<unknown> = Promise.resolve();

// One after another: counting reads and writes.
function change(next: (now: Counts) => Counts): Promise<void> {
  const done = turn.then(async () => save("session", KEY, next(await counts())));
  turn = done.catch(() => undefined);
  return done;
}

/** Counts for the site of a host. */
export async function count(host: string, what: "inspected" | "failed" | "bypassed" | "uninspected" | "drift", code?: string): Promise<void> {
  const id = destinationOf(await currentBundle(), host)?.id ?? "unlisted";
  await change((now) => {
    const old = now.sites[id] ?? { observed: 0, inspected: 0, failed: 0, drift: false };
    const site: Site = {
      observed: old.observed + (what === "drift" ? 0 : 1),
      inspected: old.inspected + (what === "inspected" ? 1 : 0),
      failed: old.failed + (what === "failed" || what === "bypassed" ? 1 : 0),
      drift: old.drift || what === "drift" || what === "bypassed",
    };
    return {
      sites: { ...now.sites, [id]: site },
      uninspected: now.uninspected + (what === "uninspected" ? 1 : 0),
      errors: code ? { ...now.errors, [code]: (now.errors[code] ?? 0) + 1 } : now.errors,
    };
  });
}

export function noteSkew(ms: number): void {
  skewMs = ms;
}

/** What the server may ask for in answer to a heartbeat. */
export type Command = "refresh_bundle" | "update" | "resync" | "disable_site";

/** Sends a heartbeat when one is due and there was something to count; obeys the answer. Drift does not wait. */
export async function beat(obey: (command: Command) => unknown): Promise<void> {
  const now = await counts();
  const sites = Object.entries(now.sites);
  const last = (await load<number>("session", "beaten")) ?? 0;
  if (Date.now() - last < EVERY_MS && !sites.some(([, s]) => s.drift)) return;
  if (last && !sites.length) return;
  await save("session", "beaten", Date.now());
  const reply = await authorised("/api/v1/ext/heartbeat", {
    extension_version: ext.runtime.getManifest().version,
    policy_version: (await currentBundle())?.version ?? 0,
    sites: sites.slice(0, MOST).map(([destination_id, { observed, inspected, failed, drift }]) => (
      { destination_id, adapter_version: "1", observed, inspected, failed, canary: drift ? "fail" : "ok" })),
    queue: await overdue(),
    uninspected: now.uninspected,
    errors: Object.entries(now.errors).map(([code, n]) => ({ code, count: n })),
    clock_skew_ms: skewMs,
  });
  if (reply.status !== 200) return;
  noteSkew(reply.skew);
  // What was counted while it was on its way stays.
  await change((later) => minus(later, now));
  const commands = (reply.json as { commands?: unknown } | undefined)?.commands;
  for (const command of Array.isArray(commands) ? commands : []) obey(command as Command);
}

function minus(later: Counts, sent: Counts): Counts {
  const rest = Object.entries(later.sites).map(([id, s]): [string, Site] => {
    const was = sent.sites[id];
    return [id, was ? { observed: s.observed - was.observed, inspected: s.inspected - was.inspected, failed: s.failed - was.failed, drift: s.drift && !was.drift } : s];
  });
  const errors = Object.entries(later.errors).map(([code, n]): [string, number] => [code, n - (sent.errors[code] ?? 0)]);
  return {
    sites: Object.fromEntries(rest.filter(([, s]) => s.observed > 0 || s.drift)),
    uninspected: later.uninspected - sent.uninspected,
    errors: Object.fromEntries(errors.filter(([, n]) => n > 0)),
  };
}
