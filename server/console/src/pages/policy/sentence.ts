// A rule as a sentence, in the language of the person.
import { language, listed, number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import type { Rule } from "./model.ts";
import { t } from "./texts.ts";
import { get, list, text, type Node } from "./yaml.ts";

const either = (words: string[]) => new Intl.ListFormat(language.value, { type: "disjunction" }).format(words);
const lower = (s: string) => (/^[A-Z]{2}/.test(s) ? s : s.charAt(0).toLowerCase() + s.slice(1));

export function sentence(rule: Rule): string {
  const parts = [...rule.all.map(condition), ...(rule.any.length > 0 ? [either(rule.any.map(condition))] : [])].filter(Boolean);
  const none = rule.none.map(condition).filter(Boolean);
  const where = rule.classes.length > 0 ? t("s.where", { classes: either(rule.classes.map((c) => lower(word("class", c)))) }) : t("s.anywhere");
  const what = parts.length > 0 ? t(rule.samePerson ? "s.person" : "s.text", { what: listed(parts) }) : t("s.always");
  const not = none.length > 0 ? t("s.none", { what: either(none) }) : "";
  const then = t(`s.${rule.action}` as "s.block");
  const more = rule.action !== "block" && rule.action !== "allow" && rule.action !== "log" ? t(rule.override ? "s.override" : "s.no_override") : "";
  return `${where} ${what}${not}: ${then}${more}.`;
}

function condition(node: Node): string {
  const nested = (name: "all" | "any" | "none") => {
    const found = get(node, name);
    return found?.kind === "list" ? found.items.map(condition).filter(Boolean) : [];
  };
  const inner = [...nested("all"), ...(nested("any").length > 0 ? [either(nested("any"))] : []), ...nested("none").map((c) => t("c.not", { what: c }))];
  if (inner.length > 0) return listed(inner);
  const types = [...list(get(node, "type")), ...list(get(node, "any_type"))].map((type) => lower(word("type", type)));
  const groups = list(get(node, "group")).map((group) => t("c.group", { group: lower(word("group", group)) }));
  const roles = list(get(node, "role")).map((role) => word("person_role", role));
  const distinct = amount(get(node, "distinct")) ?? amount(get(node, "count"));
  const kinds = amount(get(node, "types"));
  const narrowing = amount(get(node, "narrowing"));
  const what = types.length > 0 ? (kinds ? t("c.kinds", { n: kinds, what: listed(types) }) : either(types)) : either(groups);
  if (roles.length > 0) return t("c.role", { roles: either(roles) });
  if (narrowing) return t("c.narrowing", { n: narrowing });
  return distinct && distinct > 1 ? t("c.many", { n: distinct, what }) : what;
}

// ">=2" as 2.
function amount(node: Node | undefined): number | undefined {
  const found = /\d+/.exec(text(node));
  return found ? Number(found[0]) : undefined;
}

export const budget = (rule: Rule): string => (rule.budget ? t("s.budget", { n: number(Number(rule.budget)) }) : "");
