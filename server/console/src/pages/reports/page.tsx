// How did this week go, compared with before?
import { address, api, type Schemas } from "../../api/client.ts";
import { language, number } from "../../i18n/i18n.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Moment } from "../../ui/badge.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { Evidence } from "./evidence.tsx";
import { Schedules } from "./schedules.tsx";
import { t } from "./texts.ts";
import { thisWeek } from "./week.ts";

type Line = Schemas["ReportLine"];

const PATH = "/api/v1/reports/weekly/{week}";
const forms = ["pdf", "xlsx", "csv", "json"] as const;
const audiences = ["officers", "board", "works_council"] as const;

/** For whom, when the reader may choose; otherwise the server knows by the role. */
function question(): { audience?: (typeof audiences)[number] } {
  const chosen = audiences.find((a) => a === param("audience"));
  return chosen ? { audience: chosen } : {};
}

export default function Reports() {
  const weeks = useData(async (signal) => (await api.get("/api/v1/reports/weekly", { signal })).data.items, []);
  const newest = weeks.value?.[0]?.iso_week;
  return (
    <Page title={newest ? t("title", { week: newest }) : t("title.none")} lead={t("lead")}>
      <ProblemNote problem={weeks.problem} retry={weeks.reload} />
      {may("incidents.read") && <Audience />}
      {newest && <InShort week={newest} onAgain={weeks.reload} />}
      {weeks.value?.length === 0 && <Empty text={t("empty")}><a class="button" href={fileOf(thisWeek(), "html")} target="_blank" rel="noopener">{t("so_far")}</a></Empty>}
      {weeks.value && weeks.value.length > 0 && <Weeks lines={weeks.value} />}
      {may("reports.manage") && <Schedules week={newest ?? thisWeek()} />}
      {may("incidents.read", "reports.manage", "reveals.read") && <Evidence />}
    </Page>
  );
}

function Audience() {
  const options = audiences.map((value) => [value, t(`audience.${value}`)] as const);
  return <SelectField label={t("audience")} value={question().audience ?? "officers"} onValue={(audience) => setParams({ audience: audience === "officers" ? "" : audience })} options={options} />;
}

function InShort({ week, onAgain }: { week: string; onAgain(): Promise<void> }) {
  const act = useAct();
  const asked = question();
  const report = useData(async (signal) => (await api.get(PATH, { ids: [week], query: asked, signal })).data, [week, asked.audience]);
  const again = () => void act.run(async () => {
    await api.post("/api/v1/reports/weekly/{week}/generate", { ids: [week] });
    say(t("again.done", { week }));
    await Promise.all([report.reload(), onAgain()]);
  });
  return (
    <section class="stack tight">
      <h2>{t("h.newest")}</h2>
      <ProblemNote problem={report.problem} retry={report.reload} />
      <ProblemNote problem={act.problem} />
      {report.value?.sentences[language.value]?.map((sentence) => <p>{sentence}</p>)}
      {report.value && <p class="row"><a class="button" href={fileOf(week, "html")} target="_blank" rel="noopener">{t("read")}</a> {may("reports.manage") && <button type="button" class="plain" disabled={act.busy} onClick={again}>{t("again")}</button>} <a href={fileOf(thisWeek(), "html")} target="_blank" rel="noopener">{t("so_far")}</a></p>}
    </section>
  );
}

const fileOf = (week: string, format: string) => address(PATH, [week], { ...question(), format, lang: language.value });

function Weeks({ lines }: { lines: readonly Line[] }) {
  return (
    <section class="stack">
      <h2>{t("h.weeks")}</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.weeks")}>
        <table class="plain-table">
          <caption class="hidden-visually">{t("h.weeks")}</caption>
          <thead><tr><th scope="col">{t("col.week")}</th><th scope="col" class="number">{t("col.checked")}</th><th scope="col" class="number">{t("col.hits")}</th><th scope="col" class="number">{t("col.held")}</th><th scope="col" class="number">{t("col.left")}</th><th scope="col">{t("col.made")}</th><th scope="col">{t("col.files")}</th></tr></thead>
          <tbody>{lines.map((line) => <Week key={line.iso_week} line={line} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Week({ line }: { line: Line }) {
  const week = line.iso_week;
  return (
    <tr>
      <th scope="row" class="nowrap"><a href={fileOf(week, "html")} target="_blank" rel="noopener" aria-label={t("read.week", { week })}>{week}</a></th>
      {[line.totals.inspected, line.totals.hits, line.totals.held, line.totals.left].map((n) => <td class="number">{number(n)}</td>)}
      <td class="nowrap"><Moment at={line.made_at} />{line.revision > 1 && <span class="muted small"> {t("revision", { n: line.revision })}</span>}</td>
      <td><div class="row">{forms.map((form) => <a href={fileOf(week, form)} download={form === "json" ? `dijkwacht-${week}.json` : true} aria-label={t("as", { form: form.toUpperCase(), week })}>{form.toUpperCase()}</a>)}</div></td>
    </tr>
  );
}
