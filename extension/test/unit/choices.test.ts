// What a user may leave in the safe version, and the emergency exit, against a server that is a function.

import { forget, local, managed, ORIGIN } from "./fake-browser";
import { beforeEach, expect, test, vi } from "vitest";

const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
vi.mock("../../src/background/keystore", () => ({ deviceKey: async () => pair }));

const { Inspector } = await import("../../src/background/inspect");
const { messageOf } = await import("../../src/background/choices");
const { Ledger } = await import("../../src/background/ledger");
const { sites } = await import("../../src/background/sites");
const { reread } = await import("../../src/background/store");
import type { Ask, AskReply, Choice, DecisionView } from "../../src/shared/messages";

const TEXT = "Mevr. Jansen, BSN 111222333, heeft hartfalen. Jansen belt.";
const finding = (value: string, id: string, type: string, label: string, more: object = {}) => ({
  id, type, group: type === "diagnosis" ? "health" : "identity", label, ref: 1, covered: true,
  start: TEXT.indexOf(value), end: TEXT.indexOf(value) + value.length, ...more,
});
const again = TEXT.lastIndexOf("Jansen");
const FINDINGS = [
  finding("Jansen", "f1", "person_name", "PERSOON"), finding("111222333", "f2", "bsn", "BSN"), finding("hartfalen", "f3", "diagnosis", "AANDOENING"),
  finding("Jansen", "f4", "person_name", "PERSOON", { start: again, end: again + 6 }),
];

interface Asked {
  path: string;
  body: Record<string, unknown>;
}

let asked: Asked[];
let decisions: number;
let serve: (text: string) => object;
let glass: number;

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const verdict = (action: string, more: object = {}): object => ({
  decision_id: `dec_${++decisions}`, action, findings: [], matched_rules: [{ id: "r", mode: "enforce" }], offers: ["safe_rewrite", "break_glass"], override: { allowed: false, reasons: [] }, ...more,
});

beforeEach(() => {
  forget();
  reread();
  managed.set("apiOrigin", ORIGIN).set("enrolmentKey", "dwe_X");
  asked = [];
  decisions = 0;
  glass = 201;
  serve = () => verdict("redact", { findings: FINDINGS });
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    const call = { path: url.pathname.replace("/api/v1/ext", ""), body: JSON.parse(String(init.body ?? "{}")) };
    asked.push(call);
    if (call.path === "/enrol") return json({ device_id: "dev_1", audience: ORIGIN, server_key: {} }, 201);
    if (call.path === "/token") return json({ access_token: "t", expires_in: 900 });
    if (call.path === "/break-glass") return json({ grant_id: "brg_1", expires_at: "2026-11-23T10:00:00Z" }, glass);
    return json(serve(call.body.text as string));
  });
});

const setUp = () => new Inspector(new Ledger(sites), () => undefined, async () => undefined);
const sender = { tab: 1, path: "/", channel: "typed" };
const ask: Ask = { what: "ask", id: 1, host: "chatgpt.com", endpoint: "conversation", transport: "fetch", state: "text", pieces: [TEXT] };
const view = (reply: AskReply): DecisionView => (reply.notice as { view: DecisionView }).view;
const choose = (decisionId: string, choice: Choice, more: { keep?: string[]; reason?: string } = {}) =>
  ({ what: "choose", decisionId, choice, text: TEXT, shownMs: 1, decidedMs: 1, ...more }) as const;
const outcomes = () => ((local.get("outbox") ?? []) as { kind: string; body: { decision_id: string; outcome: string; egress_evidence: string } }[]).filter((i) => i.kind === "outcomes").map((i) => i.body);
const texts = (): unknown[] => asked.filter((a) => a.path === "/inspect/text").map((a) => a.body.text);

