// The worker from a held request to its passage, against a server that is a function.

import { forget, local, managed, ORIGIN, session } from "./fake-browser";
import { beforeEach, expect, test, vi } from "vitest";

const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
vi.mock("../../src/background/keystore", () => ({ deviceKey: async () => pair }));

const { Inspector } = await import("../../src/background/inspect");
const { Ledger } = await import("../../src/background/ledger");
const { sites } = await import("../../src/background/sites");
const { isGuarded } = await import("../../src/background/trial");
const { reread } = await import("../../src/background/store");
const { hash } = await import("../../src/shared/hash");
import type { LocalCheck } from "../../src/background/failmode";
import type { Ask, AskReply, Choice, DecisionView } from "../../src/shared/messages";

interface Call {
  path: string;
  body: Record<string, unknown>;
}

const TEXT = "Mevr. Jansen heeft hartfalen";
const find = (value: string, label: string, group: string, covered: boolean) => ({
  id: `f${value.length}`, type: group === "health" ? "diagnosis" : "person_name", group, confidence: "high", score: 0.9,
  start: TEXT.indexOf(value), end: TEXT.indexOf(value) + value.length, label, ref: 1, covered,
});
const FINDINGS = [find("Jansen", "PERSOON", "identity", true), find("hartfalen", "AANDOENING", "health", false)];

let calls: Call[];
let decisions: number;
let serve: (call: Call) => Response | Promise<Response>;
let approved: string[][];
/** An answer that comes before the usual ones. */
let refuse: (call: Call) => Response | undefined;
let check: LocalCheck;

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const rule = (action: string, mode = "enforce") => ({ id: "r1", action, mode, message_id: "m1" });
const verdict = (action: string, more: object = {}) => ({
  decision_id: `dec_${++decisions}`, action, findings: ["allow", "coach"].includes(action) ? [] : FINDINGS, matched_rules: action === "allow" ? [] : [rule(action)], offers: [], override: { allowed: false, reasons: [] }, policy_version: 1, took_ms: 1, ...more,
});

function standard(call: Call): Response | undefined {
  if (call.path.endsWith("/enrol")) return json({ device_id: "dev_1", audience: ORIGIN, server_key: {} }, 201);
  if (call.path.endsWith("/token")) return json({ access_token: `token-${calls.length}`, expires_in: 900 });
  return undefined;
}

const inspects = (): Call[] => calls.filter((c) => c.path.endsWith("/inspect/text"));
interface Waiting {
  outcome: { decision_id: string; outcome: string; egress_evidence: string; override?: unknown };
  due: number;
}
const outbox = (): Waiting[] => ((local.get("outbox") ?? []) as { body: Waiting["outcome"]; due: number }[]).map(({ body, due }) => ({ outcome: body, due }));

beforeEach(() => {
  forget();
  reread();
  managed.set("apiOrigin", ORIGIN);
  managed.set("enrolmentKey", "dwe_X");
  calls = [];
  decisions = 0;
  approved = [];
  refuse = () => undefined;
  check = async () => undefined;
  serve = () => json(verdict("allow"));
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    const call = { path: url.pathname, body: JSON.parse(String(init.body ?? "{}")) };
    expect(url.origin).toBe(ORIGIN);
    calls.push(call);
    return refuse(call) ?? standard(call) ?? serve(call);
  });
});

function setUp() {
  const ledger = new Ledger(sites);
  vi.spyOn(ledger, "approve").mockImplementation((pieces) => void approved.push([...pieces]));
  return new Inspector(ledger, () => undefined, check);
}

const sender = { tab: 1, path: "/", channel: "typed" };
const ask = (pieces: string[] = [TEXT], more: Partial<Ask> = {}): Ask => ({ what: "ask", id: 1, host: "chatgpt.com", endpoint: "conversation", transport: "fetch", state: "text", pieces, ...more });
const view = (reply: AskReply): DecisionView => (reply.notice as { view: DecisionView }).view;
const choose = (decisionId: string, choice: Choice, reason?: string, text = TEXT) => ({ what: "choose", decisionId, choice, text, reason, shownMs: 10.4, decidedMs: 20.6 }) as const;

test("a clean text is sent, approved and counted nowhere", async () => {
  const inspector = setUp();
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ verdict: { go: "send" } });
  expect(approved).toEqual([["hallo"]]);
  expect(outbox()).toEqual([]);
  expect(inspects()[0]?.body).toMatchObject({ host: "chatgpt.com", channel: "typed", text: "hallo", offsets: "utf16", client_policy_version: 0 });
});

