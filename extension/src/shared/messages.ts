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
  /** Asked when the user presses send, before the site begins: the text of the composer. What leaves is asked about all the same. */
  readonly early?: boolean;
  readonly pieces: readonly string[];
  /** With state file: each file, in base64. */
  readonly files?: readonly { readonly name: string; readonly data: string }[];
}

/** What became of a request that was let through. */
export interface Left {
  /** none: the rewritten body did not hold what was agreed, so it was not sent. */
  readonly egress: "full" | "unknown" | "none";
}

export type Passage = { readonly go: "send" } | { readonly go: "rewrite"; readonly pieces: readonly string[] } | { readonly go: "reject" };

export type Action = "allow" | "log" | "coach" | "warn" | "justify" | "redact" | "block";

/** A marked place in the user's text: one finding. */
export interface Mark {
  /** The id of the finding within its decision. */
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly type: string;
  /** In a file, which has no places in a text: so many of this type in one part of it. */
  readonly where?: Where;
}

/** A part of a file. */
export interface Where {
  readonly count: number;
  /** Kind of part, in the words of the API: page, sheet, comments. */
  readonly part: string;
  /** Number of the page, slide or sheet. */
  readonly page?: number;
  /** Number of the file, in an archive or of several. */
  readonly entry?: number;
  /** Type of the file: docx. */
  readonly type: string;
}

/** A place in the user's text that the safe version replaces. */
export interface Place extends Mark {
  /** What stands there instead; equal values share it. */
  readonly put: string;
  /** A direct identifier or a secret: it never stays. */
  readonly fixed: boolean;
}

/** What the dialog shows about one decision. */
export interface DecisionView {
  readonly decisionId: string;
  readonly action: "warn" | "justify" | "redact" | "block";
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Names of the files that this is about; then nothing of text is shown. */
  readonly file?: string;
  /** Found by this device alone: the service did not answer. */
  readonly local?: boolean;
  /** Present when a safe version may be sent: what it replaces. */
  readonly safe?: readonly Place[];
  /** Present when the original may be sent; with reasons when one must be chosen. */
  readonly original?: { readonly reasons: readonly string[] };
  readonly redirect?: { readonly name: string; readonly url: string };
  /** The policy offers the emergency exit. */
  readonly glass?: boolean;
  readonly explanation?: string;
  readonly contact?: string;
}

export type Notice =
  | { readonly kind: "decision"; readonly view: DecisionView }
  | { readonly kind: "coach"; readonly text?: string; /** Until when the emergency exit is open that let it past, RFC 3339. */ readonly until?: string }
  | { readonly kind: "held"; readonly reason: HoldReason };

export type Choice = "safe" | "original" | "edit" | "redirect" | "glass";

/** What became of a choice. */
export interface Chosen {
  /** It is carried out; for what is to be sent: it may leave now. */
  readonly done: boolean;
  /** The new decision, about what would have been sent. */
  readonly view?: DecisionView;
  /** Why it could not be carried out. */
  readonly problem?: HoldReason | "glass";
}

/** Bridge to background. */
export type Request =
  | { readonly what: "ask"; readonly ask: Ask; readonly path: string; readonly channel: "typed" | "paste" | "drop" | "autosave" }
  | { readonly what: "left"; readonly requestId: string; readonly egress: Left["egress"] }
  | {
      readonly what: "choose"; readonly decisionId: string; readonly choice: Choice; readonly text: string;
      readonly reason?: string; readonly shownMs: number; readonly decidedMs: number;
      /** Findings that stay in the safe version. */
      readonly keep?: readonly string[];
    }
  | { readonly what: "feedback"; readonly decisionId: string; readonly findingId: string; readonly kind?: string }
  | { readonly what: "relay"; readonly notice: Notice }
  | { readonly what: "status" }
  | { readonly what: "coverage"; readonly state: Coverage["state"] }
  | { readonly what: "coverageOf"; readonly tab: number }
  | { readonly what: "summary" }
  /** In the name of the user; answered with what the server gave, or nothing when it refused. */
  | { readonly what: "own"; readonly path: "me/export" | "me/requests" | "answers" | "identify" | "identify/end"; readonly body: object }
  | { readonly what: "language"; readonly language: "nl" | "en" }
  | { readonly what: "sites" }
  | { readonly what: "originals"; readonly path: string }
  /** A socket is opened, or a part of something that was let through whole leaves: what the key stands for. */
  | { readonly what: "open"; readonly url: string; readonly key?: string }
  | { readonly what: "ui" }
  | { readonly what: "dialog" | "files" | "notice" | "writing" }
  | { readonly what: "glance"; readonly text: string }
  | { readonly what: "enrol"; readonly apiOrigin: string; readonly enrolmentKey: string };

/** The background's answer to an ask. */
export interface AskReply {
  readonly verdict: Passage;
  readonly requestId?: string;
  readonly notice?: Notice;
  /** The decision whose armed pass this request used. */
  readonly passed?: string;
}

/** What the rules on this device see in a text that is still being written. */
export interface Glance {
  /** Types that are worth a mark, one for each finding; in the order of the text. */
  readonly types: readonly string[];
  /** Nothing was found at all. */
  readonly clean: boolean;
}

/** What the guard on a page could prove of itself. */
export interface Coverage {
  readonly state: Status["state"] | "hook" | "drift" | "off";
}

export interface OwnEvent {
  readonly event_id: string;
  readonly at: string;
  readonly destination_id: string;
  readonly action: string;
  readonly types: readonly { readonly type: string; readonly count: number }[];
  readonly outcome: string | null;
}

export interface OwnQuestion {
  readonly question_id: string;
  readonly question: string;
  readonly asked_at: string;
  readonly expires_at: string;
  readonly answers: readonly string[];
}

interface InWords {
  readonly nl: string;
  readonly en: string;
}

/** What the register holds of the user of this device, as the API gives it, with the names of the destinations. */
export interface Overview {
  readonly from: string;
  readonly complete: boolean;
  readonly events: readonly OwnEvent[];
  readonly questions: readonly OwnQuestion[];
  readonly reveals: readonly { readonly at: string; readonly purpose: string }[];
  readonly requests: readonly { readonly kind: string; readonly ground: string; readonly text: string | null; readonly at: string; readonly due_at: string; readonly state: string; readonly answer: string | null; readonly answered_at?: string | null }[];
  readonly stored: readonly (InWords & { readonly days: number })[];
  readonly viewers: readonly InWords[];
  /** How the browser knows who works there; device: it does not. */
  readonly who?: { readonly source: string; readonly offered: boolean; readonly ends_at: string | null };
  readonly contact: { readonly role: string; readonly organisation: string };
  readonly names: Readonly<Record<string, string>>;
  /** How to reach the privacy officer. */
  readonly help?: string;
}

export interface Status {
  readonly state: "guarded" | "not_enrolled" | "refused" | "clock" | "offline" | "signature" | "trial";
  readonly managed: boolean;
  readonly apiOrigin: string;
  readonly allowedOrigins: readonly string[];
  readonly deviceId?: string;
  readonly policyVersion?: number;
  /** The site of the page that asks is switched off for now. */
  readonly switchedOff: boolean;
  readonly ledger: "blocking" | "none";
  readonly waiting: number;
  readonly language: "nl" | "en";
  readonly languageManaged: boolean;
  readonly supportUrl?: string;
}

/** Background to bridge: show this in the top frame. */
export type Push = { readonly what: "show"; readonly notice: Notice };
