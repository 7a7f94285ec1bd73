// One decision with the features it was taken on. There is no text to show.
import { api } from "../../api/client.ts";
import { departmentName, destinationName } from "../../api/names.ts";
import { listed, moment, number } from "../../i18n/i18n.ts";
import { t as shared } from "../../i18n/shared.ts";
import { word } from "../../i18n/words.ts";
import { Code, Moment } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useData } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { t } from "./texts.ts";

export function DecisionDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const found = useData(async (signal) => (await api.get("/api/v1/decisions/{id}", { ids: [id], signal })).data, [id]);
  const d = found.value;
  return (
    <Drawer about={id} title={d ? t("d.title", { when: moment(d.at) }) : shared("loading")} onClose={onClose} foot={d?.incident_id && <a class="button primary" href={`/console/incidenten?open=${d.incident_id}`}>{t("d.open")}</a>}>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {d && (
        <>
          <dl class="facts">
            <dt>{t("col.action")}</dt><dd><Code list="action" code={d.action} /></dd>
            <dt>{t("col.outcome")}</dt><dd>{d.outcome ? <>{word("outcome", d.outcome.outcome)} <Code list="egress" code={d.outcome.egress_evidence} /></> : t("waiting")}</dd>
            {d.outcome?.override_reason && <><dt>{t("d.reason")}</dt><dd>{word("reason", d.outcome.override_reason)}{d.outcome.override_text && `: ${d.outcome.override_text}`}</dd></>}
            <dt>{t("col.destination")}</dt><dd>{destinationName(d.destination_id)} <Code list="class" code={d.destination_class} /></dd>
            <dt>{t("col.channel")}</dt><dd>{word("channel", d.channel)}</dd>
            {d.department_id && <><dt>{t("col.department")}</dt><dd>{departmentName(d.department_id)}</dd></>}
            <dt>{t("col.who")}</dt><dd>{d.pseudonym}</dd>
            <dt>{t("d.people")}</dt><dd>{d.subjects_min === d.subjects_max ? number(d.subjects_min) : `${number(d.subjects_min)} – ${number(d.subjects_max)}`}</dd>
            <dt>{t("d.version")}</dt><dd>{number(d.policy_version)}</dd>
            {d.offers.length > 0 && <><dt>{t("d.offers")}</dt><dd>{listed(d.offers.map((o) => word("offer", o)))}</dd></>}
            <dt>{t("d.id")}</dt><dd><code>{d.decision_id}</code> <Copy text={d.decision_id} label={t("d.id")} /></dd>
          </dl>
          <section class="stack tight">
            <h3>{t("d.rules")}</h3>
            <ul class="stack tight">
              {d.matched_rules.map((r) => <li class="row tight"><a href={`/console/beleid?rule=${encodeURIComponent(String(r["id"]))}`}>{String(r["id"])}</a><Code list="action" code={String(r["action"])} />{r["mode"] !== "enforce" && <Code list="mode" code={String(r["mode"])} />}</li>)}
            </ul>
          </section>
          <section class="stack tight">
            <h3>{t("col.kinds")}</h3>
            <ul class="row">{d.types.map((x) => <li>{word("type", x.type)} <span class="muted">× {number(x.count)}</span></li>)}</ul>
          </section>
          <details><summary>{t("d.features")}</summary><pre class="wrap preserve">{JSON.stringify(d.features, null, 2)}</pre></details>
          <p class="small muted"><Moment at={d.at} full /></p>
        </>
      )}
    </Drawer>
  );
}
