// What a user may do with a held message. A choice that sends arms one pass: for this exact text, in this tab, within a minute.

import type { Ask, AskReply, Choice, Chosen, DecisionView, HoldReason, Mark, Passage, Place, Request } from "../shared/messages";
import { ulid } from "../shared/ulid";
import { hash } from "../sites/reader";
import { breakGlass } from "./glass";
import * as outbox from "./outbox";
import { JOINT, realign, redact, replaced, unmarked, type Redacted } from "./placeholders";
import { currentBundle, destinationOf, type Bundle } from "./policy";
import * as session from "./session";
import { readSettings } from "./settings";
import type { Finding, Verdict } from "./verdict";

/** How long an armed pass waits for the site to send. */
const PASS_MS = 60_000;
/** The server takes an outcome for unknown after ten minutes. */
const UNDECIDED_MS = 540_000;

const REASONS = ["fictief", "eigen_gegevens", "toestemming", "spoed"];

/** Types that lead to one person by themselves: no safe version leaves them in. */
const DIRECT = new Set(["bsn", "patient_number", "insurance_number", "passport", "id_card", "driving_licence", "iban", "credit_card"]);

export type Where = session.OpenDecision["where"];
type Layers = session.OpenDecision["layers"];

interface Pass {
  /** What was decided about; it goes with the pass. */
  readonly text: string;
  readonly decision: session.OpenDecision;
  readonly layers: Layers;
  readonly outcomes: readonly outbox.Outcome[];
  readonly until: number;
}

/** What the choices are carried out with. */
export interface Hands {
  judge(text: string, where: Where): Promise<Verdict | HoldReason>;
  /** From here on the same text is a new attempt, with an outcome of its own. */
  /** Lets the same text be a new attempt: at once, or when what the site has on its way is through. */
  forget(tab: number, text: string, atOnce: boolean): void;
  approve(pieces: readonly string[]): void;
  depart(requestId: string, outcomes: readonly outbox.Outcome[]): Promise<void>;
  flush(): void;
}

/** The key of one text in one tab. */
export const textKeyOf = (tab: number, text: string): string => `${tab} ${hash(text)}`;

/** The same for all texts that differ from it in white space and layout alone. */
export const looseKeyOf = (tab: number, text: string): string => `~${textKeyOf(tab, unmarked(text))}`;

