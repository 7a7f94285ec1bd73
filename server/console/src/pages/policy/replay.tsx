// What the draft would have decided about the past weeks.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departmentName } from "../../api/names.ts";
import { number } from "../../i18n/i18n.ts";
import { Code } from "../../ui/badge.tsx";
import { Shares } from "../../ui/chart.tsx";
import { Form, SelectField } from "../../ui/form.tsx";
import { t } from "./texts.ts";

export function Replay({ id }: { id: string }) {
  const [weeks, setWeeks] = useState("4");
  const [result, setResult] = useState<Schemas["PolicySimulation"] | undefined>();
  return (
    <div class="stack wide">
      <p class="muted">{t("replay.lead")} {t("replay.limits")}</p>
      <Form submit={t("replay.run")} onSubmit={async () => setResult((await api.post("/api/v1/policies/{id}/draft/simulate", { ids: [id], body: { weeks: Number(weeks) } })).data)}>
        <SelectField label={t("replay.weeks")} value={weeks} onValue={setWeeks} options={["1", "2", "4", "8", "13"].map((n) => [n, n])} />
      </Form>
      <div role="status" class="stack wide">
        {result && (
          <>
            <p>{result.inspected > 0 ? t("replay.events", { n: result.events, pct: number(result.coverage_pct, 1) }) : t("replay.counted", { n: result.events })}</p>
            {result.changes.length === 0 ? <p class="note ok">{t("replay.same")}</p> : <Changes result={result} />}
            <div class="grid">
              {result.by_rule && <Shares title={t("replay.rule")} parts={[...result.by_rule].filter((r) => r.count > 0).sort((a, b) => b.count - a.count).map((r) => ({ label: r.rule, value: r.count }))} />}
              {result.by_department && <Departments list={result.by_department} />}
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Changes({ result }: { result: Schemas["PolicySimulation"] }) {
  return (
    <section class="stack tight">
      <h2>{t("replay.changes")}</h2>
      <table class="plain-table">
        <thead><tr><th scope="col">{t("replay.from")}</th><th scope="col">{t("replay.to")}</th><th scope="col" class="number">{t("replay.count")}</th></tr></thead>
        <tbody>{result.changes.map((c) => <tr><td><Code list="action" code={c.from} /></td><td><Code list="action" code={c.to} /></td><td class="number">{number(c.count)}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

function Departments({ list }: { list: NonNullable<Schemas["PolicySimulation"]["by_department"]> }) {
  return (
    <section class="stack tight">
      <h2 class="quiet">{t("replay.department")}</h2>
      <table class="plain-table">
        <thead><tr><th scope="col">{t("replay.department")}</th><th scope="col" class="number">{t("replay.count")}</th></tr></thead>
        <tbody>{list.map((d) => <tr><th scope="row">{departmentName(d.department_id)}</th><td class="number">{d.suppressed ? <span class="muted">{t("replay.suppressed")}</span> : number(d.count ?? 0)}</td></tr>)}</tbody>
      </table>
    </section>
  );
}
