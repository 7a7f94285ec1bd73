// The popup: is this page guarded, what was there lately, does somebody ask something, and where to go.

import { el } from "../bridge/dom";
import { ext } from "../shared/ext";
import { languageButton, link, open, send, stateLine, type Page } from "./page";
import { whoIs } from "./who";
import type { Coverage, Overview } from "../shared/messages";

const WEEK_MS = 7 * 86_400_000;

export const showPopup = (): Promise<void> => open("popup.title", draw);

async function draw(page: Page): Promise<Node[]> {
  const { say, status } = page;
  const [tab] = await ext.tabs.query({ active: true, currentWindow: true });
  const coverage = await send<Coverage | undefined>({ what: "coverageOf", tab: tab?.id ?? -1 });
  const lately = el("div", { class: "lately" }, el("p", { class: "muted" }, say("pages.loading")));
  void send<Overview | undefined>({ what: "summary" }).then((mine) => lately.replaceChildren(...recent(page, mine)));
  return [
    el("div", { class: "head" }, el("h1", { class: "small" }, "Dijkwacht"), languageButton(page)),
    here(page, coverage),
    lately,
    el("nav", {},
      link(say("overview.title"), "overview.html"), link(say("options.open"), "options.html"),
      status.supportUrl?.startsWith("https://") && link(say("options.help"), status.supportUrl)),
  ];
}

// Green only with proof: the device is known to the server, and the guard on this page has shown that it works.
function here({ say, status }: Page, coverage: Coverage | undefined): HTMLElement {
  if (status.state !== "guarded") return stateLine(status.state, say(`options.${status.state}`));
  if (!coverage) return el("p", { class: "state none", role: "status" }, say("popup.elsewhere"));
  return stateLine(coverage.state, say(coverage.state === "guarded" ? "popup.guarded" : `chip.${coverage.state}`));
}

function recent(page: Page, mine: Overview | undefined): Node[] {
  const { say } = page;
  if (!mine) return [el("p", { class: "muted" }, say("pages.unreachable"))];
  const events = mine.events.filter((e) => Date.parse(e.at) > Date.now() - WEEK_MS);
  const { length } = mine.questions;
  return [
    ...(length ? [el("p", { class: "state" }, "● ", link(say(length === 1 ? "popup.question" : "popup.questions", { n: String(length) }), "overview.html"))] : []),
    el("p", {}, say(events.length === 0 ? "popup.none" : events.length === 1 ? "popup.event" : "popup.events", { n: String(events.length) })),
    ...whoIs(page, mine, false),
    ...(mine.help ? [el("p", { class: "small muted" }, say("more.contact", { contact: mine.help }))] : []),
  ];
}
