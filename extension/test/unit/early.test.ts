// What is asked before the site begins, and what the device is asked before the service.

import { forget, local, managed, ORIGIN } from "./fake-browser";
import { beforeEach, expect, test, vi } from "vitest";

const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
vi.mock("../../src/background/keystore", () => ({ deviceKey: async () => pair }));

const { Inspector } = await import("../../src/background/inspect");
const { Ledger } = await import("../../src/background/ledger");
const { glance } = await import("../../src/background/glance");
const { realign } = await import("../../src/background/placeholders");
const { sites } = await import("../../src/background/sites");
const { reread, save } = await import("../../src/background/store");
import type { LocalCheck } from "../../src/background/failmode";
import type { Ask, AskReply, Choice, DecisionView } from "../../src/shared/messages";

const TEXT = "Mevr. Jansen\nheeft hartfalen";
/** What the site makes of it. */
const SENT = "Mevr. Jansen\n\nheeft  hartfalen\n";
const find = (value: string, label: string, type: string, group: string, covered: boolean) => ({
  id: `f${value.length}`, type, group, confidence: "high", score: 0.9, start: TEXT.indexOf(value), end: TEXT.indexOf(value) + value.length, label, ref: 1, covered,
});
const FINDINGS = [find("Jansen", "PERSOON", "person_name", "identity", true), find("hartfalen", "AANDOENING", "diagnosis", "health", true)];

let asked: string[];
let approved: string[][];
let action: string;
let serve: () => Response | Promise<Response>;
let check: LocalCheck;

const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });
const verdict = (): Response => json({
  decision_id: `dec_${asked.length}`, action, findings: action === "allow" ? [] : FINDINGS, matched_rules: action === "allow" ? [] : [{ id: "r1", action, mode: "enforce" }],
  offers: ["safe_rewrite"], override: { allowed: true, reasons: [] }, policy_version: 1, took_ms: 1,
});

beforeEach(() => {
  forget();
  reread();
  managed.set("apiOrigin", ORIGIN);
  managed.set("enrolmentKey", "dwe_X");
  [asked, approved, action] = [[], [], "allow"];
  serve = verdict;
  check = async () => undefined;
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    if (url.pathname.endsWith("/enrol")) return json({ device_id: "dev_1", audience: ORIGIN, server_key: {} }, 201);
    if (url.pathname.endsWith("/token")) return json({ access_token: "t", expires_in: 900 });
    asked.push((JSON.parse(String(init.body)) as { text: string }).text);
    return serve();
  });
});

function setUp() {
  const ledger = new Ledger(sites);
  vi.spyOn(ledger, "approve").mockImplementation((pieces) => void approved.push([...pieces]));
  return new Inspector(ledger, () => undefined, (text) => check(text));
}

const sender = { tab: 1, path: "/", channel: "typed" };
const ask = (text: string, early?: true): Ask => ({ what: "ask", id: 1, host: "chatgpt.com", endpoint: "conversation", transport: early ? "submit" : "fetch", state: "text", pieces: [text], early });
const choice = (view: DecisionView, what: Choice) => ({ what: "choose", decisionId: view.decisionId, choice: what, text: view.text, shownMs: 1, decidedMs: 1 }) as const;
const viewOf = (reply: AskReply): DecisionView => (reply.notice as { view: DecisionView }).view;
const outcomes = (): string[] => ((local.get("outbox") ?? []) as { kind: string; body: { decision_id: string; outcome: string } }[]).map(({ body }) => `${body.decision_id} ${body.outcome}`);
const bundle = (more: object): Promise<void> => save("local", "bundle", { deviceId: "dev_1", bundle: { version: 1, destinations: [], messages: { nl: {}, en: {} }, ...more } });

test.each(["allow", "coach"])("%s: the site is let begin with nothing approved or told, and what it sends is not asked about again", async (word) => {
  action = word;
  const inspector = setUp();
  expect(await inspector.ask(ask(TEXT, true), sender)).toEqual({ verdict: { go: "send" } });
  expect([approved, outcomes()]).toEqual([[], []]);
  expect(await inspector.ask(ask(SENT), sender)).toMatchObject({ verdict: { go: "send" } });
  expect(approved).toEqual([[SENT]]);
  expect(asked).toEqual([TEXT]);
});

test("a text that differs in more than white space is asked about itself", async () => {
  const inspector = setUp();
  await inspector.ask(ask(TEXT, true), sender);
  await inspector.ask(ask(`${TEXT}!`), sender);
  expect(asked).toEqual([TEXT, `${TEXT}!`]);
});

test("a site that sends all the same meets the same decision, with the places in its own text", async () => {
  action = "warn";
  const inspector = setUp();
  const first = viewOf(await inspector.ask(ask(TEXT, true), sender));
  const second = viewOf(await inspector.ask(ask(SENT), sender));
  expect(second.decisionId).toBe(first.decisionId);
  expect(second.marks.map((m) => SENT.slice(m.start, m.end))).toEqual(["Jansen", "hartfalen"]);
});

test("the original leaves on its pass, with other white space, once", async () => {
  action = "warn";
  const inspector = setUp();
  const view = viewOf(await inspector.ask(ask(TEXT, true), sender));
  expect(await inspector.choices.choose(choice(view, "original"), 1)).toEqual({ done: true });
  // The user presses send: the pass is still there for what the site sends.
  expect(await inspector.ask(ask(TEXT, true), sender)).toEqual({ verdict: { go: "send" } });
  expect(await inspector.ask(ask(SENT), sender)).toMatchObject({ verdict: { go: "send" }, passed: view.decisionId });
  expect(asked).toEqual([TEXT]);
  expect(await inspector.ask(ask(SENT), sender)).toMatchObject({ verdict: { go: "reject" } });
});

