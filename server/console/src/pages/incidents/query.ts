// What the query bar of incidents understands, and what that is to the API.
import type { Schemas } from "../../api/client.ts";
import { codes, kinds } from "../../i18n/words.ts";
import type { Grammar, Term } from "../../ui/query.ts";

export type Line = Schemas["IncidentLine"];

/** States in which somebody still has something to do. */
export const open = ["detected", "triaged", "confirmed_leak", "assessed"];
const levels = ["low", "medium", "high", "very_high"];

/** The query with which the page begins. */
export const first = "is:open";

export const grammar = (): Grammar => ({
  is: { values: ["open", "unseen", "waiting", ...codes("state")] },
  sev: { ops: [":", ">=", "<="], values: levels },
  dest: { form: /^[a-z0-9][a-z0-9._-]*$/ },
  class: { values: codes("class") },
  cat: { values: kinds() },
  dept: { form: /^(none|dep_\w+)$/ },
  assignee: { values: ["me", "none"], form: /^usr_\w+$/ },
  age: { ops: [">", "<"], form: /^\d{1,4}[hdw]$/ },
  kind: { values: codes("kind") },
  source: { values: codes("source") },
  ap: { values: codes("ap") },
  told: { values: codes("told") },
  clock: { values: ["running"] },
  review: { values: ["yes", "no"] },
});

type Filter = Record<string, string | string[] | boolean>;

const hours: Record<string, number> = { h: 1, d: 24, w: 168 };

/** The parameters of the API for a query; the same key twice means either. */
export function filterOf(terms: readonly Term[], me: string, now: number): Filter {
  const filter: Record<string, string[]> = {};
  const rest: Filter = {};
  const add = (name: string, ...values: string[]) => (filter[name] = [...new Set([...(filter[name] ?? []), ...values])]);
  for (const { key, op, value } of terms) {
    if (key === "is" && value === "open") add("state", ...open);
    else if (key === "is" && value === "unseen") add("state", "detected");
    else if (key === "is" && value === "waiting") rest["awaiting_outcome"] = true;
    else if (key === "is") add("state", value);
    else if (key === "sev") add("severity", ...levels.filter((_, i) => (op === ">=" ? i >= levels.indexOf(value) : op === "<=" ? i <= levels.indexOf(value) : levels[i] === value)));
    else if (key === "dest") add("destination", value);
    else if (key === "cat") add("type", value);
    else if (key === "dept") add("department", value);
    else if (key === "told") add("subjects", value);
    else if (key === "assignee") add("assignee", value === "me" ? me : value);
    else if (key === "clock") rest["clock"] = value;
    else if (key === "review") rest["needs_review"] = value === "yes";
    else if (key === "age") rest[op === ">" ? "to" : "from"] = new Date(now - parseInt(value) * hours[value.at(-1)!]! * 3_600_000).toISOString();
    else add(key, value);
  }
  return { ...filter, ...rest };
}
