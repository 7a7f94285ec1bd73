// What an approval is about: changes of policy in sentences, all else as names and values.
import type { Schemas } from "../../api/client.ts";
import { destinationName, userName } from "../../api/names.ts";
import { day, language, moment, number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { ChangeList } from "../policy/changes.tsx";
import { t } from "./texts.ts";

type Approval = Schemas["Approval"];
type Details = Record<string, unknown>;
type Fact = readonly [label: string, value: string];

export function Diff({ approval }: { approval: Approval }) {
  const changes = changesOf(approval);
  const facts = changes ? [] : factsOf(approval.kind, (approval.diff ?? {}) as Details);
  if (!changes?.length && facts.length === 0) return null;
  return (
    <details open>
      <summary>{t("details")}</summary>
      {changes ? <ChangeList changes={changes} /> : <dl class="facts small">{facts.map(([label, value]) => <><dt>{label}</dt><dd>{value}</dd></>)}</dl>}
    </details>
  );
}

/** The changes of policy that an approval is about; undefined when it is about something else. */
export function changesOf(approval: Approval): Schemas["PolicyChange"][] | undefined {
  return Array.isArray(approval.diff) ? (approval.diff as Schemas["PolicyChange"][]) : undefined;
}

// Marks that say nothing to a person: ids, keys, revisions.
const silent = /(^|_)(id|key|rev|digest|hash|approval)$/;

function factsOf(kind: Approval["kind"], d: Details): Fact[] {
  const text = (name: string) => String(d[name] ?? "");
  if (kind === "reveal") {
    return [[t("d.purpose"), word("purpose", text("purpose"))], [t("d.subject"), text("subject")], [t("d.fields"), (d["fields"] as string[]).map((f) => t(f === "device" ? "d.device" : "d.user")).join(", ")]];
  }
  if (kind === "false_positive" || kind === "not_notify") return caseFacts(d, text);
  if (kind === "register_export") return [[t("d.period"), t("d.period.of", { from: day(text("from")), to: day(new Date(Date.parse(text("to")) - 1).toISOString()) })]];
  if (kind === "site_switch_off") return [[t("d.site"), destinationName(text("destination_id"))], [t("d.hours"), text("hours")]];
  if (kind === "legal_hold_removal") return [[t("d.why"), text("why")], [t("d.placed"), `${moment(text("placed_at"))}, ${userName(text("placed_by"))}`]];
  return Object.entries(d).filter(([name]) => !silent.test(name)).map(([name, value]) => [name.replaceAll("_", " "), show(value)]);
}

/** The case that gets another state, as it was when that was asked. */
function caseFacts(d: Details, text: (name: string) => string): Fact[] {
  const [min, max] = [Number(d["subjects_min"]), Number(d["subjects_max"])];
  const types = d["types"] as { type: string; count: number }[];
  return [
    [t("d.case"), text("number")],
    [t("d.to"), word(d["axis"] === "ap" ? "ap" : "state", text("to"))],
    ...(text("code") ? [[t("d.code"), word("reason", text("code"))] as const] : []),
    [t("d.state"), word("state", text("state"))],
    [t("d.severity"), `${word("severity", text("severity"))} (${number(Number(d["se"]), 2)})`],
    [t("d.egress"), word("egress", text("egress_evidence"))],
    [t("d.types"), types.map(({ type, count }) => `${word("type", type)} × ${number(count)}`).join(", ")],
    [t("d.people"), min === max ? number(min) : `${number(min)} – ${number(max)}`],
  ];
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (value !== null && typeof value === "object") return Object.entries(value).map(([name, v]) => `${name.replaceAll("_", " ")}: ${show(v)}`).join(", ");
  return typeof value === "number" ? value.toLocaleString(language.value) : String(value ?? "–");
}
