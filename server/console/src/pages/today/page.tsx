// Do I have to do something now, and does the guard work?
import { api, type Schemas } from "../../api/client.ts";
import { moment, number } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Severity } from "../../ui/badge.tsx";
import { Line } from "../../ui/chart.tsx";
import { now } from "../../ui/clock.ts";
import { Countdown } from "../../ui/clockface.tsx";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Needed } from "../council/needed/needed.tsx";
import { Feed } from "./feed.tsx";
import { t } from "./texts.ts";

type Overview = Schemas["Overview"];

const today = 24 * 3_600_000;

function titleOf(o: Overview): string {
  const left = (o.clocks ?? []).map((c) => Date.parse(c.deadline_at) - now.value);
  const late = left.filter((ms) => ms < 0).length;
  const soon = left.filter((ms) => ms >= 0 && ms < today).length;
  if (late > 0) return t("late", { n: late });
  if (o.rights_requests && o.rights_requests.late > 0) return t("requests.title.late", { n: o.rights_requests.late });
  if (soon > 0) return t("clocks.soon", { n: soon });
  if (o.queue && o.queue.mine + o.queue.unassigned > 0) return t("queue", { n: o.queue.mine + o.queue.unassigned });
  if (o.approvals_open > 0) return t("approvals", { n: o.approvals_open });
  if (o.rights_requests && o.rights_requests.open > 0) return t("requests.title", { n: o.rights_requests.open });
  return left.length > 0 ? t("clocks", { n: left.length }) : t("calm");
}

export default function Today() {
  const minute = Math.floor(now.value / 60_000);
  const overview = useData(async (signal) => (await api.get("/api/v1/overview", { signal })).data, [minute]);
  const consent = useData(async (signal) => (may("notification.decide") ? (await api.get("/api/v1/setup", { signal })).data.consent : undefined), []);
  const o = overview.value;
  return (
    <Page title={o ? titleOf(o) : t("plain")} lead={new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" }).format(now.value)}>
      <ProblemNote problem={overview.problem} retry={overview.reload} />
      {o && (
        <>
          {o.report_troubles && o.report_troubles.length > 0 && <Troubles troubles={o.report_troubles} />}
          <div class="grid">
            {o.clocks && <Clocks clocks={o.clocks} />}
            {o.queue && (
              <section class="panel stack">
                <h2>{t("h.queue")}</h2>
                <ul class="figures">
                  <Figure n={o.queue.mine} text={t("mine")} href="/console/incidenten?q=is:open+assignee:me" />
                  <Figure n={o.queue.unassigned} text={t("unassigned")} href="/console/incidenten?q=is:open+assignee:none+review:yes" />
                  <Figure n={o.approvals_open} text={t("signatures")} href="/console/goedkeuren" />
                  {o.rights_requests && <Figure n={o.rights_requests.open} text={o.rights_requests.late > 0 ? t("requests.late", { n: o.rights_requests.late }) : t("requests", { n: o.rights_requests.open })} href="/console/verzoeken" />}
                </ul>
              </section>
            )}
            {may("statistics.read") && <Guard />}
          </div>
          <Needed consent={consent.value} />
          <div class={o.week ? "beside" : undefined}>
            {o.week && <Week week={o.week} />}
            <section class="panel stack tight">
              <h2>{t("h.policy")}</h2>
              {o.policy_versions?.length ? o.policy_versions.map((v) => <p><a href={`/console/beleid?policy=${v.policy_id}&tab=versions`}>{t("version", { version: v.version, when: moment(v.published_at) })}</a></p>) : <p class="muted">{t("no_change")}</p>}
            </section>
          </div>
          <Feed />
        </>
      )}
    </Page>
  );
}

function Troubles({ troubles }: { troubles: NonNullable<Overview["report_troubles"]> }) {
  return (
    <section class="panel stack tight">
      <h2>{t("h.report")}</h2>
      {troubles.map((one) => (
        <p class="tone-stop"><span aria-hidden="true">▲ </span>{t(one.kind === "not_made" ? "report.not_made" : one.kind === "not_sent" ? "report.not_sent" : "report.not_delivered", { week: one.iso_week ?? "" })} <a href="/console/rapporten">{t("see")}</a></p>
      ))}
    </section>
  );
}

function Figure({ n, text, href }: { n: number | string; text: string; href: string }) {
  return <li><a href={href}><span class="figure">{typeof n === "number" ? number(n) : n}</span> <span>{text}</span></a></li>;
}

function Clocks({ clocks }: { clocks: NonNullable<Overview["clocks"]> }) {
  return (
    <section class="panel stack">
      <h2>{t("h.clocks")}</h2>
      {clocks.length === 0 && <p class="muted">{t("no_clocks")}</p>}
      <ul class="stack tight clocks">
        {clocks.map((c) => (
          <li>
            <a href={`/console/incidenten?q=clock:running&open=${c.incident_id}`}>{c.number}</a>
            <Severity level={c.severity} />
            <Countdown deadline={c.deadline_at} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Guard() {
  const found = useData(async (signal) => (await api.get("/api/v1/coverage", { signal })).data, []);
  const c = found.value;
  const observed = c?.sites.reduce((sum, s) => sum + s.observed, 0) ?? 0;
  const inspected = c?.sites.reduce((sum, s) => sum + s.inspected, 0) ?? 0;
  const percent = (part: number, of: number) => (of > 0 ? `${number((100 * part) / of, 1)} %` : "–");
  return (
    <section class="panel stack">
      <h2>{t("h.guard")}</h2>
      <ProblemNote problem={found.problem} />
      {c && c.enrolled === 0 && <><p>{t("no_devices")}</p>{may("devices.read") && <p><a href="/console/dekking">{t("add_devices")}</a></p>}</>}
      {c && c.enrolled > 0 && (
        <>
          <ul class="figures">
            <Figure n={percent(c.active_7d, c.enrolled)} text={t("devices")} href="/console/dekking" />
            <Figure n={percent(inspected, observed)} text={observed > 0 ? t("inspected") : t("no_measure")} href="/console/dekking" />
          </ul>
          <p class={c.gaps.length > 0 ? "tone-warn" : "tone-ok"}><span aria-hidden="true">{c.gaps.length > 0 ? "● " : "✓ "}</span>{c.gaps.length > 0 ? t("gaps", { n: c.gaps.length }) : t("no_gaps")}</p>
        </>
      )}
    </section>
  );
}

function Week({ week }: { week: NonNullable<Overview["week"]> }) {
  const day = (iso: string) => new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${iso}T12:00:00Z`));
  return (
    <section class="panel stack tight">
      <Line title={t("h.week")} of={t("day")} what={t("attempts")} points={week.days.map((d) => ({ label: day(d.day), value: d.attempts, usual: [d.usual_low, d.usual_high] as const }))} />
      <p class="small muted">{t("sent", { n: week.days.reduce((sum, d) => sum + d.sent, 0) })} {t("usual")}</p>
    </section>
  );
}