test("the view says what the safe version replaces, and what never stays", async () => {
  const shown = view(await setUp().ask(ask, sender));
  expect(shown.safe?.map(({ put, fixed }) => [put, fixed])).toEqual([["[PERSOON_1]", false], ["[BSN_1]", true], ["[AANDOENING_1]", false], ["[PERSOON_1]", false]]);
  expect(shown.glass).toBe(true);
});

test("a finding that stays asks for a new decision about what would leave; when it may, that leaves", async () => {
  const inspector = setUp();
  const shown = view(await inspector.ask(ask, sender));
  serve = () => verdict("allow", { matched_rules: [] });
  expect(await inspector.choices.choose(choose(shown.decisionId, "safe", { keep: ["f3"] }), 1)).toEqual({ done: true });
  const partly = "Mevr. [PERSOON_1], BSN [BSN_1], heeft hartfalen. [PERSOON_1] belt.";
  expect(texts()).toEqual([TEXT, partly]);
  const passed = await inspector.ask(ask, sender);
  expect(passed.verdict).toEqual({ go: "rewrite", pieces: [partly] });
  await inspector.left(passed.requestId as string, "full");
  expect(outcomes()).toMatchObject([{ outcome: "redacted_and_sent", egress_evidence: "partial" }]);
});

test("when the new decision holds it, its dialog takes over, and its safe version replaces the rest as well", async () => {
  const inspector = setUp();
  const shown = view(await inspector.ask(ask, sender));
  serve = (text) => verdict("warn", {
    override: { allowed: true, reasons: [] }, findings: [{ ...FINDINGS[0], id: "f1", start: text.indexOf("Jansen"), end: text.indexOf("Jansen") + 6 }],
  });
  const chosen = await inspector.choices.choose(choose(shown.decisionId, "safe", { keep: ["f1"] }), 1);
  const next = chosen.view as DecisionView;
  expect(chosen.done).toBe(false);
  expect(next).toMatchObject({ action: "warn", text: "Mevr. Jansen, BSN [BSN_1], heeft [AANDOENING_1]. Jansen belt." });
  expect(await inspector.choices.choose(choose(next.decisionId, "original"), 1)).toEqual({ done: true });
  const passed = await inspector.ask(ask, sender);
  expect(passed.verdict).toEqual({ go: "rewrite", pieces: [next.text] });
  await inspector.left(passed.requestId as string, "full");
  expect(outcomes().map((o) => [o.decision_id, o.outcome, o.egress_evidence])).toEqual([["dec_1", "cancelled", "none"], ["dec_2", "sent", "full"]]);
});

test("a draft that was on its way when the safe version was chosen is no attempt of its own; the same text later is", async () => {
  const inspector = setUp();
  const shown = view(await inspector.ask(ask, sender));
  await inspector.choices.choose(choose(shown.decisionId, "safe"), 1);
  expect((await inspector.ask(ask, sender)).verdict.go).toBe("rewrite");
  expect((await inspector.ask(ask, sender)).verdict.go).toBe("reject");
  expect(texts()).toHaveLength(1);
  vi.setSystemTime(Date.now() + 2_000);
  await inspector.ask(ask, sender);
  vi.useRealTimers();
  expect(texts()).toHaveLength(2);
});

test("equal values stay together", async () => {
  const inspector = setUp();
  const shown = view(await inspector.ask(ask, sender));
  serve = () => verdict("allow", { matched_rules: [] });
  await inspector.choices.choose(choose(shown.decisionId, "safe", { keep: ["f4"] }), 1);
  expect(texts()[1]).toBe("Mevr. Jansen, BSN [BSN_1], heeft [AANDOENING_1]. Jansen belt.");
});

test.each([["a direct identifier", FINDINGS], ["a secret", FINDINGS.map((f) => ({ ...f, group: "secret", type: "secret_password" }))]])("%s never stays, whoever asks for it", async (_, findings) => {
  const inspector = setUp();
  serve = () => verdict("block", { findings });
  const shown = view(await inspector.ask(ask, sender));
  expect(await inspector.choices.choose(choose(shown.decisionId, "safe", { keep: ["f2"] }), 1)).toEqual({ done: false });
  expect(texts()).toHaveLength(1);
  expect((await inspector.ask(ask, sender)).verdict).toEqual({ go: "reject" });
});

