// Every message between the page hook, the bridge and the background worker.

/** Why a message is held although the service gave no decision about its text. */
export type HoldReason =
  | "not_enrolled" | "offline" | "refused" | "clock" | "too_large" | "busy" | "register" | "unreadable" | "file" | "signature" | "reload" | "bypass" | "unverified";

export type Transport = "fetch" | "xhr" | "beacon" | "ws" | "submit";

/** Bridge to background: may this leave? */
export interface Ask {
  readonly what: "ask";
  readonly id: number;
  /** Host the request goes to. */
  readonly host: string;
  readonly endpoint: string;
  readonly transport: Transport;
  readonly state: "text" | "file" | "unreadable";
  readonly pieces: readonly string[];
}

/** What became of a request that was let through. */
export interface Left {
  /** none: the rewritten body did not hold what was agreed, so it was not sent. */
  readonly egress: "full" | "unknown" | "none";
}

export type Passage = { readonly go: "send" } | { readonly go: "rewrite"; readonly pieces: readonly string[] } | { readonly go: "reject" };

export type Action = "allow" | "log" | "coach" | "warn" | "justify" | "redact" | "block";

/** A marked place in the user's text. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

/** What the dialog shows about one decision. */
export interface DecisionView {
  readonly decisionId: string;
  readonly action: "warn" | "justify" | "redact" | "block";
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Present when the safe version may be sent. */
  readonly safe?: { readonly text: string; readonly marks: readonly Mark[] };
  /** Present when the original may be sent; with reasons when one must be chosen. */
  readonly original?: { readonly reasons: readonly string[] };
  readonly redirect?: { readonly name: string; readonly url: string };
  readonly explanation?: string;
  readonly contact?: string;
}

export type Notice =
  | { readonly kind: "decision"; readonly view: DecisionView }
  | { readonly kind: "coach"; readonly text?: string }
  | { readonly kind: "held"; readonly reason: HoldReason };

export type Choice = "safe" | "original" | "edit" | "redirect";

/** Bridge to background. */
export type Request =
  | { readonly what: "ask"; readonly ask: Ask; readonly path: string; readonly channel: "typed" | "paste" | "drop" | "autosave" }
  | { readonly what: "left"; readonly requestId: string; readonly egress: Left["egress"] }
  | {
      readonly what: "choose"; readonly decisionId: string; readonly choice: Choice; readonly text: string;
      readonly reason?: string; readonly shownMs: number; readonly decidedMs: number;
    }
  | { readonly what: "relay"; readonly notice: Notice }
  | { readonly what: "status" }
  | { readonly what: "sites" }
  | { readonly what: "ui" }
  | { readonly what: "enrol"; readonly apiOrigin: string; readonly enrolmentKey: string };

/** The background's answer to an ask. */
export interface AskReply {
  readonly verdict: Passage;
  readonly requestId?: string;
  readonly notice?: Notice;
  /** The decision whose armed pass this request used. */
  readonly passed?: string;
}

export interface Status {
  readonly state: "guarded" | "not_enrolled" | "refused" | "clock" | "offline" | "signature";
  readonly managed: boolean;
  readonly apiOrigin: string;
  readonly allowedOrigins: readonly string[];
  readonly deviceId?: string;
  readonly policyVersion?: number;
  readonly ledger: "blocking" | "none";
  readonly waiting: number;
  readonly language: "nl" | "en";
  readonly supportUrl?: string;
}

/** Background to bridge: show this in the top frame. */
export type Push = { readonly what: "show"; readonly notice: Notice };
