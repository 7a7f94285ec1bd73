// The heartbeat: what is counted is told once, and what the server says is obeyed.

import { forget, local, managed, ORIGIN, session } from "./fake-browser";
import { beforeEach, expect, test, vi } from "vitest";

const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
vi.mock("../../src/background/keystore", () => ({ deviceKey: async () => pair }));

const { beat, count } = await import("../../src/background/pulse");
const { isSwitchedOff, recallSwitchedOff, switchOff } = await import("../../src/background/off");
const { reread } = await import("../../src/background/store");
const { Inspector } = await import("../../src/background/inspect");
const { Ledger } = await import("../../src/background/ledger");
const { bypassed } = await import("../../src/background/bypass");
const { sites } = await import("../../src/background/sites");

interface Beat {
  beat_id: string;
  sites: { destination_id: string; observed: number; inspected: number; failed: number; canary: string | null }[];
  uninspected: number;
  errors: { code: string; count: number }[];
}

let verdict: object;
let beats: Beat[];
let answer: () => Response | Promise<Response>;
const reply = (more: object = {}): Response => new Response(JSON.stringify({ commands: [], disabled_sites: [], heartbeat_s: 300, server_time: new Date().toISOString(), ...more }));
const json = (value: unknown, status = 200): Response => new Response(JSON.stringify(value), { status });

beforeEach(() => {
  vi.useRealTimers();
  forget();
  reread();
  beats = [];
  answer = () => reply();
  managed.set("apiOrigin", ORIGIN).set("enrolmentKey", "dwe_X");
  local.set("bundle", { deviceId: "dev_1", bundle: { version: 3, destinations: [{ id: "chatgpt", match: ["chatgpt.com", "*.chatgpt.com"], class: "unapproved" }], messages: { nl: {}, en: {} } } });
  vi.stubGlobal("fetch", async (url: URL, init: RequestInit) => {
    if (url.pathname.endsWith("/enrol")) return json({ device_id: "dev_1", audience: ORIGIN, server_key: {} }, 201);
    if (url.pathname.endsWith("/token")) return json({ access_token: "t", expires_in: 9000 });
    if (url.pathname.endsWith("/inspect/text")) return json(verdict);
    beats.push(JSON.parse(String(init.body)) as Beat);
    return answer();
  });
});

const nothing = (): void => undefined;

test("what was counted is told per destination, and after the answer counting starts anew", async () => {
  await beat(nothing);
  await count("chatgpt.com", "inspected");
  await count("chatgpt.com", "failed", "offline");
  await count("www.chatgpt.com", "uninspected");
  await count("elders.example", "ok");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
  await beat(nothing);
  expect(beats[1]).toMatchObject({
    policy_version: 3, uninspected: 1, errors: [{ code: "offline", count: 1 }],
    sites: [
      { destination_id: "chatgpt", observed: 3, inspected: 1, failed: 1, canary: null },
      { destination_id: "unlisted", observed: 0, inspected: 0, failed: 0, canary: "ok" },
    ],
  });
  vi.setSystemTime(Date.now() + 301_000);
  await beat(nothing);
  expect(beats).toHaveLength(2); // nobody used the browser
});

test("before its time nothing is sent, but a page that is not guarded is told at once", async () => {
  await beat(nothing);
  await count("chatgpt.com", "inspected");
  await beat(nothing);
  expect(beats).toHaveLength(1);
  await count("chatgpt.com", "fail", "page.hook");
  await beat(nothing);
  expect(beats[1]?.sites[0]?.canary).toBe("fail");
});

test("a request that went past the guard makes the canary fail, and a page that proves itself later does not undo that", async () => {
  await beat(nothing);
  await count("chatgpt.com", "bypassed", "bypass");
  await count("chatgpt.com", "ok");
  await beat(nothing);
  // What it carried is counted when it is looked at.
  expect(beats[1]?.sites[0]).toMatchObject({ observed: 0, inspected: 0, canary: "fail" });
});

