// Every cell of the table in docs/fail-modes.md, tried.

import { forget, local, managed, ORIGIN } from "./fake-browser";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";

const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
vi.mock("../../src/background/keystore", () => ({ deviceKey: async () => pair }));

const { Inspector } = await import("../../src/background/inspect");
const { Ledger } = await import("../../src/background/ledger");
const { sites } = await import("../../src/background/sites");
const { reread } = await import("../../src/background/store");
import type { LocalCheck } from "../../src/background/failmode";
import type { Ask, AskReply } from "../../src/shared/messages";

/** Where the deadline itself is tried, time goes faster: it is one of 50 ms. Elsewhere a busy machine has all of it. */
const HURRY = 50;
let hurry = 1;
const timeout = AbortSignal.timeout.bind(AbortSignal);
vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms / hurry));

const TEXT = "BSN 111222333";
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const allow = { decision_id: "dec_1", action: "allow", findings: [], matched_rules: [], offers: [], override: { allowed: false, reasons: [] } };
const broken = (message: string) => (): Promise<Response> => Promise.reject(new TypeError(message));
const finding = { id: "f1", type: "bsn", group: "identity", start: 4, end: 13, label: "BSN", ref: 1, covered: true };

/** What the server or the network does; on the path of the question unless it begins with the token. */
const FAILURES: Record<string, { answer?: () => Response | Promise<Response>; token?: () => Response; arrange?: () => void }> = {
  refused: { answer: broken("refused") },
  dns: { answer: broken("dns") },
  reset: { answer: broken("reset") },
  tls: { answer: broken("certificate") },
  // fetch rejects on a redirect, because we ask it to.
  redirected: { answer: broken("redirect") },
  hang: { answer: () => new Promise(() => undefined) },
  slow: { answer: () => new Promise((resolve) => setTimeout(() => resolve(json(allow)), 3000 / HURRY)) },
  "http-500": { answer: () => json(allow, 500) },
  "http-502": { answer: () => new Response("Bad gateway", { status: 502 }) },
  html: { answer: () => new Response("<!doctype html><title>Aanmelden</title>") },
  empty: { answer: () => json({}) },
  "wrong-schema": { answer: () => json({ action: "allow" }) },
  "unknown-action": { answer: () => json({ ...allow, action: "probably" }) },
  "redact-without-places": { answer: () => json({ ...allow, action: "redact" }) },
  "place-outside": { answer: () => json({ ...allow, findings: [{ ...finding, end: 99 }] }) },
  register: { answer: () => json({ code: "register.unavailable" }, 503) },
  "http-400": { answer: () => json({ code: "request.invalid" }, 400) },
  "http-401": { answer: () => json({ code: "auth.token_expired" }, 401) },
  "http-403": { answer: () => json({ code: "auth.forbidden" }, 403) },
  "http-413": { answer: () => json({ code: "request.too_large" }, 413) },
  "http-429": { answer: () => json({ code: "ratelimit.exceeded" }, 429) },
  "not-enrolled": { arrange: () => managed.clear() },
  revoked: { token: () => json({ code: "auth.device_revoked" }, 401) },
  clock: { token: () => json({ code: "auth.clock_skew" }, 401) },
  signature: { arrange: () => void local.set("bundle", { ...(local.get("bundle") as object), bad: true }) },
};

const MODES: Record<string, { mode: string; check: LocalCheck }> = {
  closed: { mode: "closed", check: async () => ({ rulesVersion: "1.0", findings: [{ type: "bsn", start: 4, end: 13 }] }) },
  "local, found": { mode: "local", check: async () => ({ rulesVersion: "1.0", findings: [{ type: "bsn", start: 4, end: 13 }, { type: "city", start: 0, end: 3 }] }) },
  "local, clean": { mode: "local", check: async () => ({ rulesVersion: "1.0", findings: [{ type: "city", start: 0, end: 3 }] }) },
  "local, no rules": { mode: "local", check: async () => Promise.reject(new Error("not ready")) },
  open: { mode: "open", check: async () => undefined },
};

const table = readFileSync(join(import.meta.dirname, "../../../docs/fail-modes.md"), "utf8").split("\n").filter((line) => line.startsWith("|"));
const cells = (line: string): string[] => line.split("|").slice(1, -1).map((c) => c.trim());
const [, , ...columns] = cells(table[0] ?? "");
const rows = table.slice(2).map((line) => {
  const [name, , ...expected] = cells(line);
  return { name: name?.replaceAll("`", "") ?? "", expected };
});

beforeEach(() => {
  forget();
  reread();
});

function start(failure: (typeof FAILURES)[string], mode: { mode: string; check: LocalCheck }) {
  managed.set("apiOrigin", ORIGIN).set("enrolmentKey", "dwe_X");
  local.set("bundle", { deviceId: "dev_1", bundle: { version: 1, destinations: [{ id: "chatgpt", match: ["chatgpt.com"], class: "unapproved" }], messages: { nl: {}, en: {} }, fail_mode: mode.mode, local_rules: [{ type: "bsn", min: 1 }] } });
  failure.arrange?.();
  hurry = failure === FAILURES.hang || failure === FAILURES.slow ? HURRY : 1;
  vi.stubGlobal("fetch", async (url: URL) => {
    if (url.pathname.endsWith("/enrol")) return json({ device_id: "dev_1", audience: ORIGIN, server_key: {} }, 201);
    if (url.pathname.endsWith("/token")) return failure.token?.() ?? json({ access_token: "t", expires_in: 900 });
    return failure.answer?.() ?? json(allow);
  });
  return new Inspector(new Ledger(sites), () => undefined, mode.check);
}

const ask: Ask = { what: "ask", id: 1, host: "chatgpt.com", endpoint: "conversation", transport: "fetch", state: "text", pieces: [TEXT] };
const sender = { tab: 1, path: "/", channel: "typed" };
const events = (): object[] => ((local.get("outbox") ?? []) as { kind: string; body: object }[]).filter((i) => i.kind === "events").map((i) => i.body);

function seen(reply: AskReply): string {
  if (reply.verdict.go === "send") return "send";
  return reply.notice?.kind === "decision" ? "block" : "hold";
}

test("the table names every failure and every mode", () => {
  expect(columns).toEqual(Object.keys(MODES));
  expect(rows.map((r) => r.name).sort()).toEqual(Object.keys(FAILURES).sort());
});

test.each(rows.flatMap(({ name, expected }) => columns.map((column, i) => [name, column, expected[i]] as const)))("%s, %s: %s", async (name, column, expected) => {
  const inspector = start(FAILURES[name]!, MODES[column]!);
  const reply = await inspector.ask(ask, sender);
  expect(seen(reply)).toBe(expected);
  expect(events()).toHaveLength(expected === "block" ? 1 : 0);
});

test("an attempt that the device blocked reaches the register once, however often it is tried, and holds nothing of the text", async () => {
  const inspector = start(FAILURES.refused!, MODES["local, found"]!);
  for (let i = 0; i < 3; i++) await inspector.ask(ask, sender);
  expect(events()).toEqual([expect.objectContaining({ kind: "local_block", destination_id: "chatgpt", types: [{ type: "bsn", count: 1 }], rules_version: "1.0" })]);
  expect(JSON.stringify([...local])).not.toContain("111222333");
});
