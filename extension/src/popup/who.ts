// Who the alerts of this browser are about, and where the browser does not tell: signing in by the organisation, and out again.

import { el } from "../bridge/dom";
import type { Overview } from "../shared/messages";
import { link, send, when, type Page } from "./page";

interface Ticket {
  readonly url: string;
  readonly code: string;
}

/** Nothing where nobody can sign in and `always` is not asked. */
export function whoIs(page: Page, { who }: Overview, always: boolean): Node[] {
  const { say, language, again } = page;
  if (!who || !(who.offered || always)) return [];
  if (who.source === "oidc") {
    const out = (): void => void send({ what: "own", path: "identify/end", body: {} }).then(again);
    return [el("p", {}, say("who.oidc", { at: when(who.ends_at ?? "", language) })), el("button", { type: "button", class: "second", click: out }, say("who.out"))];
  }
  if (who.source !== "device") return [el("p", {}, say("who.told"))];
  const text = el("p", {}, say("who.device"));
  if (!who.offered) return [text];
  // The code has to stay in sight, and a popup closes.
  return always ? [text, signIn(page)] : [text, el("p", {}, link(say("who.in"), "overview.html"))];
}

function signIn({ say, again }: Page): HTMLElement {
  const box = el("div", { role: "status" }, el("button", { type: "button", class: "second", click: () => void send<Ticket | undefined>({ what: "own", path: "identify", body: {} }).then(show) }, say("who.in")));
  const show = (ticket?: Ticket): void => {
    if (!ticket) return box.append(el("p", { class: "small" }, say("pages.failed")));
    const { url, code } = ticket;
    box.replaceChildren(el("p", {}, say("who.code", { code: `${code.slice(0, 3)} ${code.slice(3)}` })), el("p", {}, link(say("who.go"), url)));
    addEventListener("focus", again, { once: true });
  };
  return box;
}