export class Choices {
  readonly #passes = new Map<string, Pass>();
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Keeps a decision for the user's choice, with the outcome that holds when no choice ever comes. Layers are the replacements that text already stands for. */
  async open(verdict: Verdict, where: Where, text: string, layers: Layers = []): Promise<DecisionView> {
    const [bundle, { language }, base] = await Promise.all([currentBundle(), readSettings(), this.#rewritten([text], where, layers)]);
    const action = verdict.action as DecisionView["action"];
    const { decisionId, offers, findings } = verdict;
    const safe = action === "redact" || offers.includes("safe_rewrite") ? placesOf(findings, redact(base.pieces, findings, base.map)) : [];
    const original = action !== "block" && verdict.override.allowed;
    const reasons = action === "warn" ? [] : verdict.override.reasons.length ? verdict.override.reasons : REASONS;
    const glass = offers.includes("break_glass");
    await session.keepDecision({
      decisionId, textKey: textKeyOf(where.tab, text), action, findings, layers, where, safe: safe.length > 0, original, reasons, glass,
      until: Date.now() + UNDECIDED_MS,
    });
    const undecided = outcomeOf(decisionId, where.hook, action === "block" ? "blocked" : "cancelled", "none");
    await outbox.put(undecided, action === "block" && !safe.length && !glass ? 0 : Date.now() + UNDECIDED_MS);
    this.#hands.flush();
    const redirect = offers.includes("redirect") ? redirectOf(bundle, where.host) : undefined;
    return {
      decisionId, action, redirect, glass, text: base.text,
      marks: findings.filter((f) => f.group !== "context").map(({ id, start, end, type, where }): Mark => ({ id, start, end, type, where })),
      safe: safe.length ? safe : undefined,
      original: original ? { reasons } : undefined,
      explanation: messageOf(bundle, language, verdict.messageId, redirect?.name),
      contact: bundle?.ui?.contact,
    };
  }

  /** Carries out the user's choice; not done when the decision does not allow it or is about another text. */
  async choose(request: Extract<Request, { what: "choose" }>, tab: number): Promise<Chosen> {
    const { choice, text, reason } = request;
    const decision = await session.openDecision(request.decisionId);
    if (!decision || decision.textKey !== textKeyOf(tab, text) || !allows(decision, choice, reason)) return { done: false };
    const late = decision.until < Date.now();
    this.#hands.forget(tab, text, late || choice === "glass");
    if (late) return { done: false };
    const outcome = chosenOutcome(decision, request);
    if (choice === "glass") {
      if (!(await breakGlass(decision.where.host, reason as string))) return { done: false, problem: "glass" };
    }
    if (choice !== "safe" && choice !== "original") {
      await this.#tell(outcome);
      return { done: true };
    }
    const left = choice === "safe" ? leave(decision.findings, request.keep ?? []) : [];
    if (!left) return { done: false };
    const layers = choice === "safe" ? [...decision.layers, left] : decision.layers;
    if (choice === "safe" && request.keep?.length) return this.#again(decision, text, layers, outcome);
    return this.#arm(decision, text, layers, [outcome]);
  }

  // Something stays that the first decision would have replaced: what remains is a text of its own, with a decision of its own.
  async #again(decision: session.OpenDecision, text: string, layers: Layers, outcome: outbox.Outcome): Promise<Chosen> {
    const { where } = decision;
    const verdict = await this.#hands.judge((await this.#rewritten([text], where, layers)).text, where);
    if (typeof verdict === "string") return { done: false, problem: verdict };
    if (verdict.action === "allow" || verdict.action === "log" || verdict.action === "coach") {
      const also = verdict.matched ? [outcomeOf(verdict.decisionId, where.hook, "sent", "full")] : [];
      return this.#arm(decision, text, layers, [{ ...outcome, egress_evidence: "partial" }, ...also]);
    }
    await this.#tell({ ...outcome, outcome: "cancelled" });
    return { done: false, view: await this.open(verdict, where, text, layers) };
  }

  #arm(decision: session.OpenDecision, text: string, layers: Layers, outcomes: readonly outbox.Outcome[]): Chosen {
    const key = looseKeyOf(decision.where.tab, text);
    this.#passes.set(key, { decision, text, layers, outcomes, until: Date.now() + PASS_MS });
    // The text is not kept longer than the pass is good for.
    setTimeout(() => this.#passes.get(key)?.decision === decision && this.#passes.delete(key), PASS_MS);
    return { done: true };
  }

  /** Lets a request through on the pass for its text, if there is one; the pass is used up. */
  async use(ask: Ask, tab: number): Promise<AskReply | undefined> {
    const key = looseKeyOf(tab, ask.pieces.join(JOINT));
    const pass = this.#passes.get(key);
    if (!pass || pass.until < Date.now()) return undefined;
    // The site is about to send: the pass waits for that.
    if (ask.early) return { verdict: { go: "send" } };
    this.#passes.delete(key);
    const { decision: { where, decisionId }, layers, text } = pass;
    let verdict: Passage = { go: "send" };
    let { pieces } = ask;
    if (layers.length) {
      const made = await this.#rewritten(pieces, where, layers, text);
      await session.keepPlaceholders(tab, session.conversationOf(where.host, where.path), made.map);
      pieces = made.pieces;
      verdict = { go: "rewrite", pieces };
    }
    this.#hands.approve(pieces);
    const requestId = ulid();
    await this.#hands.depart(requestId, pass.outcomes.map((o) => ({ ...o, at: new Date().toISOString() })));
    return { verdict, requestId, passed: decisionId };
  }

  // The layers are about text: what the pieces hold, apart from white space and layout.
  async #rewritten(pieces: readonly string[], { tab, host, path }: Where, layers: Layers, text = pieces.join(JOINT)): Promise<Redacted> {
    const map = await session.placeholders(tab, session.conversationOf(host, path));
    let made: Redacted = { pieces: [...pieces], text: pieces.join(JOINT), marks: [], map };
    for (const findings of layers) {
      const next = redact(made.pieces, realign(findings, text, made.text), made.map);
      text = redact([text], findings, made.map).text;
      made = next;
    }
    return made;
  }

