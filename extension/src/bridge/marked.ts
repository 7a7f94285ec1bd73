// The user's own text with its findings, each a button: what is this, does it stay in the safe version, and "klopt niet". Of a file, what was found where.

import { kindOf, listOf, placeIn, type Say } from "../shared/i18n/texts";
import type { DecisionView, Mark, Place } from "../shared/messages";
import { el } from "./dom";

const HEALTH = new Set(["diagnosis", "medication", "lab_value", "treatment", "mental_health"]);
const KINDS = ["fictief", "eigen", "openbaar", "anders"];

export class Marked {
  readonly element: HTMLElement;
  /** Told when a place is ticked or unticked: whether the safe version still replaces something. */
  changed: (some: boolean) => unknown = () => undefined;

  readonly #view: DecisionView;
  readonly #say: Say;
  readonly #wrong: (findingId: string, kind?: string) => void;
  /** What stays, by its placeholder: equal values stay together. */
  readonly #stays = new Set<string>();
  readonly #told = new Set<string>();
  readonly #box = el("div", { class: "box", tabindex: "0", role: "group" });
  readonly #panel = el("div", { class: "panel small", role: "group", hidden: true });
  readonly #note = el("p", { class: "small muted", role: "status" });
  readonly #tabs: HTMLButtonElement[] = [];
  #safe: boolean;
  #opened: Mark | undefined;

  constructor(view: DecisionView, say: Say, wrong: (findingId: string, kind?: string) => void) {
    this.#view = view;
    this.#say = say;
    this.#wrong = wrong;
    this.#safe = view.action === "redact" && view.safe !== undefined;
    if (view.safe) this.#tabs = ["text.yours", "text.safe"].map((key, i) => el("button", { type: "button", click: () => this.#show(i === 1) }, say(key)));
    const title = this.#tabs.length ? el("div", { class: "tabs" }, ...this.#tabs) : el("span", { class: "small muted" }, view.file || say(view.file === undefined ? "text.yours" : "text.file"));
    this.element = el("div", { class: "text" }, title, this.#box, this.#panel, this.#note);
    this.#show(this.#safe);
  }

  /** The findings that stay in the safe version. */
  kept(): string[] {
    return (this.#view.safe ?? []).filter((p) => this.#stays.has(p.put)).map((p) => p.id);
  }

  /** Opens the first finding, to say that it is not right. */
  open(): void {
    const [first] = this.#view.marks;
    if (first && !this.#opened) this.#about(first);
  }

  #show(safe: boolean): void {
    const { text, marks, safe: places = [], file } = this.#view;
    this.#safe = safe;
    this.#box.setAttribute("aria-label", file || this.#say(file === "" ? "text.file" : safe ? "text.safe" : "text.yours"));
    if (file === undefined) this.#box.replaceChildren(...pieces<Mark>(text, safe ? places : marks, (mark) => this.#button(mark)));
    else this.#box.replaceChildren(el("ul", {}, ...marks.map((mark) => el("li", {}, this.#button(mark), " ", el("span", { class: "muted" }, mark.where && placeIn(this.#say, mark.where))))));
    this.#tabs.forEach((tab, i) => tab.setAttribute("aria-pressed", String((i === 1) === safe)));
    const left = places.some((p) => !this.#stays.has(p.put));
    this.#note.textContent = safe ? this.#say(!left ? "text.safe.none" : this.#stays.size ? "text.safe.less" : "text.safe.note") : "";
    this.changed(left);
  }

  // What was found, and in a word what it is.
  #named({ start, end, type, where }: Mark): { value: string; kind: string } {
    if (where) return { value: listOf(this.#say, [[type, where.count]]), kind: placeIn(this.#say, where) };
    return { value: this.#view.text.slice(start, end), kind: kindOf(this.#say, type) };
  }

  #button(mark: Mark): HTMLElement {
    const { value, kind } = this.#named(mark);
    const place = this.#safe ? (mark as Place) : undefined;
    const replaced = place && !this.#stays.has(place.put);
    const style = replaced ? "put" : HEALTH.has(mark.type) ? "health" : mark.type.startsWith("secret") ? "secret" : "id";
    const label = this.#say(replaced ? "mark.put" : "mark.about", { value, kind, put: place?.put ?? "" });
    return el("button", {
      type: "button", class: `mark ${style}`, "data-id": mark.id, title: kind, "aria-label": label, "aria-expanded": String(this.#opened?.id === mark.id),
      click: () => this.#about(mark),
    }, replaced ? place.put : value);
  }

  // What is this, what happens to it, and does it belong here. Focus stays on the finding when the text is drawn again.
  #about(mark: Mark): void {
    const { safe = [] } = this.#view;
    const say = this.#say;
    const place = safe.find((p) => p.start < mark.end && mark.start < p.end);
    const about = say("mark.about", this.#named(mark));
    const told = this.#told.has(mark.id);
    const again = (): void => {
      this.#show(this.#safe);
      this.#about(mark);
    };
    const put = (replaced: boolean): void => {
      if (place && replaced) this.#stays.delete(place.put);
      else if (place) this.#stays.add(place.put);
    };
    const tick = place && !place.fixed && el("input", { type: "checkbox", checked: !this.#stays.has(place.put), change: (event) => {
      put((event.target as HTMLInputElement).checked);
      again();
      this.#panel.querySelector("input")?.focus();
    } });
    const wrong = el("button", { type: "button", class: "second", click: () => {
      this.#told.add(mark.id);
      this.#wrong(mark.id);
      if (!place?.fixed) put(false);
      again();
      this.#panel.querySelector("button")?.focus();
    } }, say("act.wrong"));
    const why = KINDS.map((kind) => el("button", { type: "button", "aria-pressed": "false", click: (event) => {
      this.#wrong(mark.id, kind);
      for (const b of why) b.setAttribute("aria-pressed", String(b === event.target));
    } }, say(`wrong.${kind}`)));
    this.#panel.hidden = false;
    this.#panel.setAttribute("aria-label", about);
    this.#panel.replaceChildren(
      el("span", { role: "status" }, about),
      ...(tick ? [el("label", { class: "r" }, tick, say("mark.tick"))] : place ? [el("span", { class: "muted" }, say("mark.fixed"))] : []),
      ...(told ? [el("span", {}, say("wrong.thanks")), el("span", { class: "row" }, ...why)] : this.#view.local ? [] : [wrong]),
    );
    this.#opened = mark;
    for (const b of this.#box.querySelectorAll<HTMLElement>(".mark")) b.setAttribute("aria-expanded", String(b.dataset.id === mark.id));
    this.#panel.scrollIntoView({ block: "nearest" });
  }
}

function pieces<T extends Mark>(text: string, marks: readonly T[], make: (mark: T) => Node): (Node | string)[] {
  const out: (Node | string)[] = [];
  let at = 0;
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    if (mark.start < at) continue;
    out.push(text.slice(at, mark.start), make(mark));
    at = mark.end;
  }
  return [...out, text.slice(at)];
}
