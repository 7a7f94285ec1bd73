// From a held request to its passage: decision cache, ledger, outcome. What the user may do is in choices.ts.

import type { Ask, AskReply, HoldReason, Left, Notice } from "../shared/messages";
import { ulid } from "../shared/ulid";
import { Choices, looseKeyOf, messageOf, outcomeOf, textKeyOf, type Where } from "./choices";
import { decide } from "./decide";
import { onSilence, type LocalCheck } from "./failmode";
import { firstCheck } from "./glance";
import type { Ledger } from "./ledger";
import { isSwitchedOff } from "./off";
import * as outbox from "./outbox";
import { JOINT, realign } from "./placeholders";
import { currentBundle, destinationOf } from "./policy";
import { count } from "./pulse";
import * as session from "./session";
import { readSettings } from "./settings";
import { setGuarded } from "./trial";
import type { Verdict } from "./verdict";

/** The same text again within this time is the same attempt: a double fire, a retry of the site. */
const REPEAT_MS = 15_000;
/** After a choice the same text is a new attempt, but for what the site had on its way by then: a draft, a retry. */
const SETTLE_MS = 1_000;
/** An attempt that got no answer keeps its id this long, so that the register counts it once. */
const RETRY_MS = 600_000;
/** A request that was let through and of which nothing was heard again. */
const UNHEARD_MS = 30_000;

const PASSES: ReadonlySet<Verdict["action"]> = new Set(["allow", "log", "coach"]);
const SEND: AskReply = { verdict: { go: "send" } };

interface Attempt {
  readonly requestId: string;
  /** When it was last tried. */
  at: number;
  readonly result: Promise<Verdict | HoldReason>;
  answered?: boolean;
  counted?: boolean;
  /** Asked before the site began: the text, which the site may send with other white space. It is let go of with the attempt's last repeat. */
  early?: string;
}

export interface Sender {
  readonly tab: number;
  readonly path: string;
  readonly channel: string;
}

export class Inspector {
  readonly #attempts = new Map<string, Attempt>();
  readonly #travelling = new Map<string, readonly outbox.Outcome[]>();
  readonly choices: Choices;

  readonly #ledger: Ledger;
  readonly #flush: () => void;

  readonly #check: LocalCheck;

  constructor(ledger: Ledger, flush: () => void, check: LocalCheck) {
    this.#ledger = ledger;
    this.#flush = flush;
    this.#check = check;
    this.choices = new Choices({
      judge: (text, where) => this.#question(ulid(), where.host, where, text),
      forget: (tab, text, atOnce) => [textKeyOf, looseKeyOf].forEach((key) => {
        const attempt = this.#attempts.get(key(tab, text));
        if (attempt) attempt.at = Date.now() - REPEAT_MS + (atOnce ? 0 : SETTLE_MS);
      }),
      approve: (pieces) => ledger.approve(pieces),
      depart: (requestId, outcomes) => this.#depart(requestId, outcomes),
      flush,
    });
  }

  /** Answers one held request. */
  async ask(ask: Ask, sender: Sender): Promise<AskReply> {
    if (isSwitchedOff(ask.host)) return ask.early ? SEND : this.#uninspected(ask);
    if (ask.state !== "text" && !ask.files) {
      void count(ask.host, "failed", ask.state);
      return held(ask.state);
    }
    const text = ask.pieces.join(JOINT);
    const passed = await this.choices.use(ask, sender.tab);
    if (passed) return passed;
    const attempt = this.#attempt(ask, sender, text);
    const result = await attempt.result;
    if (result === "offline") return this.#silence(attempt, ask, sender, text);
    if (typeof result === "string") return this.#held(attempt, ask, result);
    // Counted and told when the site sends it.
    if (ask.early && PASSES.has(result.action)) return SEND;
    if (result.unguarded) {
      // Rules do not act for this device yet: the page says that nobody is guarded.
      await setGuarded(false);
      return this.#uninspected(ask);
    }
    this.#count(attempt, ask.host);
    const findings = realign(result.findings, attempt.early ?? text, text);
    return this.#act({ ...result, findings }, attempt, ask, sender, text);
  }

