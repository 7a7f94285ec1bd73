// The real server, with people who sign in and devices that send.
import { createHmac } from "node:crypto";
import { Device } from "./device.ts";
import { freePort, Program, ROOT, run, tempFolder, until } from "./process.ts";

const BINARY = process.env["DIJKWACHT_BINARY"] ?? `${ROOT}bin/dijkwacht`;

export interface Person {
  email: string;
  password: string;
  /** The key of the one-time codes, in base32. */
  secret: string;
  /** The session, as the cookie holds it. */
  cookie: string;
}

/** Where a server is: its address, with PORT in it, and settings of its own. */
export interface Place {
  origin?: string;
  env?: Record<string, string>;
}

export class Server {
  readonly origin: string;
  readonly #env: Record<string, string>;
  #program: Program | undefined;

  private constructor(port: number, metrics: number, { origin = `http://127.0.0.1:${port}`, env = {} }: Place = {}) {
    this.origin = origin.replace("PORT", String(port));
    this.#env = { DIJKWACHT_DATA: tempFolder("console"), DIJKWACHT_LISTEN: `127.0.0.1:${port}`, DIJKWACHT_METRICS_LISTEN: `127.0.0.1:${metrics}`, DIJKWACHT_PUBLIC_URL: this.origin, ...env };
  }

  static start(...flags: string[]): Promise<Server> {
    return Server.at({}, ...flags);
  }

  /** A server at another address. */
  static async at(place: Place, ...flags: string[]): Promise<Server> {
    const server = new Server(await freePort(), await freePort(), place);
    const program = new Program(BINARY, ["serve", ...flags], server.#env);
    server.#program = program;
    await until("the server to be ready", async () => {
      if (program.ended) throw new Error(`the server ended at start:\n${program.output}`);
      return (await fetch(`${server.origin}/readyz`).catch(() => undefined))?.ok;
    }, 60_000);
    return server;
  }

  get log(): string {
    return this.#program?.output ?? "";
  }

  /** The link with which the owner of a first start begins. */
  get ownerLink(): string {
    return /\S+\/welkom\S*#\S+/.exec(this.log)?.[0] ?? "";
  }

  stop(): Promise<void> {
    return this.#program?.stop() ?? Promise.resolve();
  }

  command(...args: string[]): Promise<string> {
    return run(BINARY, args, this.#env);
  }

  /** Adds a person with a role and signs them in. */
  async person(role: string, language: "nl" | "en" = "nl", ...more: string[]): Promise<Person> {
    const email = `${role}.${language}@voorbeeld.nl`;
    const as = role === "owner" ? ["--owner"] : ["--role", role];
    const printed = await this.command("user", "create", ...as, "--email", email, "--name", `${NAMES[role] ?? "Sam Bakker"}`, "--language", language, ...more);
    return this.begin(/#(\S+)/.exec(printed)![1]!, email, language);
  }

  /** A visitor of a demo in a role, signed in. */
  async visitor(role: string): Promise<Person> {
    const answer = await fetch(`${this.origin}/demo`, { method: "POST", body: new URLSearchParams({ role }), redirect: "manual" });
    const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
    if (!cookie) throw new Error(`cannot visit as ${role}: ${answer.status} ${await answer.text()}`);
    return { email: "", password: "", secret: "", cookie };
  }

  /** Gives a person the language of their screens. */
  async speak(who: Person, locale: "nl" | "en"): Promise<void> {
    const me = await fetch(`${this.origin}/api/v1/me`, { headers: { Cookie: who.cookie } });
    await this.ask("PATCH", "/api/v1/me", { locale }, who, { "If-Match": me.headers.get("ETag") ?? "" });
  }

  /** Uses a one-time link: a password, an app for codes, and a session. */
  async begin(token: string, email: string, locale: string): Promise<Person> {
    const opened = (await this.ask("POST", "/api/v1/auth/link/open", { token })) as { code: { secret: string } };
    const password = "vier losse woorden samen";
    const secret = opened.code.secret;
    const answer = await this.#fetch("POST", "/api/v1/auth/link/use", { token, password, code: totp(secret), locale });
    if (!answer.ok) throw new Error(`cannot begin: ${answer.status} ${await answer.text()}`);
    const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
    return { email, password, secret, cookie };
  }

  /** A request to the API; throws what goes wrong. */
  async ask(method: string, path: string, body?: unknown, who?: Person, headers: Record<string, string> = {}): Promise<unknown> {
    const answer = await this.#fetch(method, path, body, who, headers);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  #fetch(method: string, path: string, body?: unknown, who?: Person, more: Record<string, string> = {}): Promise<Response> {
    const headers: Record<string, string> = { "Idempotency-Key": crypto.randomUUID(), ...more };
    if (who) headers["Cookie"] = who.cookie;
    if (body !== undefined) headers["Content-Type"] ??= "application/json";
    return fetch(this.origin + path, { method, headers, body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body) });
  }

  async device(user: string): Promise<Device> {
    return Device.enrol(this.origin, (await this.command("enrolment-key", "create")).trim(), user);
  }
}

const NAMES: Record<string, string> = {
  fg: "Fatima de Groot", deputy_fg: "Daan Visser", ciso: "Chris van Dijk", analyst: "Anouk Smit", policy_editor: "Piet Meijer", it_admin: "Ilse Kok", ward_manager: "Wim de Boer",
  works_council: "Olga Mulder", auditor: "Ad Peters", owner: "Emma Jansen",
};

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of an authenticator app (RFC 6238) at a time. */
export function totp(secret: string, at = Date.now()): string {
  const bits = [...secret.replace(/=+$/, "")].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = hash[19]! & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
