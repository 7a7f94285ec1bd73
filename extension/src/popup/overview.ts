// "Mijn overzicht": everything that the register holds of the user of this device, who may see it, and the rights they have (GDPR articles 15, 16 and 21).

import { el } from "../bridge/dom";
import { listOf } from "../shared/i18n/texts";
import type { OwnEvent, OwnQuestion, Overview } from "../shared/messages";
import { whoIs } from "./who";
import { day, languageButton, open, send, when, type Page } from "./page";

/** How many alerts are shown at first. */
const FIRST = 15;
const GROUNDS = ["klopt_niet", "was_ik_niet", "fictief", "te_ingrijpend", "anders"];

export const showOverview = (): Promise<void> => open("overview.title", draw);

async function draw(page: Page): Promise<Node[]> {
  const { say, again } = page;
  const mine = await send<Overview | undefined>({ what: "summary" });
  const head = el("div", { class: "head" }, el("h1", {}, say("overview.title")), languageButton(page));
  if (!mine) return [head, el("p", {}, say("pages.unreachable")), el("button", { type: "button", class: "second", click: again }, say("pages.again"))];
  return [
    head,
    el("p", { class: "muted" }, say(mine.complete ? "overview.intro" : "overview.partly", { from: day(mine.from, page.language) })),
    ...mine.questions.map((q) => question(page, q)),
    section(say("who.title"), ...whoIs(page, mine, true)),
    section(say("overview.events"), mine.events.length ? events(page, mine) : el("p", {}, say("overview.none"))),
    section(say("overview.stored"), list(mine.stored.map((s) => `${s[page.language]} ${howLong(page, s.days)}`))),
    section(say("overview.viewers"), list(mine.viewers.map((v) => v[page.language]))),
    section(say("overview.reveals"), mine.reveals.length
      ? list(mine.reveals.map((r) => `${when(r.at, page.language)}: ${say(`purpose.${r.purpose}`)}`))
      : el("p", {}, say("overview.reveals.none"))),
    section(say("overview.rights"), ...rights(page, mine)),
    section(say("overview.contact"), el("p", {}, mine.help ?? `${say(`role.${mine.contact.role}`)} · ${mine.contact.organisation}`)),
  ];
}

function howLong({ say }: Page, days: number): string {
  if (days === 0) return "";
  return days <= 365 ? say("overview.days", { n: String(days) }) : say("overview.years", { n: String(Math.round(days / 365)) });
}

const section = (title: string, ...content: Node[]): HTMLElement => el("section", {}, el("h2", {}, title), ...content);

const list = (items: readonly string[]): HTMLElement => el("ul", {}, ...items.map((item) => el("li", {}, item)));

// A question of the privacy officer: closed answers, so that nobody has to write about somebody.
function question({ say, language, again }: Page, q: OwnQuestion): HTMLElement {
  const button = el("button", { class: "primary", type: "submit", disabled: true }, say("overview.answer"));
  const status = el("p", { class: "small", role: "status" });
  return el("form", {
    class: "question", change: () => (button.disabled = false),
    submit: (event) => {
      event.preventDefault();
      const answer = new FormData(event.target as HTMLFormElement).get("answer") as string;
      void send<unknown>({ what: "own", path: "answers", body: { question_id: q.question_id, answer } }).then((ok) => (ok ? again() : (status.textContent = say("pages.failed"))));
    },
  }, el("fieldset", {},
    el("legend", {}, say(`question.${q.question}`)),
    el("p", { class: "small muted" }, say("overview.asked", { at: when(q.asked_at, language), until: day(q.expires_at, language) })),
    ...q.answers.map((a) => el("label", { class: "r" }, el("input", { type: "radio", name: "answer", value: a }), say(`answer.${a}`)))),
  button, status);
}

function events(page: Page, { events: all, names }: Overview): HTMLElement {
  const { say, language } = page;
  const row = (e: OwnEvent): HTMLElement => el("tr", {},
    el("td", {}, when(e.at, language)),
    el("td", {}, names[e.destination_id] ?? say("overview.elsewhere")),
    el("td", {}, listOf(say, e.types.map((t) => [t.type, t.count])) || "–"),
    el("td", {}, say(`action.${e.outcome === "break_glass" ? "glass" : e.action}`)),
    el("td", {}, say(`outcome.${e.outcome ?? "unknown"}`)),
    el("td", {}, ask(page, "rectification", say("act.wrong"), e.event_id)));
  const body = el("tbody", {}, ...all.slice(0, FIRST).map(row));
  const more = all.length > FIRST && el("button", { type: "button", class: "second", click: (event) => {
    body.append(...all.slice(FIRST).map(row));
    (event.target as HTMLElement).remove();
  } }, say("overview.all", { n: String(all.length) }));
  const heads = ["at", "where", "what", "action", "outcome", "right"].map((key) => el("th", { scope: "col" }, say(`overview.col.${key}`)));
  return el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": say("overview.events") },
    el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body), more);
}

