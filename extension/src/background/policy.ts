// The signed policy bundle: names, texts and links. It can change how a host is shown, never which server is asked.

import { authorised, device } from "./enrol";
import { isKey, verifyEdDSA } from "./jws";
import { hostMatches } from "../sites/reader";
import { adopt } from "./sites";
import { load, save } from "./store";

export interface Destination {
  readonly id: string;
  readonly name?: string;
  readonly match: readonly string[];
  readonly class: string;
  readonly redirect_url?: string;
}

export interface Bundle {
  readonly version: number;
  readonly destinations: readonly Destination[];
  readonly messages: Record<"nl" | "en", Record<string, string>>;
  readonly fail_mode?: "closed" | "local" | "open";
  /** device: a text in which the device finds nothing is not shown to the service. */
  readonly first_check?: "server" | "device";
  /** hide: nothing is marked while a text is being written. */
  readonly quiet_mark?: "show" | "hide";
  readonly local_rules?: readonly { readonly type: string; readonly min: number }[];
  readonly ui?: { readonly contact?: string };
  readonly next_key?: JsonWebKey;
  /** A newer site table, see sites.ts. */
  readonly sites?: unknown;
}

interface Kept {
  /** The device it was given to. */
  readonly deviceId: string;
  readonly bundle?: Bundle;
  readonly etag?: string | null;
  /** The keys that may sign the next one, in their order: the one before, the one that signs, and its successor. */
  readonly keys?: readonly JsonWebKey[];
  /** The last answer was not signed by our server: nothing leaves until one is. */
  readonly bad?: boolean;
}

const kept = async (): Promise<Kept | undefined> => load<Kept>("local", "bundle");

export async function currentBundle(): Promise<Bundle | undefined> {
  const bundle = (await kept())?.bundle;
  adopt(bundle?.sites);
  return bundle;
}

export async function signatureIsBad(): Promise<boolean> {
  return (await kept())?.bad ?? false;
}

/** Fetches the bundle if there is a newer one. Rejects when the server cannot be reached. */
export async function refreshBundle(): Promise<void> {
  const me = await device();
  const stored = await kept();
  const old = stored?.deviceId === me.deviceId ? stored : undefined;
  const reply = await authorised("/api/v1/ext/policy-bundle", undefined, {
    headers: { Accept: "application/jose, application/problem+json", ...(old?.etag && !old.bad ? { "If-None-Match": old.etag } : {}) },
  });
  if (reply.status !== 200) return;
  const keys = old?.keys ?? pins([me.serverKey], 0, me.nextKey);
  await save("local", "bundle", await next(reply.text, reply.etag, keys, me.deviceId, old));
}

/** What to keep after an answer: the newer bundle, or the old one with a mark when the signature is wrong. */
export async function next(
  jws: string, etag: string | null, keys: readonly JsonWebKey[], deviceId: string, old: Kept | undefined,
): Promise<Kept> {
  const read = await verifyEdDSA(jws, keys);
  if (!read || !isBundle(read.payload)) return { ...old, deviceId, bad: true };
  const { payload, signer } = read;
  // An older version is a replay: the newest one that was seen stays.
  if (old?.bundle && payload.version < old.bundle.version) return { ...old, deviceId, bad: false };
  return { deviceId, bundle: payload, etag, keys: pins(keys, signer, payload.next_key) };
}

/**
 * The keys to accept after one of them has signed. The one before it stays, because another replica of the server may not
 * have heard yet; those before that go, so that a key that was stolen later is worth nothing.
 */
function pins(keys: readonly JsonWebKey[], signer: number, next: JsonWebKey | undefined): JsonWebKey[] {
  const kept = keys.slice(Math.max(0, signer - 1));
  return isKey(next) && !kept.some((k) => k.x === next.x) ? [...kept, next] : kept;
}

function isBundle(value: unknown): value is Bundle {
  const b = value as Partial<Bundle> | undefined;
  return (
    typeof b === "object" && b !== null && Number.isInteger(b.version) && Array.isArray(b.destinations) &&
    b.destinations.every((d: Destination) => typeof d.id === "string" && Array.isArray(d.match)) &&
    typeof b.messages?.nl === "object" && typeof b.messages.en === "object"
  );
}

/** The destination a host belongs to. */
export function destinationOf(bundle: Bundle | undefined, host: string): Destination | undefined {
  return bundle?.destinations.find((d) => d.match.some((m) => hostMatches(m, host)));
}