  #attempt(ask: Ask, sender: Sender, text: string): Attempt {
    const now = Date.now();
    const key = textKeyOf(sender.tab, text);
    const loose = looseKeyOf(sender.tab, text);
    for (const [k, a] of this.#attempts) if (now - a.at > RETRY_MS) this.#attempts.delete(k);
    const old = this.#attempts.get(key) ?? this.#attempts.get(loose);
    // What was heard, or not, just before the site began holds for what it sends.
    const heard = old?.answered !== false || (old.early !== undefined && !ask.early);
    if (old && heard && now - old.at < REPEAT_MS) return old;
    // An attempt that was never answered may be in the register all the same: it is asked again under its own id.
    const requestId = old?.answered === false ? old.requestId : ulid(now);
    const made: Attempt = { requestId, at: now, result: this.#question(requestId, ask.host, sender, text, ask.files).catch(() => "offline" as const) };
    this.#attempts.set(key, made);
    if (ask.early) {
      made.early = text;
      this.#attempts.set(loose, made);
      setTimeout(() => (made.early = undefined, this.#attempts.delete(loose)), REPEAT_MS);
    }
    void made.result.then((result) => (made.answered = typeof result !== "string"));
    return made;
  }

  async #question(requestId: string, host: string, { tab, path, channel }: Sender, text: string, files?: Ask["files"]): Promise<Verdict | HoldReason> {
    const [settings, bundle] = await Promise.all([readSettings(), currentBundle()]);
    const clean = files ? undefined : await firstCheck(bundle, host, text, this.#check);
    if (clean) return clean;
    const conversation = session.conversationOf(host, path);
    const conversationKey = await session.conversationKey(host, tab, conversation);
    return decide({ requestId, host, channel, text, files, language: settings.language, conversationKey, policyVersion: bundle?.version ?? 0 });
  }

  async #act(verdict: Verdict, attempt: Attempt, ask: Ask, sender: Sender, text: string): Promise<AskReply> {
    const { requestId } = attempt;
    const { action } = verdict;
    if (PASSES.has(action)) {
      this.#ledger.approve(ask.pieces);
      if (verdict.matched) await this.#depart(requestId, [outcomeOf(verdict.decisionId, hookOf(ask), "sent", "full")]);
      if (action !== "coach") return { verdict: { go: "send" }, requestId };
      const { language } = await readSettings();
      const explanation = messageOf(await currentBundle(), language, verdict.messageId);
      return { verdict: { go: "send" }, requestId, notice: { kind: "coach", text: explanation, until: verdict.emergency } };
    }
    const view = await this.choices.open(verdict, { ...sender, host: ask.host, hook: hookOf(ask) }, text);
    const file = ask.files?.map((f) => f.name).filter(Boolean).join(", ");
    return { verdict: { go: "reject" }, requestId, notice: { kind: "decision", view: { ...view, file } } };
  }

  // It stays, for want of an answer: the site never began, and whoever tries again asks anew.
  #held(attempt: Attempt, { host }: Ask, reason: HoldReason): AskReply {
    attempt.early = undefined;
    this.#count(attempt, host, reason);
    return { ...held(reason), requestId: attempt.requestId };
  }

  // It may go, and nobody looked.
  #uninspected(ask: Ask): AskReply {
    this.#ledger.approve(ask.pieces);
    void count(ask.host, "uninspected");
    return SEND;
  }

  // Once for each attempt, however often the site tries and whoever sees it: the hook, the ledger.
  #count(attempt: Attempt, host: string, failure?: HoldReason): void {
    if (!attempt.counted) void count(host, failure ? "failed" : "inspected", failure);
    attempt.counted = true;
  }

  // The service is silent: the fail mode decides. An attempt that is tried again keeps its id, so that the register counts it once.
  async #silence(attempt: Attempt, ask: Ask, { channel }: Sender, text: string): Promise<AskReply> {
    const { requestId } = attempt;
    // No rules on the device read files.
    const decided = await onSilence(text, ask.files ? async () => undefined : this.#check);
    if (decided.go === "hold") return this.#held(attempt, ask, "offline");
    if (ask.early && decided.go === "send") return SEND;
    const [bundle, { language }] = await Promise.all([currentBundle(), readSettings()]);
    const explanation = messageOf(bundle, language, "offline");
    if (decided.go === "send") return { ...this.#uninspected(ask), requestId, notice: { kind: "coach", text: explanation } };
    void count(ask.host, "uninspected");
    const { rulesVersion, findings } = decided.found;
    const types = [...new Set(findings.map((f) => f.type))].map((type) => ({ type, count: findings.filter((f) => f.type === type).length }));
    await outbox.putEvent({
      attempt_id: requestId, kind: "local_block", destination_id: destinationOf(bundle, ask.host)?.id ?? "unlisted",
      channel, types, rules_version: rulesVersion, at: new Date().toISOString(),
    });
    const marks = findings.map((f, i) => ({ ...f, id: `f${i + 1}` }));
    return { verdict: { go: "reject" }, requestId, notice: { kind: "decision", view: { decisionId: requestId, action: "block", local: true, text, marks, contact: bundle?.ui?.contact } } };
  }

  // Until the hook tells that it left, what is known is that it may have.
  async #depart(requestId: string, outcomes: readonly outbox.Outcome[]): Promise<void> {
    this.#travelling.set(requestId, outcomes);
    for (const outcome of outcomes) await outbox.put(unsure(outcome), Date.now() + UNHEARD_MS);
  }

  /** Takes note of what became of a request that was let through. */
  async left(requestId: string, egress: Left["egress"]): Promise<void> {
    for (const outcome of this.#travelling.get(requestId) ?? []) {
      const stayed = { outcome: "cancelled", egress_evidence: "none" } as const;
      await outbox.put({ ...(egress === "unknown" ? unsure(outcome) : outcome), ...(egress === "none" ? stayed : {}) }, 0);
    }
    if (this.#travelling.delete(requestId)) this.#flush();
  }
}

function unsure(outcome: outbox.Outcome): outbox.Outcome {
  return outcome.outcome === "sent" ? { ...outcome, egress_evidence: "unknown" } : outcome;
}

export function held(reason: HoldReason): AskReply {
  return { verdict: { go: "reject" }, notice: { kind: "held", reason } satisfies Notice };
}

function hookOf(ask: Ask): Where["hook"] {
  return ask.transport === "beacon" ? "fetch" : ask.transport;
}
