// What the pages of the extension share: the background, the texts of one language, and the frame. Each is drawn anew after every change.

import { el } from "../bridge/dom";
import { ext } from "../shared/ext";
import { lookUp, type Language, type Say, type Texts } from "../shared/i18n/texts";
import type { Request, Status } from "../shared/messages";

export const send = <T>(message: Request): Promise<T> => ext.runtime.sendMessage(message) as Promise<T>;

export interface Page {
  readonly say: Say;
  readonly language: Language;
  readonly status: Status;
  /** Draws the page again. */
  readonly again: () => void;
}

/** Reads the state and the texts, and draws. */
export async function open(title: string, draw: (page: Page) => Node[] | Promise<Node[]>, given?: Status): Promise<void> {
  const status = given ?? (await send<Status>({ what: "status" }));
  const { language } = status;
  const say = lookUp((await (await fetch(`texts/${language}.json`)).json()) as Texts);
  document.documentElement.lang = language;
  document.title = say(title);
  const again = (): void => void open(title, draw);
  document.body.replaceChildren(el("main", {}, ...(await draw({ say, language, status, again }))));
}

/** Whether messages are looked at, in a word, a shape and a colour. */
export function stateLine(state: string, text: string): HTMLElement {
  return el("p", { class: `state ${state}`, role: "status" }, `${state === "guarded" ? "●" : "▲"} ${text}`);
}

/** The other language, when the organisation does not choose it. */
export function languageButton({ status, say, again }: Page): HTMLElement | false {
  const other = status.language === "nl" ? "en" : "nl";
  return !status.languageManaged && el("button", { type: "button", lang: other, click: () => void send({ what: "language", language: other }).then(again) }, say("pages.language"));
}

export function link(text: string, href: string): HTMLElement {
  return el("a", { href, target: "_blank", rel: "noopener" }, text);
}

const locale = (language: Language): string => (language === "nl" ? "nl-NL" : "en-GB");

/** A date and time as people write it. */
export const when = (at: string, language: Language): string => new Date(at).toLocaleString(locale(language), { dateStyle: "medium", timeStyle: "short" });

/** A date as people write it. */
export const day = (at: string, language: Language): string => new Date(at).toLocaleDateString(locale(language), { dateStyle: "long" });
