// A device as the extension makes one: it signs in with its own key, asks, and tells what became of it.
import { webcrypto } from "node:crypto";

const ulid = () => {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const random = webcrypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  let head = "";
  for (let i = 0; i < 10; i++, time = Math.floor(time / 32)) head = alphabet[time % 32] + head;
  return head + [...random].map((b) => alphabet[b % 32]).join("");
};

const base64url = (data: Uint8Array | string) => Buffer.from(data).toString("base64url");

export interface Prompt {
  text: string;
  host?: string;
  channel?: string;
  conversation?: string;
}

export class Device {
  #token = "";
  private constructor(readonly origin: string, readonly id: string, readonly audience: string, readonly key: webcrypto.CryptoKey, readonly user: string) {}

  static async enrol(origin: string, enrolmentKey: string, user: string): Promise<Device> {
    const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const { kty, crv, x, y } = await webcrypto.subtle.exportKey("jwk", pair.publicKey);
    const made = await post(origin, "/api/v1/ext/enrol", { enrolment_key: enrolmentKey, public_key: { kty, crv, x, y }, browser: { name: "chrome", version: "140" }, os: "linux", extension_version: "0.1.0" });
    const device = new Device(origin, made.device_id, made.audience, pair.privateKey, user);
    await device.#signIn();
    return device;
  }

  async #signIn(): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const head = base64url(JSON.stringify({ alg: "ES256", typ: "JWT" }));
    const claims = base64url(JSON.stringify({ iss: this.id, sub: this.id, aud: this.audience, iat: now, exp: now + 50, jti: ulid() }));
    const signature = await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, this.key, Buffer.from(`${head}.${claims}`));
    const answer = await post(this.origin, "/api/v1/ext/token", { assertion: `${head}.${claims}.${base64url(new Uint8Array(signature))}`, user_hint: this.user, identity_source: "managed" });
    this.#token = answer.access_token;
  }

  /** The same device, with somebody else behind it. */
  async as(user: string): Promise<Device> {
    const device = new Device(this.origin, this.id, this.audience, this.key, user);
    await device.#signIn();
    return device;
  }

  /** Asks about a prompt and returns the verdict. */
  inspect({ text, host = "chatgpt.com", channel = "typed", conversation }: Prompt): Promise<{ decision_id: string; action: string; matched_rules: { message_id: string }[] }> {
    return post(this.origin, "/api/v1/ext/inspect/text", {
      request_id: ulid(), host, page_kind: "chat", channel, text, client_policy_version: 1, offsets: "utf16", ...(conversation && { conversation_key: conversation }),
    }, this.#token);
  }

  /** Uses a right of who works on the device. */
  askRight(kind: "rectification" | "objection", ground: string): Promise<unknown> {
    return post(this.origin, "/api/v1/ext/me/requests", { kind, ground, user_hint: this.user }, this.#token);
  }

  /** The ticket with which a person signs in at this device. */
  identify(): Promise<{ url: string; code: string }> {
    return post(this.origin, "/api/v1/ext/identify", {}, this.#token);
  }

  /** Who works there, as a fresh token says. */
  async who(): Promise<{ source: string }> {
    await this.#signIn();
    return (await post(this.origin, "/api/v1/ext/me/export", {}, this.#token)).who;
  }

  /** Tells what became of a decision. */
  outcome(decision: string, outcome: string, egress: string, override?: { reason: string; text?: string }): Promise<unknown> {
    return post(this.origin, "/api/v1/ext/outcomes", { outcomes: [{ decision_id: decision, outcome, egress_evidence: egress, ...(override && { override }), at: new Date().toISOString() }] }, this.#token);
  }
}

async function post(origin: string, path: string, body: unknown, token?: string): Promise<any> {
  const answer = await fetch(origin + path, {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID(), ...(token && { Authorization: `Bearer ${token}` }) },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
