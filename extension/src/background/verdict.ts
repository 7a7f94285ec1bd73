// What counts as a decision of the service. Whatever is not exactly one of these holds the message.

import type { Action, HoldReason, Where } from "../shared/messages";
import { problemCode, type Reply } from "./api";

export interface Finding {
  readonly id: string;
  readonly type: string;
  readonly group: string;
  readonly start: number;
  readonly end: number;
  /** The word of the placeholder: PERSOON, BSN. */
  readonly label: string;
  /** Equal values in one request share it. */
  readonly ref: number;
  /** The safe version replaces it. */
  readonly covered: boolean;
  /** Of a finding in a file. */
  readonly where?: Where;
}

export interface Verdict {
  readonly decisionId: string;
  readonly action: Action;
  /** A rule matched, be it in shadow: the register waits to hear what became of it. */
  readonly matched: boolean;
  readonly findings: readonly Finding[];
  readonly messageId: string | undefined;
  readonly offers: readonly string[];
  /** Until when the emergency exit is open that lets the text past. */
  readonly emergency: string | undefined;
  /** Rules do not act for this device yet: nobody looked. */
  readonly unguarded?: boolean;
  readonly override: { readonly allowed: boolean; readonly reasons: readonly string[] };
}

const ACTIONS: readonly string[] = ["allow", "log", "coach", "warn", "justify", "redact", "block"];

export type Json = Record<string, unknown>;

/** The verdict in an answer about a text, or the reason why there is none. */
export function readVerdict(reply: Reply, text: string): Verdict | HoldReason {
  if (reply.status !== 200) return refusal(reply);
  return parseVerdict(reply.json, text) ?? "offline";
}

function refusal(reply: Reply): HoldReason {
  switch (reply.status) {
    case 401: case 403: return "refused";
    case 413: return "too_large";
    case 429: return "busy";
    case 503: return problemCode(reply) === "register.unavailable" ? "register" : "offline";
    default: return reply.status >= 400 && reply.status < 500 ? "refused" : "offline";
  }
}

/** Checks the whole shape; undefined when any part is not as agreed. */
export function parseVerdict(json: unknown, text: string): Verdict | undefined {
  if (!isObject(json)) return undefined;
  const { decision_id: decisionId, action, findings, matched_rules: rules, offers, override } = json;
  if (!isName(decisionId) || typeof action !== "string" || !ACTIONS.includes(action)) return undefined;
  if (!Array.isArray(findings) || !findings.every((f) => isFinding(f, text))) return undefined;
  if (!Array.isArray(rules) || !rules.every(isRule) || !isNames(offers)) return undefined;
  if (!isObject(override) || typeof override.allowed !== "boolean") return undefined;
  const reasons = override.reasons ?? [];
  if (!isNames(reasons)) return undefined;
  if (action === "redact" && findings.length === 0) return undefined;
  return {
    decisionId,
    action: action as Action,
    matched: rules.length > 0,
    findings: findings as Finding[],
    messageId: (rules as Json[]).find((r) => r.mode !== "shadow" && isName(r.message_id))?.message_id as string | undefined,
    offers,
    // Only where nothing is held: no answer may switch a rule off.
    unguarded: json.guarded === false && action === "allow",
    emergency: isObject(json.break_glass) ? String(json.break_glass.expires_at) : undefined,
    override: { allowed: override.allowed && override.remaining_today !== 0, reasons },
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isName);
}

function isRule(value: unknown): boolean {
  return isObject(value) && isName(value.id);
}

function isFinding(value: unknown, text: string): boolean {
  if (!isObject(value) || !isName(value.id) || !isName(value.type) || !isName(value.group)) return false;
  if (typeof value.label !== "string" || !/^[\p{Lu}\d_]+$/u.test(value.label) || !Number.isInteger(value.ref) || typeof value.covered !== "boolean") return false;
  const { start, end } = value;
  if (!Number.isInteger(start) || !Number.isInteger(end)) return false;
  return (start as number) >= 0 && (start as number) < (end as number) && (end as number) <= text.length;
}
