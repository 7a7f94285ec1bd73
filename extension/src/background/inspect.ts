// From a held request to its passage: decision cache, armed passes, ledger, outcome.

import type { Ask, AskReply, Choice, DecisionView, HoldReason, Left, Mark, Notice, Passage, Request } from "../shared/messages";
import { hash } from "../shared/hash";
import { ulid } from "../shared/ulid";
import { decide } from "./decide";
import type { Ledger } from "./ledger";
import * as outbox from "./outbox";
import { JOINT, redact, type Redacted } from "./placeholders";
import { currentBundle, destinationOf, type Bundle } from "./policy";
import * as session from "./session";
import { readSettings } from "./settings";
import type { Verdict } from "./verdict";

/** The same text again within this time is the same attempt: a double fire, a retry of the site. */
const REPEAT_MS = 15_000;
/** An attempt that got no answer keeps its id this long, so that the register counts it once. */
const RETRY_MS = 600_000;
/** How long an armed pass waits for the site to send. */
const PASS_MS = 60_000;
/** The server takes an outcome for unknown after ten minutes. */
const UNDECIDED_MS = 540_000;
/** A request that was let through and of which nothing was heard again. */
const UNHEARD_MS = 30_000;

interface Attempt {
  readonly requestId: string;
  readonly at: number;
  readonly result: Promise<Verdict | HoldReason>;
  answered?: boolean;
}

interface Pass {
  readonly decision: session.OpenDecision;
  readonly safe: boolean;
  readonly outcome: outbox.Outcome;
  readonly until: number;
}

const REASONS = ["fictief", "eigen_gegevens", "toestemming", "spoed"];

export interface Sender {
  readonly tab: number;
  readonly path: string;
  readonly channel: string;
}

export class Inspector {
  readonly #attempts = new Map<string, Attempt>();
  readonly #passes = new Map<string, Pass>();
  readonly #travelling = new Map<string, outbox.Outcome>();

  readonly #ledger: Ledger;
  readonly #flush: () => void;

  constructor(ledger: Ledger, flush: () => void) {
    this.#ledger = ledger;
    this.#flush = flush;
  }

  /** Answers one held request. */
  async ask(ask: Ask, sender: Sender): Promise<AskReply> {
    if (ask.state !== "text") return held(ask.state);
    const text = ask.pieces.join(JOINT);
    const key = `${sender.tab} ${hash(text)}`;
    const pass = this.#passes.get(key);
    if (pass && pass.until > Date.now()) return this.#usePass(pass, ask, sender);
    const attempt = this.#attempt(key, ask, sender, text);
    const result = await attempt.result;
    if (typeof result === "string") return { ...held(result), requestId: attempt.requestId };
    return this.#act(result, attempt, key, ask, sender, text);
  }

  #attempt(key: string, ask: Ask, sender: Sender, text: string): Attempt {
    const now = Date.now();
    for (const [k, a] of this.#attempts) if (now - a.at > RETRY_MS) this.#attempts.delete(k);
    const old = this.#attempts.get(key);
    if (old && old.answered !== false && now - old.at < REPEAT_MS) return old;
    // An attempt that was never answered may be in the register all the same: it is asked again under its own id.
    const requestId = old?.answered === false ? old.requestId : ulid(now);
    const made: Attempt = { requestId, at: now, result: this.#question(requestId, ask, sender, text).catch(() => "offline" as const) };
    this.#attempts.set(key, made);
    void made.result.then((result) => (made.answered = typeof result !== "string"));
    return made;
  }

  async #question(requestId: string, ask: Ask, { tab, path, channel }: Sender, text: string): Promise<Verdict | HoldReason> {
    const [settings, bundle] = await Promise.all([readSettings(), currentBundle()]);
    const conversation = session.conversationOf(ask.host, path);
    return decide({
      requestId, host: ask.host, channel, text, language: settings.language,
      conversationKey: await session.conversationKey(ask.host, tab, conversation), policyVersion: bundle?.version ?? 0,
    });
  }