test("a device for which rules do not act yet sends, is counted as not inspected, and is told so", async () => {
  serve = () => json(verdict("allow", { guarded: false }));
  expect(await setUp().ask(ask(["hallo"]), sender)).toMatchObject({ verdict: { go: "send" } });
  expect(approved).toEqual([["hallo"]]);
  await vi.waitFor(() => expect(session.get("pulse")).toMatchObject({ uninspected: 1, sites: { unlisted: { observed: 1, inspected: 0 } } }));
  expect(await isGuarded()).toBe(false);
});

test("an answer that holds a message holds it, whatever it says of guarding", async () => {
  serve = () => json(verdict("block", { guarded: false }));
  expect(await setUp().ask(ask(), sender)).toMatchObject({ verdict: { go: "reject" } });
});

test("several pieces are looked at as one text and approved one by one", async () => {
  const inspector = setUp();
  await inspector.ask(ask(["mevr Jansen", "heeft hartfalen"]), sender);
  expect(inspects()[0]?.body.text).toBe("mevr Jansen\n\nheeft hartfalen");
  expect(approved).toEqual([["mevr Jansen", "heeft hartfalen"]]);
});

test("the same text twice at once is one request and one attempt", async () => {
  const inspector = setUp();
  serve = () => json(verdict("block"));
  const [one, two] = await Promise.all([inspector.ask(ask(), sender), inspector.ask(ask(), sender)]);
  expect(inspects()).toHaveLength(1);
  expect(view(one).decisionId).toBe(view(two).decisionId);
});

test("another tab is another attempt", async () => {
  const inspector = setUp();
  await inspector.ask(ask(["hallo"]), sender);
  await inspector.ask(ask(["hallo"]), { ...sender, tab: 2 });
  expect(new Set(inspects().map((c) => c.body.request_id)).size).toBe(2);
});

test("an attempt without an answer is asked again under its own id", async () => {
  const inspector = setUp();
  serve = () => Promise.reject(new TypeError("no connection"));
  expect(await inspector.ask(ask(), sender)).toMatchObject({ verdict: { go: "reject" }, notice: { kind: "held", reason: "offline" } });
  serve = () => json(verdict("allow"));
  expect(await inspector.ask(ask(), sender)).toMatchObject({ verdict: { go: "send" } });
  expect(new Set(inspects().map((c) => c.body.request_id)).size).toBe(1);
});

