// Decides what the user sees after an answer, and carries out what the user chooses. A script of its own: see bridge.ts.

import { lookUp, type Say } from "../shared/i18n/texts";
import type { UiData } from "../background/ui";
import type { AskReply, Chosen, DecisionView, Notice, Request } from "../shared/messages";
import { barOpen, hideBar, showBar, type Tone } from "./bar";
import type { Composer } from "./composer";
import { mount, type Ui } from "./dom";
import type { Choosing, Shown } from "./dialog";

declare global {
  // Where this script leaves it for the bridge.
  var dijkwachtNotices: typeof Notices | undefined;
}

const RESTORE_MS = 300;
const LEAVES_MS = 1000;
const COACH_MS = 8000;
const SMALLEST = { width: 300, height: 240 };

/** Held for a reason that passes by itself: the same text can be sent again. */
const PASSING = new Set(["offline", "register", "busy"]);

/** For a page that lost the extension before it ever read its texts. */
const NO_TEXTS: UiData = { language: "nl", texts: { "held.other": "Dijkwacht: herlaad deze pagina · reload this page" }, css: "" };

export class Notices {
  #chip = "";
  #marked = "";
  #ui: Ui | undefined;
  #dialog: Shown | undefined;
  #shownFor = "";
  readonly #passed = new Set<string>();
  #isChecking = false;
  #restoring: ReturnType<typeof setTimeout> | undefined;

  readonly #composer: Composer;
  readonly #tell: (message: Request) => Promise<unknown>;

  constructor(composer: Composer, tell: (message: Request) => Promise<unknown>) {
    this.#composer = composer;
    this.#tell = tell;
  }