test("no answer about what would leave: nothing leaves, and the user may choose again", async () => {
  const inspector = setUp();
  const shown = view(await inspector.ask(ask, sender));
  serve = () => ({});
  expect(await inspector.choices.choose(choose(shown.decisionId, "safe", { keep: ["f3"] }), 1)).toEqual({ done: false, problem: "offline" });
  expect(await inspector.choices.choose(choose(shown.decisionId, "safe"), 1)).toEqual({ done: true });
});

test("in an emergency the server opens the exit first, and the message is asked about again", async () => {
  const inspector = setUp();
  serve = () => verdict("block", { findings: FINDINGS });
  const shown = view(await inspector.ask(ask, sender));
  expect(await inspector.choices.choose(choose(shown.decisionId, "glass"), 1)).toEqual({ done: false });
  expect(await inspector.choices.choose(choose(shown.decisionId, "glass", { reason: "spoedzorg" }), 1)).toEqual({ done: true });
  expect(asked.at(-1)).toEqual({ path: "/break-glass", body: { destination_id: "unlisted", reason: "spoedzorg" } });
  serve = () => verdict("coach", { break_glass: { grant_id: "brg_1", expires_at: "2026-11-23T10:00:00Z" } });
  const reply = await inspector.ask(ask, sender);
  expect(reply).toMatchObject({ verdict: { go: "send" }, notice: { kind: "coach", until: "2026-11-23T10:00:00Z" } });
  await inspector.left(reply.requestId as string, "full");
  expect(outcomes().map((o) => [o.decision_id, o.outcome, o.egress_evidence])).toEqual([["dec_1", "blocked", "none"], ["dec_2", "sent", "full"]]);
});

test.each([403, 429, 503])("the exit does not open (%d): nothing leaves, and the user may choose again", async (status) => {
  const inspector = setUp();
  serve = () => verdict("block", { findings: FINDINGS });
  const shown = view(await inspector.ask(ask, sender));
  glass = status;
  expect(await inspector.choices.choose(choose(shown.decisionId, "glass", { reason: "spoedzorg" }), 1)).toEqual({ done: false, problem: "glass" });
  expect((await inspector.ask(ask, sender)).verdict).toEqual({ go: "reject" });
});

test("where the policy does not offer the exit there is none", async () => {
  const inspector = setUp();
  serve = () => verdict("block", { findings: FINDINGS, offers: [] });
  const shown = view(await inspector.ask(ask, sender));
  expect(shown.glass).toBe(false);
  expect(await inspector.choices.choose(choose(shown.decisionId, "glass", { reason: "spoedzorg" }), 1)).toEqual({ done: false });
  expect(asked.some((a) => a.path === "/break-glass")).toBe(false);
});

test("of two texts that are tried the decision says which; a bundle from before the trial shows the one it has", () => {
  const bundle = (texts: Record<string, string>) => ({ messages: { nl: texts, en: {} } }) as unknown as Parameters<typeof messageOf>[0];
  const trial = { stop: "Een.", "stop~a": "Een.", "stop~b": "Twee. Gebruik {chatbot}." };
  expect(messageOf(bundle(trial), "nl", "stop~a")).toBe("Een.");
  expect(messageOf(bundle(trial), "nl", "stop~b", "Onze AI")).toBe("Twee. Gebruik Onze AI.");
  expect(messageOf(bundle(trial), "nl", "stop~b")).toBe("Twee.");
  expect(messageOf(bundle({ stop: "Een." }), "nl", "stop~b")).toBe("Een.");
  expect(messageOf(bundle({ stop: "Een." }), "nl", "anders~b")).toBeUndefined();
});
