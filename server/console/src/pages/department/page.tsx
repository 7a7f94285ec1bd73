// What do I talk about with my team?
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { number } from "../../i18n/i18n.ts";
import { param, setParams } from "../../shell/router.ts";
import { me } from "../../shell/session.ts";
import { useData } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { thisWeek, weekBeside } from "./week.ts";
import { t } from "./texts.ts";

type Summary = Schemas["DepartmentSummary"];

/** The departments that the person leads. */
const own = (): string[] => me().roles.flatMap((r) => (r.role === "ward_manager" && r.department_id ? [r.department_id] : []));

export default function Department() {
  const mine = own();
  const chosen = mine.find((id) => id === param("department")) ?? mine[0];
  if (!chosen) return <Page title={t("title.loading")}><Empty text={t("none")} /></Page>;
  return <Week mine={mine} department={chosen} week={param("week")} />;
}

function Week({ mine, department, week }: { mine: string[]; department: string; week: string }) {
  const found = useData(async (signal) => (await api.get("/api/v1/departments/{id}/summary", { ids: [department], query: week ? { week } : {}, signal })).data, [department, week]);
  const s = found.value;
  const few = found.problem instanceof Problem && found.problem.code === "privacy.below_k";
  const title = few ? t("title.few") : !s ? t("title.loading") : s.own.hits === 0 ? t("title.none") : t("title", { n: s.own.hits, held: s.own.held });
  return (
    <Page title={title} lead={s && t(s.partial ? "lead.partial" : "lead", { name: s.name, week: s.iso_week })}>
      {few ? <Empty text={t("few")} /> : <ProblemNote problem={found.problem} retry={found.reload} />}
      {mine.length > 1 && <Choose mine={mine} chosen={department} />}
      {s && (
        <>
          <p class="muted">{s.departments > 1 ? t("joined", { n: s.departments, people: s.people }) : t("alone")}</p>
          <div class="row no-print">
            <button type="button" onClick={() => setParams({ week: weekBeside(s.iso_week, -1) })}>{t("before")}</button>
            {s.iso_week < thisWeek() && <button type="button" onClick={() => setParams({ week: weekBeside(s.iso_week, 1) })}>{t("after")}</button>}
          </div>
          <Compare summary={s} />
          <div class="grid">
            <Top summary={s} />
            <Card summary={s} />
          </div>
        </>
      )}
    </Page>
  );
}

function Choose({ mine, chosen }: { mine: string[]; chosen: string }) {
  const list = useData(async (signal) => (await api.get("/api/v1/departments", { signal })).data.items, []);
  const name = (id: string) => list.value?.find((d) => d.id === id)?.name ?? id;
  return <SelectField label={t("department")} value={chosen} onValue={(department) => setParams({ department })} options={mine.map((id) => [id, name(id)] as const)} />;
}

const share = (part: number, of: number): string => (of > 0 ? `${number((100 * part) / of)} %` : "–");

function Compare({ summary: { own, whole, departments } }: { summary: Summary }) {
  const rows: [string, string, string][] = [
    [t("row.hits"), number(own.hits), number(whole.hits)],
    [t("row.held"), number(own.held), number(whole.held)],
    [t("row.left"), number(own.left), number(whole.left)],
    [t("row.share"), share(own.held, own.hits), share(whole.held, whole.hits)],
  ];
  if (own.compared && whole.compared) rows.push([t("row.before"), number(own.held_before), number(whole.held_before)]);
  return (
    <section class="stack tight">
      <h2>{t("h.compare")}</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.compare")}>
        <table class="plain-table">
          <caption class="hidden-visually">{t("h.compare")}</caption>
          <thead><tr><th scope="col">{t("col.what")}</th><th scope="col" class="number">{t(departments > 1 ? "col.own.group" : "col.own")}</th><th scope="col" class="number">{t("col.whole")}</th></tr></thead>
          <tbody>{rows.map(([what, here, all]) => <tr><th scope="row">{what}</th><td class="number">{here}</td><td class="number">{all}</td></tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}

const helps = ["edited", "safe_rewrite", "redirected", "stopped"] as const;

function Top({ summary: s }: { summary: Summary }) {
  const helped = helps.filter((what) => s.helped[what] > 0);
  return (
    <section class="panel stack tight">
      <h2>{t("h.top")}</h2>
      {s.top.length === 0 && <p class="muted">{t(s.own.hits === 0 ? "top.none" : "top.few")}</p>}
      <ol class="stack tight">{s.top.map((kind) => <li>{t(`kind.${kind.id}`)} <span class="muted">· {t("times", { n: kind.count })}</span></li>)}</ol>
      {helped.length > 0 && (
        <>
          <h2>{t("h.helped")}</h2>
          <ul class="stack tight">{helped.map((what) => <li>{t(`helped.${what}`, { n: s.helped[what] })}</li>)}</ul>
        </>
      )}
    </section>
  );
}

// One card to hang up: what went well, what to mind, what to ask.
function Card({ summary: s }: { summary: Summary }) {
  const [printing, setPrinting] = useState(false);
  const print = () => {
    setPrinting(true);
    requestAnimationFrame(() => {
      window.print();
      setPrinting(false);
    });
  };
  return (
    <section class={printing ? "panel stack tight print-alone" : "panel stack tight"}>
      <h2>{t("h.card")}</h2>
      <p class="lead strong">{t("card.title")}</p>
      <p>{s.own.held > 0 ? t("card.good", { n: s.own.held }) : t("card.quiet")}</p>
      {s.top.slice(0, 2).map((kind) => <p>{t(`card.${kind.id}`)}</p>)}
      <p>{t("card.ask")}</p>
      <div class="no-print"><button type="button" onClick={print}>{t("print")}</button></div>
    </section>
  );
}