  async #tell(outcome: outbox.Outcome): Promise<void> {
    await outbox.put(outcome, 0);
    this.#hands.flush();
  }
}

// The places of the safe version in the user's own text.
function placesOf(findings: readonly Finding[], { text, marks }: Redacted): Place[] {
  return replaced(findings).map(({ id, start, end, type }, i) => {
    const put = text.slice(marks[i]?.start, marks[i]?.end);
    return { id, start, end, type, put, fixed: findings.some((f) => isFixed(f) && f.start < end && start < f.end) };
  });
}

const isFixed = (f: Finding): boolean => f.group === "secret" || DIRECT.has(f.type);

// The findings that are still replaced when those of keep stay, and whatever has the same value or overlaps; undefined when one of them may not stay.
function leave(findings: readonly Finding[], keep: readonly string[]): Finding[] | undefined {
  const kept = findings.filter((f) => keep.includes(f.id));
  const stays = (f: Finding): boolean => kept.some((k) => (k.label === f.label && k.ref === f.ref) || (k.start < f.end && f.start < k.end));
  return findings.some((f) => stays(f) && isFixed(f)) ? undefined : findings.filter((f) => !stays(f));
}

function allows(decision: session.OpenDecision, choice: Choice, reason: string | undefined): boolean {
  if (choice === "safe") return decision.safe;
  if (choice === "glass") return decision.glass && reason !== undefined;
  if (choice !== "original") return true;
  return decision.original && (decision.reasons.length === 0 || (reason !== undefined && decision.reasons.includes(reason)));
}

type Hook = Where["hook"];

export function outcomeOf(decisionId: string, hook: Hook, outcome: outbox.Outcome["outcome"], egress: "none" | "full"): outbox.Outcome {
  return {
    decision_id: decisionId, outcome, egress_evidence: egress,
    evidence: { hook, bytes_before_decision: 0 }, at: new Date().toISOString(),
  };
}

function chosenOutcome(decision: session.OpenDecision, { choice, reason, shownMs, decidedMs }: Extract<Request, { what: "choose" }>): outbox.Outcome {
  const stays = decision.action === "block" ? "blocked" : "cancelled";
  // What is sent in an emergency has a decision and an outcome of its own.
  const names = { safe: "redacted_and_sent", original: "sent", redirect: "redirected", edit: stays, glass: stays } as const;
  return {
    ...outcomeOf(decision.decisionId, decision.where.hook, names[choice], choice === "original" ? "full" : "none"),
    override: choice === "original" && reason ? { reason } : undefined,
    shown_ms: Math.round(shownMs),
    decided_ms: Math.round(decidedMs),
  };
}

/** A text of the bundle. Where two are tried, an older bundle may know neither by its own name. One may name the organisation's own service; without one the sentence about it is left out. */
export function messageOf(bundle: Bundle | undefined, language: "nl" | "en", id = "", chatbot?: string): string | undefined {
  const texts = bundle?.messages[language];
  const text = texts?.[id] ?? texts?.[id.replace(/~[ab]$/, "")];
  return chatbot ? text?.replaceAll("{chatbot}", chatbot) : text?.replace(/[^.!?]*\{chatbot\}[^.!?]*[.!?]?/g, "").trim();
}

function redirectOf(bundle: Bundle | undefined, host: string): { name: string; url: string } | undefined {
  const url = destinationOf(bundle, host)?.redirect_url;
  if (!url?.startsWith("https://")) return undefined;
  const there = new URL(url).hostname;
  return { name: destinationOf(bundle, there)?.name ?? there, url };
}
