// What do people try to send, where to, and what did we do?
import { useMemo } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departmentName, destinationName } from "../../api/names.ts";
import { t as shared } from "../../i18n/shared.ts";
import { codes, kinds as types, kindWord, word } from "../../i18n/words.ts";
import { param, setParams, withParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Views } from "../../shell/view-menu.tsx";
import { Code, Moment } from "../../ui/badge.tsx";
import { Shares } from "../../ui/chart.tsx";
import { useData, useListing } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { Filters } from "../../ui/filters.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { parse, print, toggle, type Grammar, type Term } from "../../ui/query.ts";
import { Table, type Column } from "../../ui/table.tsx";
import { DecisionDrawer } from "./decision.tsx";
import { t } from "./texts.ts";

type Event = Schemas["CaseEvent"];

const grammar = (): Grammar => ({
  dest: { form: /^[a-z0-9][a-z0-9._-]*$/ },
  class: { values: codes("class") },
  action: { values: codes("action") },
  outcome: { values: codes("outcome") },
  channel: { values: codes("channel") },
  sev: { values: codes("severity") },
  cat: { values: types() },
  rule: { form: /^[a-z0-9._-]{1,64}$/ },
  browser: { values: codes("browser") },
  dept: { form: /^dep_\w+$/ },
  age: { ops: ["<"], form: /^\d{1,4}[hdw]$/ },
});

const shipped = [["q.week", "age<7d"], ["view.overrides", "outcome:sent age<7d"]] as const;

const names: Record<string, string> = { dest: "destination", dept: "department", sev: "severity", cat: "type" };
const hours: Record<string, number> = { h: 1, d: 24, w: 168 };

function filterOf(terms: readonly Term[]): Record<string, string[] | string> {
  const filter: Record<string, string[] | string> = {};
  for (const { key, value } of terms) {
    if (key === "age") filter["from"] = new Date(Date.now() - parseInt(value) * hours[value.at(-1)!]! * 3_600_000).toISOString();
    else filter[names[key] ?? key] = [...((filter[names[key] ?? key] as string[]) ?? []), value];
  }
  return filter;
}

function show({ key, value }: Term): string {
  if (key === "dest") return destinationName(value);
  if (key === "dept") return departmentName(value);
  if (key === "cat") return kindWord(value);
  if (key === "age") return t("q.since", { age: value });
  if (key === "rule") return `${t("col.rule")} ${value}`;
  return word(key === "sev" ? "severity" : (key as "class" | "action" | "outcome" | "channel" | "browser"), value);
}

const kinds = (event: Event) => [...new Set(event.types.map(({ type }) => word("type", type)))].join(", ");

function columns(): Column<Event>[] {
  return [
    { title: t("col.at"), width: "184px", cell: (e) => <Moment at={e.at} /> },
    { title: t("col.action"), width: "148px", cell: (e) => <Code list="action" code={e.action} /> },
    { title: t("col.outcome"), width: "204px", cell: (e) => (e.outcome ? word("outcome", e.outcome.outcome) : <span class="muted">{t("waiting")}</span>) },
    { title: t("col.kinds"), cell: (e) => <span title={kinds(e)}>{kinds(e)}</span> },
    { title: t("col.destination"), width: "152px", cell: (e) => destinationName(e.destination_id) },
    { title: t("col.channel"), width: "96px", wide: true, cell: (e) => word("channel", e.channel) },
    { title: t("col.department"), width: "160px", wide: true, cell: (e) => (e.department_id ? departmentName(e.department_id) : "–") },
    { title: t("col.who"), width: "132px", wide: true, cell: (e) => e.pseudonym },
  ];
}

export default function Activity() {
  const text = param("q");
  const query = useMemo(() => parse(text, grammar()), [text]);
  const valid = query.mistakes.length === 0;
  const filter = useMemo(() => filterOf(query.terms), [text]);
  const list = useListing<Event>(async (cursor, signal) => (valid ? (await api.get("/api/v1/events", { query: { ...filter, limit: 200, ...(cursor && { cursor }) }, signal })).data : { items: [], next_cursor: null }), text);
  const facets = useData(async (signal) => (valid ? (await api.get("/api/v1/events/facets", { query: filter, signal })).data : undefined), [text]);
  const opened = param("open");
  const counts = (name: string) => Object.entries(facets.value?.facets[name] ?? {}).filter(([code, n]) => code && n > 0).sort((a, b) => b[1] - a[1]);
  const items = (name: string, key: string) => counts(name).map(([value, count]) => ({ term: { key, op: ":" as const, value }, text: show({ key, op: ":", value }), count }));
  const href = (key: string, value: string) => withParams({ q: print(toggle(query.terms, { key, op: ":", value })), open: "" });
  return (
    <Page title={facets.value ? t("title", { n: facets.value.total }) : t("plain")} lead={t("lead")} acts={<Views page="activity" query={text} shipped={shipped.map(([name, q]) => [t(name), q])} />}>
      <Filters
        query={query} example="action:block dest:chatgpt cat:bsn age<7d" show={show}
        choices={[
          { title: t("f.period"), items: [["24h", "q.day"], ["7d", "q.week"], ["30d", "q.month"]].map(([value, name]) => ({ term: { key: "age", op: "<" as const, value: value! }, text: t(name as "q.day") })) },
          { title: t("col.action"), items: items("action", "action") }, { title: t("col.outcome"), items: items("outcome", "outcome") }, { title: t("col.destination"), items: items("destination_id", "dest") },
          { title: t("col.kinds"), items: items("type", "cat") },
          { title: t("col.rule"), items: items("rule", "rule").map((one) => ({ ...one, text: one.term.value })) },
          { title: t("col.channel"), items: [...items("channel", "channel"), ...items("browser", "browser")] }, { title: t("col.department"), items: items("department_id", "dept") },
        ]}
      />
      <ProblemNote problem={list.problem} retry={list.reload} />
      {facets.value && facets.value.total > 0 && (
        <div class="grid">
          <Shares title={t("by.action")} parts={counts("action").map(([code, value]) => ({ label: word("action", code), value, href: href("action", code) }))} />
          <Shares title={t("funnel")} parts={counts("outcome").map(([code, value]) => ({ label: word("outcome", code), value, href: href("outcome", code) }))} />
          <Shares title={t("by.dest")} parts={counts("destination_id").slice(0, 6).map(([code, value]) => ({ label: destinationName(code), value, href: href("dest", code) }))} />
        </div>
      )}
      {list.items.length > 0
        ? <Table caption={t("plain")} columns={columns()} rows={list.items} id={(e) => e.id} name={(e) => word("action", e.action)} href={(e) => withParams({ open: e.decision_id })} onOpen={(e) => setParams({ open: e.decision_id }, { replace: Boolean(opened) })} onMore={list.more} total={facets.value?.total} />
        : !list.loading && !list.problem && valid && (text ? <Empty text={shared("nothing_matches")}><button type="button" onClick={() => setParams({ q: "" })}>{shared("clear")}</button></Empty> : <Empty text={t("empty")}>{may("devices.read") && <a class="button primary" href="/console/dekking">{t("empty.act")}</a>}</Empty>)}
      {opened && <DecisionDrawer id={opened} onClose={() => setParams({ open: "" })} />}
    </Page>
  );
}