test.each(["allow", "block"])("what the hook asked about and the ledger saw too counts once, when it is to %s", async (action) => {
  const TEXT = "Mevr. Jansen heeft hartfalen";
  const found = { id: "f1", type: "person_name", group: "identity", confidence: "high", score: 0.9, start: 6, end: 12, label: "PERSOON", ref: 1, covered: true };
  verdict = {
    decision_id: "dec_1", action, findings: action === "block" ? [found] : [], matched_rules: action === "block" ? [{ id: "r1", action, mode: "enforce", message_id: "m1" }] : [],
    offers: [], override: { allowed: false, reasons: [] }, policy_version: 1, took_ms: 1,
  };
  vi.stubGlobal("chrome", { ...chrome, tabs: { sendMessage: async () => undefined } });
  await beat(nothing);
  const ledger = new Ledger(sites);
  const inspector = new Inspector(ledger, nothing, async () => undefined);
  const details = (requestId: string) => ({
    requestId, url: "https://chatgpt.com/backend-api/f/conversation", method: "POST", type: "xmlhttprequest", tabId: 1, frameId: 0,
    requestBody: { raw: [{ bytes: new TextEncoder().encode(JSON.stringify({ messages: [{ content: { parts: [TEXT] } }] })).buffer }] },
  }) as never;
  const ask = { what: "ask", id: 1, host: "chatgpt.com", endpoint: "conversation", transport: "fetch", state: "text", pieces: [TEXT] } as const;
  const sender = { tab: 1, path: "/", channel: "typed" };
  // Before the site begins, as it leaves, as the site tries again: of what may leave the ledger sees the request itself.
  await inspector.ask({ ...ask, early: true }, sender);
  await inspector.ask(ask, sender);
  if (action === "allow") expect(ledger.judge(details("1"))).toEqual({});
  await inspector.ask(ask, sender);
  if (action === "block") {
    expect(ledger.judge(details("2"))).toEqual({ cancel: true });
    await bypassed(inspector, details("2"), ledger.told(details("2")), false);
  }
  await count("chatgpt.com", "fail");
  await beat(nothing);
  expect(beats[1]?.sites).toMatchObject([{ destination_id: "chatgpt", observed: 1, inspected: 1, failed: 0 }]);
});

test("without an answer the counts stay, under the same id, so that they count once", async () => {
  await beat(nothing);
  await count("chatgpt.com", "fail");
  answer = () => Promise.reject(new TypeError("no connection"));
  await beat(nothing);
  answer = () => reply();
  await beat(nothing);
  expect(beats[2]).toEqual(beats[1]);
});

test("what came in since makes it another heartbeat", async () => {
  await beat(nothing);
  await count("chatgpt.com", "fail");
  answer = async () => {
    await count("chatgpt.com", "inspected");
    throw new TypeError("no connection");
  };
  await beat(nothing);
  answer = () => reply();
  await beat(nothing);
  expect(beats[2]?.sites[0]).toMatchObject({ observed: 1, inspected: 1, canary: "fail" });
  expect(beats[2]?.beat_id).not.toBe(beats[1]?.beat_id);
});

test("a server that takes no heartbeats is not asked again and again", async () => {
  answer = () => json({ code: "not_found" }, 404);
  await beat(nothing);
  await count("chatgpt.com", "inspected");
  await beat(nothing);
  expect(beats).toHaveLength(1);
});

test("commands and switched-off sites are handed over", async () => {
  answer = () => reply({ commands: ["refresh_bundle"], disabled_sites: [{ destination_id: "chatgpt", until: "2026-11-23T10:00:00Z" }] });
  const obeyed: unknown[] = [];
  await beat((...what) => obeyed.push(what));
  expect(obeyed).toEqual([[["refresh_bundle"], [{ destination_id: "chatgpt", until: "2026-11-23T10:00:00Z" }]]]);
});

test("a site is off until its time, also after the worker slept; off the list it is guarded again", async () => {
  await switchOff([{ destination_id: "chatgpt", until: new Date(Date.now() + 3_600_000).toISOString() }]);
  expect([isSwitchedOff("chatgpt.com"), isSwitchedOff("claude.ai")]).toEqual([true, false]);
  reread();
  await recallSwitchedOff();
  expect(isSwitchedOff("chatgpt.com")).toBe(true);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_601_000 });
  expect(isSwitchedOff("chatgpt.com")).toBe(false);
  vi.useRealTimers();
  await switchOff([]);
  expect(isSwitchedOff("chatgpt.com")).toBe(false);
});

test("nothing but numbers and names of sites is kept", async () => {
  await count("chatgpt.com", "failed", "offline");
  expect(JSON.stringify([...session])).not.toContain("chatgpt.com");
});
