// The dialog: what was found, in the user's own text, and what can be done now. Content scripts only; knows nothing of requests.

import { kindsAndCounts, type Say } from "../shared/i18n/texts";
import type { Choice, DecisionView } from "../shared/messages";
import { el, type Ui } from "./dom";
import { Marked } from "./marked";

export interface Choosing {
  readonly choice: Choice;
  readonly reason?: string;
  /** Findings that stay in the safe version. */
  readonly keep?: readonly string[];
}

export interface Shown {
  close(): void;
  /** The choice could not be carried out: says so, and lets the user choose again. */
  fail(text: string): void;
}

export interface Listener {
  /** Not called again before fail. Esc and the cross mean edit. */
  choose(choosing: Choosing): void;
  /** The user says that a finding is not right, and perhaps why. */
  wrong(findingId: string, kind?: string): void;
}

declare global {
  // Where held.ts leaves it for the bridge; both live apart from the page.
  var dijkwachtDialog: typeof openDialog | undefined;
}

const GLASS = ["spoedzorg", "calamiteit", "dienst_uitgevallen"];

/** Opens the dialog over the page. */
export function openDialog(view: DecisionView, { say, language, mount }: Ui, listener: Listener): Shown {
  const ids = { title: "dw-title", text: "dw-text" };
  const dialog = el("dialog", { "aria-labelledby": ids.title, "aria-describedby": ids.text, lang: language });
  const title = el("h1", { id: ids.title, tabindex: "-1" }, say(`dialog.${view.file === undefined ? "" : "file."}${view.action}`));
  const status = el("p", { class: "small", role: "status" });
  const reveal = (): void => {
    if (!dialog.open) dialog.showModal();
    title.focus();
  };
  const { root, remove } = mount(reveal);
  const done = (choosing: Choosing): void => {
    if (dialog.hasAttribute("aria-busy")) return;
    dialog.setAttribute("aria-busy", "true");
    status.textContent = choosing.keep?.length || choosing.choice === "glass" ? say("checking") : "";
    listener.choose(choosing);
  };
  const marked = new Marked(view, say, (id, kind) => listener.wrong(id, kind));
  const edit = (): void => done({ choice: "edit" });
  dialog.append(
    el("div", { class: "head" },
      el("span", {}, shield(), "Dijkwacht"),
      el("button", { class: "x", type: "button", "aria-label": say(view.file === undefined ? "act.close" : "act.close.file"), click: edit }, "✕")),
    el("div", { class: "body" },
      title,
      el("p", { id: ids.text }, view.marks.length > 0 && `${kindsAndCounts(say, view.marks)} `, view.explanation ?? say(`why.${view.local ? "local" : view.action}`)),
      marked.element,
      ...actions(view, say, marked, done),
      status,
      footer(view, say, marked)),
  );
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    edit();
  });
  root.append(dialog);
  reveal();
  return {
    close: remove,
    fail(text) {
      dialog.removeAttribute("aria-busy");
      status.textContent = text;
      status.scrollIntoView({ block: "nearest" });
    },
  };
}

function shield(): SVGElement {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  const look = { viewBox: "0 0 16 16", width: "16", height: "16", fill: "none", stroke: "currentColor", "stroke-width": "1.5", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(look)) svg.setAttribute(name, value);
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", "M8 1.5 13.5 3.5v4.2c0 3.3-2.3 5.7-5.5 6.8-3.2-1.1-5.5-3.5-5.5-6.8V3.5zM5 8c1-.9 2-.9 3 0s2 .9 3 0");
  svg.append(path);
  return svg;
}

type Done = (choosing: Choosing) => void;

