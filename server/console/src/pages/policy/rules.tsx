// The rules in force as sentences, with what each did this week.
import { useEffect, useRef } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { number } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Ago, Code } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { rulesOf, type Rule } from "./model.ts";
import { budget, sentence } from "./sentence.ts";
import { t } from "./texts.ts";

interface Props {
  id: string;
  version: number | undefined;
  rules: Schemas["RuleInForce"][];
  chosen: string;
}

export function Rules({ id, version, rules, chosen }: Props) {
  const inForce = useData(async (signal) => (version ? (await api.get("/api/v1/policies/{id}/versions/{version}", { ids: [id, String(version)], signal })).data.document ?? "" : ""), [id, version]);
  const here = useRef<HTMLTableRowElement>(null);
  useEffect(() => here.current?.scrollIntoView({ block: "center" }), [chosen, inForce.value]);
  const known = parsed(inForce.value ?? "");
  if (rules.length === 0) return <Empty text={t("empty")} />;
  return (
    <div class="table-scroll">
      <table class="plain-table">
        <caption class="hidden-visually">{t("tab.rules")}</caption>
        <thead>
          <tr><th scope="col">{t("col.rule")}</th><th scope="col">{t("col.mode")}</th><th scope="col" class="number">{t("col.hits")}</th><th scope="col" class="number">{t("col.overrides")}</th><th scope="col" class="number">{t("col.wrong")}</th><th scope="col">{t("col.last")}</th></tr>
        </thead>
        <tbody>
          {rules.map((rule) => {
            const full = known.get(rule.id);
            return (
              <tr class={rule.id === chosen ? "chosen" : undefined} ref={rule.id === chosen ? here : undefined}>
                <th scope="row">
                  <span class="stack tight">
                    <span>{full ? sentence(full) : rule.id}{full?.budget && ` (${budget(full)})`}</span>
                    <code class="muted">{rule.id}</code>
                  </span>
                </th>
                <td><span class="row tight"><Code list="action" code={rule.action} /><Code list="mode" code={rule.mode} /></span></td>
                <td class="number"><Hits rule={rule} /></td>
                <td class="number">{number(rule.overrides_7d)}</td>
                <td class="number">{rule.fp_rate === null ? <span class="muted">–</span> : `${number(100 * rule.fp_rate)} %`}</td>
                <td class="nowrap">{rule.last_fired_at ? <Ago at={rule.last_fired_at} /> : <span class="muted">{t("never")}</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

// How often it matched, with the attempts behind the number.
function Hits({ rule }: { rule: Schemas["RuleInForce"] }) {
  const n = number(rule.hits_7d);
  return rule.hits_7d > 0 && may("incidents.read") ? <a href={`/console/activiteit?q=${encodeURIComponent(`rule:${rule.id} age<7d`)}`}>{n}</a> : <>{n}</>;
}

function parsed(document: string): Map<string, Rule> {
  try {
    return new Map(rulesOf(document).map((rule) => [rule.id, rule]));
  } catch {
    return new Map();
  }
}