  async #act(verdict: Verdict, attempt: Attempt, key: string, ask: Ask, sender: Sender, text: string): Promise<AskReply> {
    const { requestId } = attempt;
    const { action } = verdict;
    if (action === "allow" || action === "log" || action === "coach") {
      this.#ledger.approve(ask.pieces);
      if (verdict.matched) await this.#depart(requestId, outcomeOf(verdict.decisionId, hookOf(ask), "sent", "full"));
      if (action !== "coach") return { verdict: { go: "send" }, requestId };
      const { language } = await readSettings();
      const explanation = messageOf(await currentBundle(), language, verdict.messageId);
      return { verdict: { go: "send" }, requestId, notice: { kind: "coach", text: explanation } };
    }
    const view = await this.#open(verdict, action, key, ask, sender, text);
    return { verdict: { go: "reject" }, requestId, notice: { kind: "decision", view } };
  }

  // Keeps the decision for the user's choice, with the outcome that holds when no choice ever comes.
  async #open(
    verdict: Verdict, action: DecisionView["action"], textKey: string, ask: Ask, sender: Sender, text: string,
  ): Promise<DecisionView> {
    const [bundle, { language }] = await Promise.all([currentBundle(), readSettings()]);
    const safe = action === "redact" || verdict.offers.includes("safe_rewrite") ? await this.#safeVersion(ask.host, sender, [text], verdict) : undefined;
    const offersSafe = safe !== undefined && safe.marks.length > 0;
    const original = action !== "block" && verdict.override.allowed;
    const reasons = action === "warn" ? [] : verdict.override.reasons.length ? verdict.override.reasons : REASONS;
    const decision = {
      decisionId: verdict.decisionId, textKey, action, findings: verdict.findings, safe: offersSafe, original, reasons,
      until: Date.now() + UNDECIDED_MS, hook: hookOf(ask),
    };
    await session.keepDecision(decision);
    const undecided = outcomeOf(verdict.decisionId, hookOf(ask), action === "block" ? "blocked" : "cancelled", "none");
    await outbox.put(undecided, action === "block" && !offersSafe ? 0 : Date.now() + UNDECIDED_MS);
    this.#flush();
    const redirect = verdict.offers.includes("redirect") ? redirectOf(bundle, ask.host) : undefined;
    const explanation = messageOf(bundle, language, verdict.messageId, redirect?.name);
    return {
      decisionId: verdict.decisionId, action, text,
      marks: verdict.findings.filter((f) => f.group !== "context").map(({ start, end, type }): Mark => ({ start, end, type })),
      safe: offersSafe ? { text: safe.text, marks: safe.marks } : undefined,
      original: original ? { reasons } : undefined,
      redirect,
      explanation,
      contact: bundle?.ui?.contact,
    };
  }

  async #safeVersion(host: string, { tab, path }: Pick<Sender, "tab" | "path">, pieces: readonly string[], of: Pick<Verdict, "findings">): Promise<Redacted> {
    return redact(pieces, of.findings, await session.placeholders(tab, session.conversationOf(host, path)));
  }

  /** Carries out the user's choice; false when the decision does not allow it or is about another text. */
  async choose(request: Extract<Request, { what: "choose" }>, tab: number): Promise<boolean> {
    const { choice, text, reason } = request;
    const decision = await session.openDecision(request.decisionId);
    if (!decision || decision.textKey !== `${tab} ${hash(text)}` || !allows(decision, choice, reason)) return false;
    // From here on the same text is a new attempt, with an outcome of its own.
    this.#attempts.delete(decision.textKey);
    if (decision.until < Date.now()) return false;
    const outcome = chosenOutcome(decision, request);
    if (choice === "edit" || choice === "redirect") {
      await outbox.put(outcome, 0);
      this.#flush();
      return true;
    }
    const pass: Pass = { decision, safe: choice === "safe", outcome, until: Date.now() + PASS_MS };
    this.#passes.set(decision.textKey, pass);
    return true;
  }

  async #usePass(pass: Pass, ask: Ask, sender: Sender): Promise<AskReply> {
    const { decision } = pass;
    this.#passes.delete(decision.textKey);
    let verdict: Passage = { go: "send" };
    let pieces = ask.pieces;
    if (pass.safe) {
      const made = await this.#safeVersion(ask.host, sender, ask.pieces, decision);
      await session.keepPlaceholders(sender.tab, session.conversationOf(ask.host, sender.path), made.map);
      pieces = made.pieces;
      verdict = { go: "rewrite", pieces };
    }
    this.#ledger.approve(pieces);
    const requestId = ulid();
    await this.#depart(requestId, { ...pass.outcome, at: new Date().toISOString() });
    return { verdict, requestId, passed: decision.decisionId };
  }

  // Until the hook tells that it left, what is known is that it may have.
  async #depart(requestId: string, outcome: outbox.Outcome): Promise<void> {
    this.#travelling.set(requestId, outcome);
    const unheard = outcome.outcome === "sent" ? { ...outcome, egress_evidence: "unknown" as const } : outcome;
    await outbox.put(unheard, Date.now() + UNHEARD_MS);
  }

  /** Takes note of what became of a request that was let through. */
  async left(requestId: string, egress: Left["egress"]): Promise<void> {
    const outcome = this.#travelling.get(requestId);
    if (!outcome) return;
    this.#travelling.delete(requestId);
    const stayed = egress === "none" ? { outcome: "cancelled" as const, egress_evidence: "none" as const } : {};
    const unsure = egress === "unknown" && outcome.outcome === "sent" ? { egress_evidence: "unknown" as const } : {};
    await outbox.put({ ...outcome, ...unsure, ...stayed }, 0);
    this.#flush();
  }
}

