// The options page: enrol by hand, and see the state. With managed settings it only shows.

import { el } from "../bridge/dom";
import { ext } from "../shared/ext";
import { lookUp, type Say, type Texts } from "../shared/i18n/texts";
import type { Request, Status } from "../shared/messages";

const send = (message: Request): Promise<Status> => ext.runtime.sendMessage(message);

async function show(status: Status): Promise<void> {
  const say = lookUp((await (await fetch(`texts/${status.language}.json`)).json()) as Texts);
  document.documentElement.lang = status.language;
  document.title = say("options.title");
  document.body.replaceChildren(
    el("main", {}, el("h1", {}, say("options.title")), stateLine(status, say), form(status, say), details(status, say)),
  );
}

function stateLine(status: Status, say: Say): HTMLElement {
  return el("p", { class: `state ${status.state}`, role: "status" }, `${status.state === "guarded" ? "●" : "▲"} ${say(`options.${status.state}`)}`);
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
      void send({ what: "enrol", apiOrigin: server.value, enrolmentKey: key.value.trim() }).then(show);
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
  if (status.supportUrl?.startsWith("https://")) rows.push(["options.help", el("a", { href: status.supportUrl, target: "_blank", rel: "noopener" }, status.supportUrl)]);
  return el("dl", {}, ...rows.flatMap(([key, value]) => [el("dt", {}, say(key)), el("dd", {}, value)]));
}

void send({ what: "status" }).then(show);