function actions(view: DecisionView, say: Say, marked: Marked, done: Done): (HTMLElement | false)[] {
  const safeFirst = view.action === "redact" && view.safe !== undefined;
  // Where the policy only warns, sending is one of the two plain choices; elsewhere it is a way out, as the others are.
  const plainly = view.original !== undefined && (view.action === "warn" || view.action === "justify");
  const button = (text: string, click: () => void, look = ""): HTMLButtonElement => el("button", { type: "button", class: look, click }, text);
  const safe = view.safe && button(say("act.safe"), () => done({ choice: "safe", keep: marked.kept() }), safeFirst ? "primary" : plainly ? "" : "second");
  marked.changed = (some) => safe && (safe.disabled = !some);
  const edit = button(say(view.file === undefined ? "act.edit" : "act.edit.file"), () => done({ choice: "edit" }), safeFirst ? "second" : "primary");
  const { redirect, original, glass } = view;
  const other = redirect && button(say("act.redirect", { name: redirect.name }), () => done({ choice: "redirect" }));
  const reasons = original?.reasons.length ? reasonForm("reason", original.reasons, say, (reason) => done({ choice: "original", reason })) : undefined;
  const emergency = glass ? reasonForm("glass", GLASS, say, (reason) => done({ choice: "glass", reason })) : undefined;
  const openers = new Map<HTMLButtonElement, HTMLElement>();
  const opens = (key: string, form: HTMLElement, look = ""): HTMLButtonElement => {
    const made = button(say(key), () => {
      const open = form.hidden;
      for (const [b, f] of openers) b.setAttribute("aria-expanded", String(!(f.hidden = f !== form || !open)));
      if (open) form.querySelector("input")?.focus();
    }, look);
    made.setAttribute("aria-expanded", "false");
    openers.set(made, form);
    return made;
  };
  const look = plainly ? "second" : "";
  const anyway = original && (reasons ? opens("act.original.reason", reasons, look) : button(say("act.original"), () => done({ choice: "original" }), look));
  const exit = emergency && opens("act.glass", emergency);
  const outs = [plainly && safe, other, !plainly && anyway, exit].filter((b) => b instanceof HTMLElement);
  return [
    el("div", { class: "row" }, ...(safeFirst ? [safe, edit] : [edit, plainly ? anyway : safe])),
    outs.length > 0 && el("div", { class: "row outs" }, ...outs),
    reasons ?? false, emergency ?? false,
  ];
}

function reasonForm(area: "reason" | "glass", reasons: readonly string[], say: Say, choose: (reason: string) => void): HTMLFieldSetElement {
  const chosen = (): HTMLInputElement | null => form.querySelector("input:checked");
  const send = el("button", { type: "button", class: "second", disabled: true, click: () => choose(chosen()?.value ?? "") }, say(`${area}.send`));
  const form: HTMLFieldSetElement = el("fieldset", { hidden: true, change: () => (send.disabled = false) },
    el("legend", {}, say(`${area}.title`)),
    ...reasons.map((reason) => el("label", { class: "r" }, el("input", { type: "radio", name: area, value: reason }), say(`${area}.${reason}`))),
    el("p", { class: "small muted" }, say(`${area}.note`)),
    send);
  return form;
}

function footer(view: DecisionView, say: Say, marked: Marked): HTMLElement {
  const text = el("p", { class: "muted", role: "status" });
  const more = (key: string): HTMLButtonElement => {
    const button: HTMLButtonElement = el("button", { type: "button", "aria-expanded": "false", click: () => {
      const open = button.getAttribute("aria-expanded") === "false";
      for (const other of button.parentElement?.querySelectorAll("button") ?? []) other.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-expanded", String(open));
      text.textContent = open ? say(`${key}.text`) : "";
      text.scrollIntoView({ block: "nearest" });
      if (open && key === "more.wrong") marked.open();
    } }, say(key));
    return button;
  };
  return el("div", { class: "foot" }, more("more.why"), more("more.employer"), view.marks.length > 0 && !view.local && more("more.wrong"),
    view.contact !== undefined && el("span", { class: "muted" }, say("more.contact", { contact: view.contact })), text);
}