  async #look(): Promise<Ui> {
    if (this.#ui) return this.#ui;
    const data = (await this.#tell({ what: "ui" }).catch(() => undefined)) as UiData | undefined;
    const { language, texts, css } = data ?? NO_TEXTS;
    const ui: Ui = { language, say: lookUp(texts), mount: (restore) => mount(css, restore) };
    if (data) this.#ui = ui;
    return ui;
  }

  /** Shows the amber chip while the state is not guarded, once there is a composer to stand at and nothing to tell about a message. */
  async coverage(state: string): Promise<void> {
    if (state === "guarded" || state !== this.#chip) this.#clearChip();
    if (state === "guarded" || this.#chip || this.#dialog || this.#isChecking || barOpen() || !this.#composer.find()) return;
    await this.#bar("warn", `chip.${state}`, {});
    this.#chip = state;
  }

  #clearChip(): void {
    if (this.#chip) hideBar();
    this.#chip = "";
  }

  /** Shows the quiet mark at the composer while there is nothing else to tell; with nothing to say it goes away. Closed, it stays away until it says something else. */
  async mark(text: (say: Say) => string): Promise<void> {
    const { say } = await this.#look();
    const words = text(say);
    if (words === this.#marked || (!this.#marked && (this.#dialog || barOpen()))) return;
    if (this.#marked) hideBar();
    if (words) await this.#bar("plain", "", { text: words, close: true });
    this.#marked = words;
  }

  /** Tells that the answer takes a while, and until when a message is waited for; a file takes as long as it takes. */
  checking(until: number | undefined): void {
    if (this.#dialog) return;
    this.#isChecking = true;
    void this.#bar("plain", until ? "checking" : "checking.file", { until });
  }

  answered(reply: AskReply, pieces: readonly string[]): void {
    if (this.#isChecking) hideBar();
    this.#isChecking = false;
    if (reply.passed) this.#passed.add(reply.passed);
    if (reply.verdict.go !== "reject" && !reply.notice) hideBar();
    if (reply.notice) this.show(reply.notice, pieces);
  }

  /** Shows a notice. pieces are what the page wanted to send, to put it back where it was. */
  show(notice: Notice, pieces: readonly string[]): void {
    if (window !== window.top && (innerWidth < SMALLEST.width || innerHeight < SMALLEST.height)) {
      void this.#tell({ what: "relay", notice: withoutSending(notice) }).catch(() => undefined);
      return;
    }
    const own = pieces.map((piece) => this.#composer.own(piece)).find((text) => text !== undefined);
    if (own !== undefined && notice.kind !== "coach") this.#restoring = setTimeout(() => void this.#composer.restore(own), RESTORE_MS);
    if (notice.kind === "decision") void this.#decide(notice.view, notice.view.text, own);
    else if (notice.kind === "coach") void this.#coach(notice);
    else void this.#bar("warn", `held.${notice.reason}`, { close: true, again: PASSING.has(notice.reason) ? own : undefined });
  }

  async #coach({ text, until }: Extract<Notice, { kind: "coach" }>): Promise<void> {
    const { say, language } = await this.#look();
    const time = until && new Date(until).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    await this.#bar("info", "coach", { close: true, lifeMs: COACH_MS, text: time ? say("glass.open", { time }) : text && `${say("coach.sent")} ${text}` });
  }

  // One dialog at a time, and none twice for the same decision while it is open: sites try again by themselves. sent is what the site wants to send.
  async #decide(view: DecisionView, sent: string, own: string | undefined): Promise<void> {
    const [ui, openDialog] = await Promise.all([this.#look(), this.#loadDialog()]);
    if (!openDialog) return this.#bar("warn", `dialog.${view.action}`, { close: true, text: view.explanation && `${ui.say(`dialog.${view.action}`)}. ${view.explanation}` });
    if (this.#dialog && this.#shownFor === view.decisionId) return;
    this.#dialog?.close();
    hideBar();
    this.#shownFor = view.decisionId;
    const opened = performance.now();
    const { decisionId } = view;
    this.#dialog = openDialog(view, ui, {
      choose: (choosing) => {
        const ms = performance.now() - opened;
        void this.#choose(view, sent, own, { what: "choose", decisionId, text: sent, shownMs: ms, decidedMs: ms, ...choosing });
      },
      wrong: (findingId, kind) => void this.#tell({ what: "feedback", decisionId, findingId, kind }).catch(() => undefined),
    });
  }

  // The dialog is put into the page when it is needed for the first time.
  async #loadDialog(): Promise<typeof globalThis.dijkwachtDialog> {
    if (!globalThis.dijkwachtDialog) await this.#tell({ what: "dialog" }).catch(() => undefined);
    return globalThis.dijkwachtDialog;
  }

  async #choose(view: DecisionView, sent: string, own: string | undefined, message: Choosing & Request): Promise<void> {
    const { decisionId } = view;
    const { choice } = message;
    clearTimeout(this.#restoring);
    const { done, view: next, problem } = ((await this.#tell(message).catch(() => undefined)) ?? { done: false }) as Chosen;
    const ui = await this.#look();
    if (problem) return this.#dialog?.fail(ui.say(problem === "glass" ? "glass.failed" : `held.${problem}`));
    if (next) return this.#decide(next, sent, own);
    this.#dialog?.close();
    this.#dialog = undefined;
    if (own !== undefined && !(await this.#composer.restore(own)) && this.#composer.text().trim() === "") {
      // The site does not take its text back: nobody has to type it again.
      await navigator.clipboard.writeText(own).catch(() => undefined);
      return this.#bar("warn", "lost.text", { close: true });
    }
    this.#composer.focus();
    if (choice === "redirect" && view.redirect) window.open(view.redirect.url, "_blank", "noopener");
    if (choice === "edit" || choice === "redirect") return;
    // A file is with its owner: nothing here can send it again.
    if (view.file !== undefined) return this.#bar("info", "press.file", { close: true });
    // Not armed (the worker was renewed, the choice came too late, an emergency): sending asks anew.
    await this.#composer.send();
    setTimeout(() => {
      if (done && choice !== "glass" && !this.#passed.has(decisionId)) this.press();
    }, LEAVES_MS);
  }

  /** The site did not listen: the user is to press send. */
  press(): void {
    void this.#bar("info", "press.send", { close: true });
  }

  async #bar(tone: Tone, key: string, more: { text?: string; close?: boolean; lifeMs?: number; again?: string; until?: number }): Promise<void> {
    const ui = await this.#look();
    // The answer may have come while the texts were read.
    if (key.startsWith("checking") && !this.#isChecking) return;
    this.#chip = this.#marked = "";
    const { again, lifeMs, until } = more;
    const retry = async (own: string): Promise<void> => {
      if (await this.#composer.restore(own)) await this.#composer.send();
    };
    showBar({
      tone, ui, text: more.text ?? ui.say(key), anchor: () => this.#composer.rect(),
      close: more.close ? ui.say("act.close") : undefined,
      lifeMs,
      until,
      button: again === undefined ? undefined : { text: ui.say("held.retry"), click: () => void retry(again) },
    });
  }
}

// In another frame than the composer's there is nothing to send with.
function withoutSending(notice: Notice): Notice {
  if (notice.kind !== "decision") return notice;
  const { safe: _safe, original: _original, ...view } = notice.view;
  return { kind: "decision", view };
}

globalThis.dijkwachtNotices = Notices;
