// The options page: enrol by hand, and see the state. With managed settings it only shows.

import { el } from "../bridge/dom";
import type { Say } from "../shared/i18n/texts";
import type { Status } from "../shared/messages";
import { languageButton, link, open, send, stateLine, type Page } from "../popup/page";

export const showOptions = (given?: Status): Promise<void> => open("options.title", draw, given);

function draw(page: Page): Node[] {
  const { say, status } = page;
  return [
    el("div", { class: "head" }, el("h1", {}, say("options.title")), languageButton(page)),
    stateLine(status.state, say(`options.${status.state}`)),
    form(status, say),
    details(status, say),
    el("nav", {}, link(say("overview.title"), "overview.html")),
  ];
}

function form(status: Status, say: Say): HTMLElement {
  const server = el("select", { name: "server", disabled: status.managed },
    ...status.allowedOrigins.map((o) => el("option", { value: o, selected: o === status.apiOrigin }, o)));
  const key = el("input", { name: "key", type: "password", autocomplete: "off", spellcheck: "false", required: !status.managed, "aria-describedby": "hint" });
  const button = el("button", { class: "primary", type: "submit" }, say("options.enrol"));
  const fields = status.managed
    ? [el("p", { class: "muted" }, say("options.managed"))]
    : [el("label", {}, say("options.server"), server),
       el("label", {}, say("options.key"), key, el("span", { class: "small muted", id: "hint" }, say("options.key.hint")))];
  return el("form", {
    submit: (event) => {
      event.preventDefault();
      button.disabled = true;
      button.textContent = say("options.busy");
      void send({ what: "enrol", apiOrigin: server.value, enrolmentKey: key.value.trim() }).then((status) => showOptions(status as Status));
    },
  }, ...fields, button);
}

function details(status: Status, say: Say): HTMLElement {
  const rows: [string, string | Node][] = [
    ["options.server", status.apiOrigin || say("options.none")],
    ["options.device", status.deviceId ?? say("options.none")],
    ["options.policy", status.policyVersion ? `v${status.policyVersion}` : say("options.none")],
    ["options.network", say(`options.network.${status.ledger}`)],
  ];
  if (status.waiting) rows.push(["options.waiting", String(status.waiting)]);
  if (status.supportUrl?.startsWith("https://")) rows.push(["options.help", link(status.supportUrl, status.supportUrl)]);
  return el("dl", {}, ...rows.flatMap(([key, value]) => [el("dt", {}, say(key)), el("dd", {}, value)]));
}
