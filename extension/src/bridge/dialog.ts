// The dialog: what was found, in the user's own text, and what can be done now. Content scripts only; knows nothing of requests.

import { kindOf, kindsAndCounts, type Say, type Ui } from "../shared/i18n/texts";
import type { Choice, DecisionView, Mark } from "../shared/messages";
import { el, mount } from "./dom";

export interface Shown {
  close(): void;
}

/** Opens the dialog over the page. choose is called once; Esc and the cross mean edit. */
export function openDialog(view: DecisionView, { say, css, language }: Ui, choose: (choice: Choice, reason?: string) => void): Shown {
  const ids = { title: "dw-title", text: "dw-text" };
  const dialog = el("dialog", { "aria-labelledby": ids.title, "aria-describedby": ids.text, lang: language });
  const title = el("h1", { id: ids.title, tabindex: "-1" }, say(`dialog.${view.action}`));
  const reveal = (): void => {
    if (!dialog.open) dialog.showModal();
    title.focus();
  };
  const { root, remove } = mount(css, reveal);
  let chosen = false;
  const done = (choice: Choice, reason?: string): void => {
    if (chosen) return;
    chosen = true;
    choose(choice, reason);
  };
  dialog.append(
    el("div", { class: "head" },
      el("span", {}, shield(), "Dijkwacht"),
      el("button", { class: "x", type: "button", "aria-label": say("act.close"), click: () => done("edit") }, "✕")),
    el("div", { class: "body" },
      title,
      el("p", { id: ids.text }, view.marks.length > 0 && `${kindsAndCounts(say, view.marks.map((m) => m.type))} `, view.explanation ?? say(`why.${view.action}`)),
      textBox(view, say),
      ...actions(view, say, done),
      footer(view, say)),
  );
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    done("edit");
  });
  root.append(dialog);
  reveal();
  return { close: remove };
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

function textBox(view: DecisionView, say: Say): HTMLElement {
  const about = el("p", { class: "small muted", role: "status" });
  const box = el("div", { class: "box", tabindex: "0", role: "group" });
  const wrap = el("div", { class: "text" });
  const show = (safe: boolean): void => {
    box.setAttribute("aria-label", say(safe ? "text.safe" : "text.yours"));
    box.replaceChildren(...(safe && view.safe ? put(view.safe.text, view.safe.marks) : marked(view, say, about)));
    about.textContent = safe ? say("text.safe.note") : "";
    yours.setAttribute("aria-pressed", String(!safe));
    made.setAttribute("aria-pressed", String(safe));
  };
  const yours = el("button", { type: "button", click: () => show(false) }, say("text.yours"));
  const made = el("button", { type: "button", click: () => show(true) }, say("text.safe"));
  wrap.append(view.safe ? el("div", { class: "tabs" }, yours, made) : el("span", { class: "small muted" }, say("text.yours")), box, about);
  show(view.action === "redact" && view.safe !== undefined);
  return wrap;
}

function pieces<T>(text: string, marks: readonly Mark[], make: (value: string, mark: Mark) => T): (T | string)[] {
  const out: (T | string)[] = [];
  let at = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start < at) continue;
    out.push(text.slice(at, mark.start), make(text.slice(mark.start, mark.end), mark));
    at = mark.end;
  }
  return [...out, text.slice(at)];
}

const HEALTH = new Set(["diagnosis", "medication", "lab_value", "treatment", "mental_health"]);

function marked(view: DecisionView, say: Say, about: HTMLElement): (Node | string)[] {
  return pieces(view.text, view.marks, (value, mark) => {
    const kind = kindOf(say, mark.type);
    const style = HEALTH.has(mark.type) ? "health" : mark.type.startsWith("secret") ? "secret" : "id";
    const text = say("mark.about", { value, kind });
    const click = (): void => {
      for (const other of button.parentElement?.querySelectorAll("[aria-expanded]") ?? []) {
        other.setAttribute("aria-expanded", String(other === button));
      }
      about.textContent = text;
    };
    const button = el("button", { type: "button", class: `mark ${style}`, title: kind, "aria-label": text, "aria-expanded": "false", click }, value);
    return button;
  });
}

function put(text: string, marks: readonly Mark[]): (Node | string)[] {
  return pieces(text, marks, (value) => el("span", { class: "put" }, value));
}

type Done = (choice: Choice, reason?: string) => void;

function actions(view: DecisionView, say: Say, done: Done): HTMLElement[] {
  const safeFirst = view.action === "redact" && view.safe !== undefined;
  const button = (primary: boolean, text: string, click: () => void): HTMLButtonElement =>
    el("button", { type: "button", class: primary ? "primary" : "second", click }, text);
  const safe = view.safe && button(safeFirst, say("act.safe"), () => done("safe"));
  const edit = button(!safeFirst, say("act.edit"), () => done("edit"));
  const redirect = view.redirect && button(false, say("act.redirect", { name: view.redirect.name }), () => done("redirect"));
  const { reasons } = view.original ?? { reasons: [] };
  const form = reasonForm(reasons, say, done);
  const original = view.original && button(false, say(reasons.length ? "act.original.reason" : "act.original"), () => {
    if (reasons.length === 0) return done("original");
    form.hidden = false;
    original?.setAttribute("aria-expanded", "true");
    form.querySelector("input")?.focus();
  });
  if (original && reasons.length) original.setAttribute("aria-expanded", "false");
  const order = safeFirst ? [safe, edit, redirect, original] : [edit, safe, redirect, original];
  return [el("div", { class: "row" }, ...order), ...(view.original && reasons.length ? [form] : [])];
}

function reasonForm(reasons: readonly string[], say: Say, done: Done): HTMLFieldSetElement {
  const send: HTMLButtonElement = el("button", { type: "button", class: "second", disabled: true,
    click: () => done("original", form.querySelector<HTMLInputElement>("input:checked")?.value) }, say("act.original"));
  const form: HTMLFieldSetElement = el("fieldset", { hidden: true, change: () => (send.disabled = false) },
    el("legend", {}, say("reason.title")),
    ...reasons.map((reason) => el("label", { class: "r" }, el("input", { type: "radio", name: "reason", value: reason }), say(`reason.${reason}`))),
    el("p", { class: "small muted" }, say("reason.note")),
    send);
  return form;
}

function footer(view: DecisionView, say: Say): HTMLElement {
  const text = el("p", { class: "muted", role: "status" });
  const more = (key: string): HTMLButtonElement => {
    const button: HTMLButtonElement = el("button", { type: "button", "aria-expanded": "false", click: () => {
      const open = button.getAttribute("aria-expanded") === "false";
      for (const other of button.parentElement?.querySelectorAll("button") ?? []) other.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-expanded", String(open));
      text.textContent = open ? say(`${key}.text`) : "";
      text.scrollIntoView({ block: "nearest" });
    } }, say(key));
    return button;
  };
  return el("div", { class: "foot" }, more("more.why"), more("more.employer"),
    view.contact !== undefined && el("span", { class: "muted" }, say("more.contact", { contact: view.contact })), text);
}