test("after an answer and fifteen seconds the same text is a new attempt", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const inspector = setUp();
    await inspector.ask(ask(["hallo"]), sender);
    vi.setSystemTime(Date.now() + 14_000);
    await inspector.ask(ask(["hallo"]), sender);
    expect(inspects()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 2_000);
    await inspector.ask(ask(["hallo"]), sender);
    expect(new Set(inspects().map((c) => c.body.request_id)).size).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

test("a block cannot be sent, whoever asks for it", async () => {
  const inspector = setUp();
  serve = () => json(verdict("block", { override: { allowed: true, reasons: [] } }));
  const shown = view(await inspector.ask(ask(), sender));
  expect(shown.original).toBeUndefined();
  expect(shown.safe).toBeUndefined();
  expect((await inspector.choices.choose(choose(shown.decisionId, "original"), 1)).done).toBe(false);
  expect((await inspector.choices.choose(choose(shown.decisionId, "safe"), 1)).done).toBe(false);
  expect(outbox()).toMatchObject([{ due: 0, outcome: { decision_id: shown.decisionId, outcome: "blocked", egress_evidence: "none" } }]);
  expect(approved).toEqual([]);
});

test("the safe version: one pass, rewritten, reported when it has left", async () => {
  const inspector = setUp();
  serve = () => json(verdict("redact", { offers: ["safe_rewrite"] }));
  const shown = view(await inspector.ask(ask(), sender));
  expect(shown.safe).toEqual([{ id: "f6", start: 6, end: 12, type: "person_name", put: "[PERSOON_1]", fixed: false }]);
  expect((await inspector.choices.choose(choose(shown.decisionId, "safe"), 1)).done).toBe(true);
  const passed = await inspector.ask(ask(), sender);
  expect(passed).toMatchObject({ verdict: { go: "rewrite", pieces: ["Mevr. [PERSOON_1] heeft hartfalen"] }, passed: shown.decisionId });
  expect(approved).toEqual([["Mevr. [PERSOON_1] heeft hartfalen"]]);
  await inspector.left(passed.requestId as string, "full");
  expect(outbox()).toMatchObject([{ due: 0, outcome: { outcome: "redacted_and_sent", egress_evidence: "none", shown_ms: 10, decided_ms: 21 } }]);
  expect((await inspector.ask(ask(), sender)).verdict).toEqual({ go: "reject" });
});

test("a rewrite that could not be verified is reported as not sent", async () => {
  const inspector = setUp();
  serve = () => json(verdict("redact", { offers: ["safe_rewrite"] }));
  const shown = view(await inspector.ask(ask(), sender));
  await inspector.choices.choose(choose(shown.decisionId, "safe"), 1);
  const passed = await inspector.ask(ask(), sender);
  await inspector.left(passed.requestId as string, "none");
  expect(outbox()).toMatchObject([{ outcome: { outcome: "cancelled", egress_evidence: "none" } }]);
});

test("warn: one click sends this text once; until it is heard of, it may have left", async () => {
  const inspector = setUp();
  serve = () => json(verdict("warn", { override: { allowed: true, reasons: ["fictief"] } }));
  const shown = view(await inspector.ask(ask(), sender));
  expect(shown.original).toEqual({ reasons: [] });
  expect((await inspector.choices.choose(choose(shown.decisionId, "original"), 1)).done).toBe(true);
  const passed = await inspector.ask(ask(), sender);
  expect(passed.verdict).toEqual({ go: "send" });
  expect(outbox()).toMatchObject([{ outcome: { outcome: "sent", egress_evidence: "unknown" } }]);
  await inspector.left(passed.requestId as string, "full");
  expect(outbox()).toMatchObject([{ due: 0, outcome: { outcome: "sent", egress_evidence: "full" } }]);
  expect((await inspector.ask(ask(), sender)).verdict).toEqual({ go: "reject" });
});

test("justify needs one of the reasons that the policy gives", async () => {
  const inspector = setUp();
  serve = () => json(verdict("justify", { override: { allowed: true, reasons: ["fictief", "spoed"] } }));
  const shown = view(await inspector.ask(ask(), sender));
  expect(shown.original).toEqual({ reasons: ["fictief", "spoed"] });
  expect((await inspector.choices.choose(choose(shown.decisionId, "original"), 1)).done).toBe(false);
  const again = view(await inspector.ask(ask(), sender));
  expect((await inspector.choices.choose(choose(again.decisionId, "original", "verzonnen"), 1)).done).toBe(false);
  const last = view(await inspector.ask(ask(), sender));
  expect((await inspector.choices.choose(choose(last.decisionId, "original", "spoed"), 1)).done).toBe(true);
  const passed = await inspector.ask(ask(), sender);
  await inspector.left(passed.requestId as string, "full");
  expect(outbox().map((i) => i.outcome)).toContainEqual(expect.objectContaining({ outcome: "sent", override: { reason: "spoed" } }));
});

test("a pass is for this text alone, in this tab", async () => {
  const inspector = setUp();
  serve = () => json(verdict("warn", { override: { allowed: true, reasons: [] } }));
  const shown = view(await inspector.ask(ask(), sender));
  expect((await inspector.choices.choose(choose(shown.decisionId, "original", undefined, `${TEXT}!`), 1)).done).toBe(false);
  expect((await inspector.choices.choose(choose(shown.decisionId, "original"), 2)).done).toBe(false);
  expect((await inspector.choices.choose(choose("dec_made_up", "original"), 1)).done).toBe(false);
  expect((await inspector.choices.choose(choose(shown.decisionId, "original"), 1)).done).toBe(true);
  expect((await inspector.ask(ask([`${TEXT}?`]), sender)).verdict).toEqual({ go: "reject" });
  expect((await inspector.ask(ask(), { ...sender, tab: 2 })).verdict).toEqual({ go: "reject" });
});

test("nobody chose: the outcome that holds waits in the outbox and a choice replaces it", async () => {
  const inspector = setUp();
  serve = () => json(verdict("warn", { override: { allowed: true, reasons: [] } }));
  const shown = view(await inspector.ask(ask(), sender));
  const [waiting] = outbox();
  expect(waiting).toMatchObject({ outcome: { outcome: "cancelled", egress_evidence: "none" } });
  expect(waiting!.due).toBeGreaterThan(Date.now() + 500_000);
  await inspector.choices.choose(choose(shown.decisionId, "edit"), 1);
  expect(outbox()).toMatchObject([{ due: 0, outcome: { outcome: "cancelled", shown_ms: 10 } }]);
});

test("coach is sent with advice, and reported", async () => {
  const inspector = setUp();
  serve = () => json(verdict("coach"));
  const reply = await inspector.ask(ask(), sender);
  expect(reply).toMatchObject({ verdict: { go: "send" }, notice: { kind: "coach" } });
  await inspector.left(reply.requestId as string, "full");
  expect(outbox()).toMatchObject([{ due: 0, outcome: { outcome: "sent", egress_evidence: "full" } }]);
});

test("a rule that only watches is sent without a word, and reported", async () => {
  const inspector = setUp();
  serve = () => json(verdict("allow", { matched_rules: [rule("block", "shadow")] }));
  const reply = await inspector.ask(ask(), sender);
  expect(reply).toMatchObject({ verdict: { go: "send" } });
  expect(reply.notice).toBeUndefined();
  expect(outbox()).toMatchObject([{ outcome: { decision_id: "dec_1", outcome: "sent", egress_evidence: "unknown" } }]);
  await inspector.left(reply.requestId as string, "full");
  expect(outbox()).toMatchObject([{ due: 0, outcome: { outcome: "sent", egress_evidence: "full" } }]);
});

test("files and what cannot be read are held without asking", async () => {
  const inspector = setUp();
  for (const state of ["file", "unreadable"] as const) expect(await inspector.ask(ask([], { state }), sender)).toMatchObject({ verdict: { go: "reject" }, notice: { reason: state } });
  expect(calls).toEqual([]);
});

test("without settings nothing is asked and nothing leaves", async () => {
  const inspector = setUp();
  managed.clear();
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ verdict: { go: "reject" }, notice: { reason: "not_enrolled" } });
  expect(calls).toEqual([]);
});

