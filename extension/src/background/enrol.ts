// Device identity: enrols once with the organisation's key, then proves itself with its own key for a short-lived token (RFC 7523).

import { ext } from "../shared/ext";
import type { HoldReason } from "../shared/messages";
import { ulid } from "../shared/ulid";
import { call, DEADLINE_MS, problemCode, type Call, type Reply } from "./api";
import { isKey, signES256 } from "./jws";
import { deviceKey } from "./keystore";
import { readSettings, type Settings } from "./settings";
import { drop, load, save } from "./store";

export interface Device {
  readonly origin: string;
  readonly deviceId: string;
  readonly audience: string;
  readonly serverKey: JsonWebKey;
  /** Signs the policy after serverKey. */
  readonly nextKey?: JsonWebKey;
}

interface Token {
  readonly value: string;
  readonly until: number;
}

const ENROL_MS = 10_000;

/** What went wrong on the way to a token. */
export class Held extends Error {
  constructor(readonly reason: HoldReason) {
    super(reason);
  }
}

let enrolling: Promise<Device> | undefined;
let renewing: Promise<string> | undefined;

export const currentDevice = (): Promise<Device | undefined> => load<Device>("local", "device");

/** The enrolled device; enrols when there is none yet for this server. Throws Held. */
export async function device(): Promise<Device> {
  const settings = await readSettings();
  if (!settings.apiOrigin) throw new Held("not_enrolled");
  const known = await currentDevice();
  if (known?.origin === settings.apiOrigin) return known;
  return enrol(settings);
}

/** Registers the public key of this device; several callers share one request. Throws Held. */
export function enrol(settings: Settings): Promise<Device> {
  enrolling ??= register(settings).finally(() => (enrolling = undefined));
  return enrolling;
}

async function register(settings: Settings): Promise<Device> {
  if (!settings.enrolmentKey || !settings.apiOrigin) throw new Held("not_enrolled");
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", (await deviceKey()).publicKey);
  const { os } = await ext.runtime.getPlatformInfo();
  const reply = await call({
    origin: settings.apiOrigin,
    path: "/api/v1/ext/enrol",
    body: {
      enrolment_key: settings.enrolmentKey,
      public_key: { kty, crv, x, y },
      browser: browserName(),
      os,
      extension_version: ext.runtime.getManifest().version,
      group_hints: settings.groups,
      workstation: settings.workstation,
    },
    signal: AbortSignal.timeout(ENROL_MS),
  });
  const made = readEnrolment(reply, settings.apiOrigin);
  if (!made) throw new Held(reply.status >= 500 || reply.status < 400 ? "offline" : "refused");
  await save("local", "device", made);
  await dropToken();
  return made;
}

function readEnrolment({ status, json }: Reply, origin: string): Device | undefined {
  const body = json as { device_id?: unknown; audience?: unknown; server_key?: unknown; next_key?: unknown } | undefined;
  if (status !== 201 || typeof body?.device_id !== "string" || typeof body.audience !== "string") return undefined;
  if (!isKey(body.server_key)) return undefined;
  const nextKey = isKey(body.next_key) ? body.next_key : undefined;
  return { origin, deviceId: body.device_id, audience: body.audience, serverKey: body.server_key, nextKey };
}

const BROWSERS = { Firefox: "firefox", Edg: "edge", OPR: "opera", Chrome: "chrome" };

function browserName(): { name: string; version: string } {
  for (const [mark, name] of Object.entries(BROWSERS)) {
    const version = new RegExp(`${mark}/([\\d.]+)`).exec(navigator.userAgent)?.[1];
    if (version) return { name, version };
  }
  return { name: "other", version: "" };
}

/** An access token that is still good for a while. Throws Held. */
export async function accessToken(): Promise<string> {
  const token = await load<Token>("session", "token");
  if (token && token.until > Date.now()) return token.value;
  renewing ??= renew(0).finally(() => (renewing = undefined));
  return renewing;
}

/** One request in the name of this device; a token that the server no longer takes is renewed once. Throws Held. */
export async function authorised(path: string, body?: object, more: Pick<Call, "headers" | "signal"> = {}): Promise<Reply> {
  const ask = async (): Promise<Reply> => {
    const token = await accessToken();
    return call({ origin: (await device()).origin, path, body, token, ...more });
  };
  const reply = await ask();
  if (reply.status !== 401) return reply;
  await dropToken();
  return ask();
}

export async function dropToken(): Promise<void> {
  await drop("session", "token");
}

async function renew(skew: number): Promise<string> {
  const me = await device();
  const settings = await readSettings();
  const now = Math.floor((Date.now() + skew) / 1000);
  const claims = { iss: me.deviceId, sub: me.deviceId, aud: me.audience, iat: now, exp: now + 60, jti: ulid() };
  const reply = await call({
    origin: me.origin,
    path: "/api/v1/ext/token",
    body: {
      assertion: await signES256((await deviceKey()).privateKey, claims),
      user_hint: settings.user,
      identity_source: settings.user ? "managed" : undefined,
    },
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const body = reply.json as { access_token?: unknown; expires_in?: unknown } | undefined;
  if (reply.status === 200 && typeof body?.access_token === "string" && typeof body.expires_in === "number") {
    // Renewed a minute before it ends, so that no prompt waits for it.
    await save("session", "token", { value: body.access_token, until: Date.now() + (body.expires_in - 60) * 1000 } satisfies Token);
    return body.access_token;
  }
  // A device whose clock is wrong goes by the server's.
  if (problemCode(reply) === "auth.clock_skew") {
    if (skew === 0 && reply.skew) return renew(reply.skew);
    throw new Held("clock");
  }
  throw new Held(reply.status === 429 ? "busy" : reply.status >= 400 && reply.status < 500 ? "refused" : "offline");
}