function rights(page: Page, { requests, events: mine, names }: Overview): Node[] {
  const { say, language } = page;
  const status = el("p", { class: "small", role: "status" });
  const download = el("button", { type: "button", class: "second", click: () => {
    void send<unknown>({ what: "own", path: "me/export", body: { full: true } }).then((all) => (all ? saveFile(all) : (status.textContent = say("pages.failed"))));
  } }, say("overview.export"));
  return [
    el("p", {}, say("overview.rights.text")),
    el("div", { class: "row" }, download, ask(page, "objection", say("overview.object")), ask(page, "rectification", say("overview.correct"))),
    status,
    word(page, mine, names),
    ...(requests.length ? [list(requests.map((r) => {
      const due = r.state === "open" ? ` ${say("overview.due", { at: day(r.due_at, language) })}` : "";
      return `${when(r.at, language)} · ${say(`right.${r.kind}`)} · ${say(`ground.${r.ground}`)} · ${say(`request.${r.state}`)}${due}${r.text ? ` “${r.text}”` : ""}${r.answer ? ` → ${r.answered_at ? `${when(r.answered_at, language)} ` : ""}“${r.answer}”` : ""}`;
    }))] : []),
  ];
}

// A request in two clicks: what, and why.
function ask({ say, again }: Page, kind: "rectification" | "objection", text: string, eventId?: string): HTMLElement {
  const choose = (choosing: boolean): void => {
    button.hidden = choosing;
    why.hidden = !choosing;
    (choosing ? why : button).focus();
  };
  const refused = (): void => {
    button.textContent = say("pages.failed");
    why.value = "";
    choose(false);
  };
  const why = el("select", { "aria-label": say("overview.why"), hidden: true, change: () => {
    void send<unknown>({ what: "own", path: "me/requests", body: { kind, ground: why.value, event_id: eventId } }).then((ok) => (ok ? again() : refused()));
  } }, el("option", { value: "", disabled: true, selected: true }, say("overview.why")), ...GROUNDS.map((g) => el("option", { value: g }, say(`ground.${g}`))));
  const button = el("button", { type: "button", class: "second", click: () => choose(true) }, text);
  return el("span", {}, button, why);
}

// The employee's own word, which stays with what it is about (GDPR article 16). The server refuses one that holds data about people.
function word({ say, language, again }: Page, mine: readonly OwnEvent[], names: Overview["names"]): HTMLElement {
  const status = el("p", { class: "small", role: "status" });
  const about = el("select", { id: "about" }, el("option", { value: "" }, say("word.all")),
    ...mine.slice(0, FIRST).map((e) => el("option", { value: e.event_id }, `${when(e.at, language)} · ${names[e.destination_id] ?? say("overview.elsewhere")}`)));
  const text = el("textarea", { id: "word", rows: "3", maxlength: "1000", required: true, "aria-describedby": "word-hint" });
  return el("form", {
    class: "question",
    submit: (event) => {
      event.preventDefault();
      const body = { kind: "statement", ground: "anders", event_id: about.value || undefined, text: text.value };
      void send<unknown>({ what: "own", path: "me/requests", body }).then((ok) => (ok ? again() : (status.textContent = say("word.refused"))));
    },
  }, el("h3", {}, say("word.title")),
  el("label", { for: "about" }, say("word.about")), about,
  el("label", { for: "word" }, say("word.text")), el("p", { class: "small muted", id: "word-hint" }, say("word.hint")), text,
  el("button", { class: "second", type: "submit" }, say("word.send")), status);
}

function saveFile(all: unknown): void {
  const href = URL.createObjectURL(new Blob([JSON.stringify(all, null, 2)], { type: "application/json" }));
  el("a", { href, download: "dijkwacht.json" }).click();
  URL.revokeObjectURL(href);
}
