// The slim notices at the composer: checking, sent with advice, held, not guarded. One at a time.

import { el, type Ui } from "./dom";

export type Tone = "warn" | "info" | "plain";

interface Options {
  readonly tone: Tone;
  readonly text: string;
  readonly ui: Ui;
  /** Where the composer is, to stand above it. */
  readonly anchor: () => DOMRect | undefined;
  readonly button?: { readonly text: string; readonly click: () => void };
  readonly close?: string;
  readonly lifeMs?: number;
  /** Counts the seconds down to this moment. */
  readonly until?: number;
}

const FOLLOW_MS = 200;

let current: (() => void) | undefined;

/** Shows a bar in the place of the one before; returns how to take it away. */
export function showBar(options: Options): () => void {
  current?.();
  const { tone, text, button, close, lifeMs, until } = options;
  const bar = el("div", { class: `bar ${tone}`, popover: "manual", role: tone === "warn" ? "alert" : "status", lang: options.ui.language });
  // Not read out: it changes each second.
  const count = el("span", { class: "count", "aria-hidden": "true" });
  const place = (): void => {
    if (until) count.textContent = `${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s`;
    position(bar, options.anchor());
  };
  const reveal = (): void => {
    bar.showPopover();
    place();
  };
  const { root, remove } = options.ui.mount(reveal);
  const gone = new AbortController();
  const away = (): void => {
    gone.abort();
    remove();
    if (current === away) current = undefined;
  };
  bar.append(...[
    el("span", { class: "sign", "aria-hidden": "true" }, tone === "warn" ? "▲" : "●"),
    el("span", {}, text),
    until !== undefined && count,
    ...(button ? [el("button", { type: "button", click: () => { away(); button.click(); } }, button.text)] : []),
    ...(close ? [el("button", { type: "button", class: "x", "aria-label": close, click: away }, "✕")] : []),
  ].filter((n) => n !== false));
  root.append(bar);
  reveal();
  for (const type of ["resize", "scroll"]) window.addEventListener(type, place, { signal: gone.signal, capture: true, passive: true });
  // The composer grows when the text is put back, and tells nobody.
  const follow = setInterval(place, FOLLOW_MS);
  gone.signal.addEventListener("abort", () => clearInterval(follow));
  if (lifeMs) setTimeout(away, lifeMs);
  current = away;
  return away;
}

/** Whether a bar is on the screen. */
export function barOpen(): boolean {
  return current !== undefined;
}

export function hideBar(): void {
  current?.();
}

function position(bar: HTMLElement, anchor: DOMRect | undefined): void {
  const { width, height } = bar.getBoundingClientRect();
  const left = anchor ? anchor.left : (innerWidth - width) / 2;
  const below = anchor && anchor.bottom + height + 16 <= innerHeight;
  const top = !anchor ? innerHeight - height - 96 : below ? anchor.bottom + 8 : anchor.top - height - 8;
  bar.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  bar.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}
