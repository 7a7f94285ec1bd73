// The rules of a policy document, as the form and the sentences need them.
import { get, list, put, read, text, type MapNode, type Node } from "./yaml.ts";

export interface Rule {
  id: string;
  mode: string;
  action: string;
  severity: string;
  message: string;
  offers: string[];
  override: boolean;
  budget: string;
  classes: string[];
  samePerson: boolean;
  all: Node[];
  any: Node[];
  none: Node[];
  /** Of the form: the rule and its parts in the document. */
  node: MapNode;
  then: MapNode;
  when: MapNode | undefined;
}

export function rulesOf(document: string): Rule[] {
  const rules = get(read(document), "spec", "rules");
  if (rules?.kind !== "list") return [];
  return rules.items.flatMap((node) => {
    const then = get(node, "then");
    if (node.kind !== "map" || then?.kind !== "map") return [];
    const when = get(node, "when");
    const conditions = (name: string) => {
      const found = get(when, name);
      return found?.kind === "list" ? found.items : [];
    };
    return [{
      id: text(get(node, "id")), mode: text(get(node, "mode")) || "enforce", action: text(get(then, "action")), severity: text(get(then, "severity")), message: text(get(then, "message")),
      offers: list(get(then, "offers")), override: text(get(then, "override", "allow")) === "true", budget: text(get(then, "override", "budget_per_day")),
      classes: list(get(when, "destination", "class")), samePerson: text(get(when, "same_person")) === "true",
      all: conditions("all"), any: conditions("any"), none: conditions("none"), node, then, when: when?.kind === "map" ? when : undefined,
    }];
  });
}

const reasons = "{allow: true, reasons: [fictief, eigen_gegevens, toestemming, spoed]}";

/** The document with the override of a rule switched; without one it has no reasons and no budget either. */
export function setOverride(document: string, rule: Rule, on: boolean): string {
  const old = get(rule.then, "override");
  if (old?.kind === "map" && (on || old.column >= 0)) return put(document, old, "allow", String(on));
  return put(document, rule.then, "override", on && rule.action === "justify" ? reasons : `{allow: ${on}}`);
}

/** The document with another action for a rule, and the override that goes with it: none past a block, a choice of reasons to justify. */
export function setAction(document: string, { id, then }: Rule, action: string): string {
  const changed = put(document, then, "action", action);
  const rule = rulesOf(changed).find((r) => r.id === id)!;
  if (action === "block" && rule.override) return setOverride(changed, rule, false);
  if (action === "justify" && list(get(rule.then, "override", "reasons")).length === 0) return put(changed, rule.then, "override", reasons);
  return changed;
}
