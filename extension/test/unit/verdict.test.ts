// Only an explicit, complete decision may let a message go.

import { expect, test } from "vitest";
import type { Reply } from "../../src/background/api";
import { readVerdict } from "../../src/background/verdict";

const TEXT = "Mevr. Jansen belde";
const finding = { id: "f1", type: "person_name", group: "identity", confidence: "high", score: 0.9, start: 6, end: 12, label: "PERSOON", ref: 1, covered: true };
const rule = { id: "r1", action: "warn", mode: "enforce", message_id: "naam-let-op" };
const good = {
  decision_id: "dec_01J00000000000000000000000", action: "allow", findings: [] as unknown[], matched_rules: [] as unknown[], offers: [] as unknown[],
  override: { allowed: false, reasons: [] as unknown[] } as unknown, policy_version: 1, took_ms: 0.1,
};
const reply = (status: number, json: unknown): Reply => ({ status, json, text: "", etag: null, skew: 0 });
const read = (json: unknown, status = 200) => readVerdict(reply(status, json), TEXT);

test.each(["allow", "log", "coach", "warn", "justify", "block"])("a complete %s is a decision", (action) => {
  expect(read({ ...good, action })).toMatchObject({ action, decisionId: good.decision_id });
});

test("redact with its places is a decision, with the message of the enforced rule", () => {
  const verdict = read({ ...good, action: "redact", findings: [finding], matched_rules: [{ ...rule, mode: "shadow", message_id: "x" }, rule] });
  expect(verdict).toMatchObject({ action: "redact", messageId: "naam-let-op", findings: [{ start: 6, end: 12, label: "PERSOON" }] });
});

test("members that a newer server adds are ignored", () => {
  expect(read({ ...good, nieuw: { a: 1 } })).toMatchObject({ action: "allow" });
});

test("no overrides left today is no override", () => {
  expect(read({ ...good, action: "warn", override: { allowed: true, reasons: [], remaining_today: 0 } })).toMatchObject({ override: { allowed: false } });
});

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["an empty object", {}],
  ["a list", [good]],
  ["a word", "allow"],
  ["only an action", { action: "allow" }],
  ["an unknown action", { ...good, action: "permit" }],
  ["an action that is not a word", { ...good, action: true }],
  ["no decision id", { ...good, decision_id: "" }],
  ["findings that are no list", { ...good, findings: {} }],
  ["no offers", { ...good, offers: undefined }],
  ["offers that are no words", { ...good, offers: [1] }],
  ["no rules", { ...good, matched_rules: null }],
  ["a rule without a name", { ...good, matched_rules: [{}] }],
  ["no override", { ...good, override: undefined }],
  ["an override that is not a yes or no", { ...good, override: { allowed: "yes" } }],
  ["redact without places", { ...good, action: "redact" }],
  ["a place before the text", { ...good, findings: [{ ...finding, start: -1 }] }],
  ["a place outside the text", { ...good, findings: [{ ...finding, end: TEXT.length + 1 }] }],
  ["an empty place", { ...good, findings: [{ ...finding, end: 6 }] }],
  ["a place between two characters", { ...good, findings: [{ ...finding, start: 6.5 }] }],
  ["a place without a label", { ...good, findings: [{ ...finding, label: "" }] }],
  ["a label that could close the placeholder", { ...good, findings: [{ ...finding, label: "A]" }] }],
  ["a place of which nobody knows whether it is covered", { ...good, findings: [{ ...finding, covered: undefined }] }],
])("%s holds the message as when the service is away", (_, json) => {
  expect(read(json)).toBe("offline");
});

test.each<[number, unknown, string]>([
  [201, good, "offline"],
  [204, undefined, "offline"],
  [302, undefined, "offline"],
  [400, { code: "request.invalid" }, "refused"],
  [401, good, "refused"],
  [403, undefined, "refused"],
  [404, good, "refused"],
  [413, undefined, "too_large"],
  [422, good, "refused"],
  [429, good, "busy"],
  [500, good, "offline"],
  [502, undefined, "offline"],
  [503, { code: "register.unavailable" }, "register"],
  [503, undefined, "offline"],
])("status %i holds the message, whatever it says", (status, json, reason) => {
  expect(read(json, status)).toBe(reason);
});