export function held(reason: HoldReason): AskReply {
  return { verdict: { go: "reject" }, notice: { kind: "held", reason } satisfies Notice };
}

function allows(decision: session.OpenDecision, choice: Choice, reason: string | undefined): boolean {
  if (choice === "safe") return decision.safe;
  if (choice !== "original") return true;
  return decision.original && (decision.reasons.length === 0 || (reason !== undefined && decision.reasons.includes(reason)));
}

function hookOf(ask: Ask): session.OpenDecision["hook"] {
  return ask.transport === "beacon" ? "fetch" : ask.transport;
}

function outcomeOf(decisionId: string, hook: session.OpenDecision["hook"], outcome: outbox.Outcome["outcome"], egress: "none" | "full"): outbox.Outcome {
  return {
    decision_id: decisionId, outcome, egress_evidence: egress,
    evidence: { hook, bytes_before_decision: 0 }, at: new Date().toISOString(),
  };
}

function chosenOutcome(decision: session.OpenDecision, request: Extract<Request, { what: "choose" }>): outbox.Outcome {
  const names = { safe: "redacted_and_sent", original: "sent", redirect: "redirected", edit: decision.action === "block" ? "blocked" : "cancelled" } as const;
  return {
    ...outcomeOf(decision.decisionId, decision.hook, names[request.choice], request.choice === "original" ? "full" : "none"),
    override: request.choice === "original" && request.reason ? { reason: request.reason } : undefined,
    shown_ms: Math.round(request.shownMs),
    decided_ms: Math.round(request.decidedMs),
  };
}

// A text may name the organisation's own service; without one the sentence about it is left out.
function messageOf(bundle: Bundle | undefined, language: "nl" | "en", id = "", chatbot?: string): string | undefined {
  const text = bundle?.messages[language][id];
  return chatbot ? text?.replaceAll("{chatbot}", chatbot) : text?.replace(/[^.!?]*\{chatbot\}[^.!?]*[.!?]?/g, "").trim();
}

function redirectOf(bundle: Bundle | undefined, host: string): { name: string; url: string } | undefined {
  const url = destinationOf(bundle, host)?.redirect_url;
  if (!url?.startsWith("https://")) return undefined;
  const there = new URL(url).hostname;
  return { name: destinationOf(bundle, there)?.name ?? there, url };
}