test("the safe version replaces the right words in what the site sends", async () => {
  action = "redact";
  const inspector = setUp();
  const view = viewOf(await inspector.ask(ask(TEXT, true), sender));
  await inspector.choices.choose(choice(view, "safe"), 1);
  const pieces = ["Mevr. [PERSOON_1]\n\nheeft  [AANDOENING_1]\n"];
  expect(await inspector.ask(ask(SENT), sender)).toMatchObject({ verdict: { go: "rewrite", pieces } });
  expect(approved).toEqual([pieces]);
});

test("silence is heard once: what the site then sends is not waited for again, and a second press asks anew", async () => {
  await bundle({ fail_mode: "open" });
  serve = () => Promise.reject(new TypeError("no connection"));
  const inspector = setUp();
  expect(await inspector.ask(ask(TEXT, true), sender)).toEqual({ verdict: { go: "send" } });
  expect(await inspector.ask(ask(SENT), sender)).toMatchObject({ verdict: { go: "send" }, notice: { kind: "coach" } });
  expect(asked).toHaveLength(1);
  await inspector.ask(ask(TEXT, true), sender);
  expect(asked).toHaveLength(2);
});

test.each<[string, () => Promise<Response>]>([
  ["no connection", () => Promise.reject(new TypeError("no connection"))],
  ["too much at once", async () => json({}, 429)],
  ["a register that keeps nothing", async () => json({ code: "register.unavailable" }, 503)],
])("%s: what was held for want of an answer is asked about anew when it is sent again, whoever sends it", async (_, silence) => {
  serve = silence;
  const inspector = setUp();
  expect(await inspector.ask(ask(TEXT, true), sender)).toMatchObject({ verdict: { go: "reject" }, notice: { kind: "held" } });
  serve = verdict;
  // The button of the notice uses the site's own: no press of a person comes before what the site sends.
  expect(await inspector.ask(ask(SENT), sender)).toMatchObject({ verdict: { go: "send" } });
  expect(asked).toHaveLength(2);
});

const found = (...of: [string, string][]): LocalCheck => async () => ({ rulesVersion: "1", findings: of.map(([type, group], i) => ({ type, group, start: i, end: i + 1 })) });

test("asked first, the device keeps a clean text to itself", async () => {
  await bundle({ first_check: "device" });
  check = found();
  expect(await setUp().ask(ask(TEXT), sender)).toMatchObject({ verdict: { go: "send" } });
  expect(approved).toEqual([[TEXT]]);
  expect(asked).toEqual([]);
});

test.each<[string, object, LocalCheck]>([
  ["the device finds something", { first_check: "device" }, found(["date", "context"])],
  ["the rules on the device are not there", { first_check: "device" }, async () => undefined],
  ["the rules on the device fail", { first_check: "device" }, () => Promise.reject(new Error())],
  ["the rules on the device take too long", { first_check: "device" }, () => new Promise(() => undefined)],
  ["the service is blocked", { first_check: "device", destinations: [{ id: "x", match: ["chatgpt.com"], class: "blocked" }] }, found()],
  ["the policy has the server asked first", { first_check: "server" }, found()],
  ["the policy does not say", {}, found()],
])("the server decides when %s", async (_, policy, rules) => {
  await bundle(policy);
  check = rules;
  action = "block";
  expect(await setUp().ask(ask(TEXT), sender)).toMatchObject({ verdict: { go: "reject" } });
  expect(asked).toEqual([TEXT]);
});

test.each<[string, [string, string][], string[]]>([
  ["a direct identifier", [["bsn", "identity"]], ["bsn"]],
  ["a secret", [["secret_password", "secret"]], ["secret_password"]],
  ["a name and a health fact", [["person_name", "identity"], ["diagnosis", "health"]], ["person_name", "diagnosis"]],
  ["a health fact alone", [["diagnosis", "health"]], []],
  ["a name alone", [["person_name", "identity"]], []],
])("while it is written, %s is marked: %#", async (_, findings, types) => {
  await bundle({ local_rules: [{ type: "bsn", min: 1 }] });
  expect(await glance(TEXT, "chatgpt.com", found(...findings))).toEqual({ types, clean: false });
});

test("a policy that hides the mark has nothing marked; what is clean stays known", async () => {
  await bundle({ local_rules: [{ type: "bsn", min: 1 }], quiet_mark: "hide" });
  expect(await glance(TEXT, "chatgpt.com", found(["bsn", "identity"], ["secret_password", "secret"]))).toEqual({ types: [], clean: false });
  expect(await glance(TEXT, "chatgpt.com", found())).toEqual({ types: [], clean: true });
});

test("a place or a date alone is clean; at an approved service only a secret is marked", async () => {
  await bundle({ local_rules: [{ type: "bsn", min: 1 }], destinations: [{ id: "own", match: ["chatgpt.com"], class: "approved" }] });
  expect(await glance(TEXT, "chatgpt.com", found(["date", "context"]))).toEqual({ types: [], clean: true });
  expect(await glance(TEXT, "chatgpt.com", found(["bsn", "identity"], ["secret_password", "secret"]))).toEqual({ types: ["secret_password"], clean: false });
});

test("a very long text waits until it is sent", async () => {
  expect(await glance("x".repeat(50_001), "chatgpt.com", found())).toBeUndefined();
});

test.each([["a b", "a  b"], ["\n a\tb ", "a b"], ["a b", "\u00a0a\n\nb"]])("places are found again whatever the white space: %j in %j", (from, to) => {
  const at = (text: string) => [{ ...FINDINGS[0]!, start: text.indexOf("b"), end: text.indexOf("b") + 1 }];
  expect(realign(at(from), from, to)).toEqual(at(to));
});