test("a server that this package was not made for is no server", async () => {
  const inspector = setUp();
  managed.set("apiOrigin", "https://elders.example");
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ notice: { reason: "not_enrolled" } });
  expect(calls).toEqual([]);
});

test("settings that arrive late enrol at the next question", async () => {
  const inspector = setUp();
  managed.clear();
  await inspector.ask(ask(["hallo"]), sender);
  managed.set("apiOrigin", ORIGIN).set("enrolmentKey", "dwe_X");
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ verdict: { go: "send" } });
});

test("several questions at once enrol once and take one token", async () => {
  const inspector = setUp();
  await Promise.all(["a b", "c d", "e f"].map((text) => inspector.ask(ask([text]), sender)));
  expect(calls.map((c) => c.path.split("/").at(-1)).filter((p) => p !== "text")).toEqual(["enrol", "token"]);
});

test("a token that the server no longer takes is renewed once", async () => {
  const inspector = setUp();
  let refusals = 1;
  serve = () => (refusals-- > 0 ? json({ code: "auth.token_expired" }, 401) : json(verdict("allow")));
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ verdict: { go: "send" } });
  refusals = 99;
  expect(await inspector.ask(ask(["hallo daar"]), sender)).toMatchObject({ notice: { reason: "refused" } });
  expect(calls.filter((c) => c.path.endsWith("/token"))).toHaveLength(3);
});

test.each([
  ["and the server does not tell the time", {}, 1],
  ["and going by the server's does not help", { date: new Date(Date.now() - 600_000).toUTCString() }, 2],
])("a wrong clock is told when it is wrong %s", async (_, headers, tries) => {
  const inspector = setUp();
  refuse = (call) => (call.path.endsWith("/token") ? new Response(JSON.stringify({ code: "auth.clock_skew" }), { status: 401, headers }) : undefined);
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ notice: { reason: "clock" } });
  expect(calls.filter((c) => c.path.endsWith("/token"))).toHaveLength(tries);
});

test("a bundle with a wrong signature holds everything", async () => {
  const inspector = setUp();
  local.set("bundle", { deviceId: "dev_1", bad: true });
  expect(await inspector.ask(ask(["hallo"]), sender)).toMatchObject({ notice: { reason: "signature" } });
});

test("a text over the limit is not sent to the service", async () => {
  const inspector = setUp();
  expect(await inspector.ask(ask(["a".repeat(1_048_577)]), sender)).toMatchObject({ notice: { reason: "too_large" } });
  expect(calls).toEqual([]);
});

test("the service hangs: the answer is no within the deadline", async () => {
  const inspector = setUp();
  await inspector.ask(ask(["hallo"]), sender);
  serve = () => new Promise(() => undefined);
  const from = performance.now();
  expect(await inspector.ask(ask(["hallo daar"]), sender)).toMatchObject({ notice: { reason: "offline" } });
  expect(performance.now() - from).toBeLessThan(2800);
});

test("nothing of a text is kept on disk, and a whole text not even in session memory", async () => {
  const inspector = setUp();
  serve = () => json(verdict("redact", { offers: ["safe_rewrite"] }));
  const shown = view(await inspector.ask(ask(), sender));
  await inspector.choices.choose(choose(shown.decisionId, "safe"), 1);
  await inspector.ask(ask(), sender);
  expect(JSON.stringify([...local])).not.toMatch(/Jansen|hartfalen/i);
  expect(JSON.stringify([...session])).not.toMatch(/hartfalen/i);
  expect(JSON.stringify([...session])).toContain(hash(TEXT));
});

test("lone halves of characters do not reach the service, and places stay true", async () => {
  const inspector = setUp();
  await inspector.ask(ask(["a\ud83d b"]), sender);
  expect(inspects()[0]?.body.text).toBe("a\ufffd b");
});
