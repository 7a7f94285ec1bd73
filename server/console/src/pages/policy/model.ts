// The rules of a policy document, as the form and the sentences need them.
import { get, list, read, text, type MapNode, type Node } from "./yaml.ts";

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
