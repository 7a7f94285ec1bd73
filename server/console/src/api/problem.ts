// What an answer says went wrong (RFC 9457), and that in words.
import { t, type Key } from "../i18n/shared.ts";

export interface Fault {
  pointer: string;
  code: string;
  detail?: string;
  line?: number;
  column?: number;
}

interface Body {
  code: string;
  status: number;
  detail?: string;
  trace_id?: string;
  errors?: Fault[];
  allowed?: string[];
  action?: unknown;
}

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  /** By which the log of the server knows the request; "" when it never got there. */
  readonly trace: string;
  readonly faults: Fault[];
  readonly allowed: string[];

  constructor(body: Body) {
    super(body.code);
    this.code = body.code;
    this.status = body.status;
    this.trace = body.trace_id ?? "";
    this.faults = body.errors ?? [];
    this.allowed = body.allowed ?? [];
  }
}

const sentences: Record<string, Key> = {
  network: "problem.network",
  "permission.denied": "problem.permission",
  "privacy.below_k": "problem.below_k",
  "resource.not_found": "problem.gone",
  "resource.changed": "problem.changed",
  "resource.conflict": "problem.conflict",
  "request.invalid": "problem.invalid",
  "request.malformed": "problem.invalid",
  "request.too_large": "problem.too_large",
  "request.text_holds_finding": "problem.finding",
  "ratelimit.exceeded": "problem.busy",
  "service.busy": "problem.busy",
  "store.unavailable": "problem.store",
  "register.unavailable": "problem.store",
  "register.damaged": "problem.damaged",
  "auth.session_required": "problem.session",
  "auth.step_up_required": "problem.step_up",
  "auth.sign_in_refused": "problem.refused",
  "incident.illegal_transition": "problem.illegal",
  "incident.not_ready": "problem.not_ready",
  "approval.required": "problem.approval_required",
  "approval.closed": "problem.approval_closed",
  "approval.already_open": "problem.approval_open",
  "approval.object_changed": "problem.approval_changed",
  "approval.same_person": "problem.same_person",
  "approval.same_role": "problem.same_role",
  "policy.invalid": "problem.policy_invalid",
  "policy.test_failed": "problem.policy_test",
  "policy.rule_untested": "problem.policy_untested",
  "policy.unchanged": "problem.policy_unchanged",
  "policy.scheduled": "problem.policy_scheduled",
  "reveal.purpose_refused": "problem.purpose",
  "people.roles_conflict": "problem.roles",
  "people.last_owner": "problem.last_owner",
  "people.own_account": "problem.own_account",
  "people.role_by_group": "problem.role_by_group",
};

/** What a problem means for who sees it: what failed, and what to do. */
export function inWords(error: unknown): string {
  if (!(error instanceof Problem)) return t("problem.other");
  return t(sentences[error.code] ?? "problem.other");
}
