// What happened, and what is my decision?
import { useMemo, useRef, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { departmentName, departments, destinationName, users, userName } from "../../api/names.ts";
import { t as shared } from "../../i18n/shared.ts";
import { age, number } from "../../i18n/i18n.ts";
import { codes, kindWord, word } from "../../i18n/words.ts";
import { param, setParams, withParams } from "../../shell/router.ts";
import { may, me } from "../../shell/session.ts";
import { Views } from "../../shell/view-menu.tsx";
import { Code, Severity } from "../../ui/badge.tsx";
import { Countdown } from "../../ui/clockface.tsx";
import { now } from "../../ui/clock.ts";
import { useData, useListing } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { Filters } from "../../ui/filters.tsx";
import { useKeys } from "../../ui/keys.ts";
import { openMenu } from "../../ui/menu.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { parse, type Term } from "../../ui/query.ts";
import { Table, type Column } from "../../ui/table.tsx";
import { assign } from "./acts.ts";
import { Bulk } from "./bulk.tsx";
import { CaseDrawer } from "./drawer.tsx";
import { Mover, askMove } from "./moves.tsx";
import { NewCase } from "./new.tsx";
import { filterOf, grammar, open as openStates, type Line } from "./query.ts";
import { t } from "./texts.ts";

const shipped = [
  ["view.clock", "clock:running"], ["view.unseen", "is:unseen review:yes"], ["view.unassigned", "is:open assignee:none"], ["view.mine", "is:open assignee:me"], ["view.all", ""],
] as const;

const kinds = (types: readonly { type: string }[]) => [...new Set(types.map(({ type }) => word("type", type)))].join(", ");

function columns(): Column<Line>[] {
  return [
    { title: t("col.number"), width: "116px", cell: (i) => i.number },
    { title: t("col.severity"), width: "108px", cell: (i) => <Severity level={i.severity} /> },
    { title: t("col.state"), width: "132px", cell: (i) => (i.awaiting_outcome ? <span class="muted small">{t("waiting")}</span> : <Code list="state" code={i.state} />) },
    { title: t("col.clock"), width: "128px", cell: (i) => (i.clock.running && i.clock.deadline_at ? <Countdown deadline={i.clock.deadline_at} /> : <span class="muted">–</span>) },
    { title: t("col.kinds"), cell: (i) => <span title={kinds(i.types)}>{kinds(i.types)}</span> },
    { title: t("col.destination"), width: "152px", cell: (i) => destinationName(i.destination_id) },
    { title: t("col.department"), width: "128px", wide: true, cell: (i) => (i.department_id ? departmentName(i.department_id) : <span class="muted">–</span>) },
    { title: t("col.who"), width: "132px", wide: true, cell: (i) => i.pseudonym ?? <span class="muted">–</span> },
    { title: t("col.assignee"), width: "140px", wide: true, cell: (i) => (i.assignee ? userName(i.assignee) : <span class="muted">{t("nobody")}</span>) },
    { title: t("col.age"), width: "84px", number: true, cell: (i) => <time dateTime={i.detected_at}>{age(now.value - Date.parse(i.detected_at))}</time> },
  ];
}

export function showTerm({ key, op, value }: Term): string {
  if (key === "is") return value === "open" || value === "unseen" || value === "waiting" ? t(`q.${value}`) : word("state", value);
  if (key === "sev") return op === ":" ? word("severity", value) : t(op === ">=" ? "q.sev>=" : "q.sev<=", { level: word("severity", value) });
  if (key === "dest") return destinationName(value);
  if (key === "cat") return kindWord(value);
  if (key === "dept") return value === "none" ? t("q.not_dept") : departmentName(value);
  if (key === "assignee") return value === "me" ? t("q.me") : value === "none" ? t("q.none") : userName(value);
  if (key === "age") return t(op === ">" ? "q.age>" : "q.age<", { age: value });
  if (key === "clock") return t("q.clock");
  if (key === "review") return t(value === "yes" ? "q.review" : "q.noreview");
  return word(key as "class" | "kind" | "source" | "ap" | "told", value);
}

export default function Incidents() {
  const text = param("q");
  const query = useMemo(() => parse(text, grammar()), [text]);
  const valid = query.mistakes.length === 0;
  const filter = useMemo(() => filterOf(query.terms, me().user_id, Date.now()), [text]);
  const list = useListing<Line>(
    async (cursor, signal) => (valid ? (await api.get("/api/v1/incidents", { query: { ...filter, limit: 200, ...(cursor && { cursor }) }, signal })).data : { items: [], next_cursor: null }),
    text);
  const facets = useData(async (signal) => (valid ? (await api.get("/api/v1/incidents/facets", { query: filter, signal })).data : undefined), [text]);
  const waiting = useData(async (signal) => (await api.get("/api/v1/incidents/facets", { query: { state: openStates as never, needs_review: true }, signal })).data.total, []);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const here = useRef<string | undefined>(undefined);
  const opened = param("open");
  const current = () => list.items.find((i) => i.id === (opened || here.current));
  const onCurrent = (act: (line: Line) => void) => () => {
    const line = current();
    if (line) act(line);
  };

  const put = (changed: Line) => list.edit((items) => items.map((i) => (i.id === changed.id ? { ...i, ...changed } : i)));
  const refresh = () => void (list.reload(), facets.reload(), waiting.reload());
  const worker = may("incidents.triage", "incidents.assess", "incidents.assess_security");
  useKeys(worker ? {
    a: onCurrent((line) => void assign(line, me().user_id, put)),
    f: onCurrent((line) => askMove(line, "false_positive")),
    t: onCurrent((line) => (opened ? openMenu("state") : askMove(line, undefined))),
  } : {});
  const counts = (name: string) => facets.value?.facets[name] ?? {};
  const item = (term: Term, count?: number) => ({ term, text: showTerm(term), count });
  const title = waiting.value === undefined ? t("title.plain") : waiting.value > 0 ? t("title", { n: waiting.value }) : t("title.none");

  return (
    <Page
      title={title}
      lead={facets.value && t(query.terms.length > 0 ? "shown" : "shown.all", { n: facets.value.total })}
      acts={<><Views page="incidents" query={text} shipped={shipped.map(([name, q]) => [t(name), q])} />{worker && <button type="button" onClick={() => setAdding(true)}>{t("add")}</button>}</>}
    >
      <Filters
        query={query}
        example="is:open sev>=high dest:chatgpt cat:bsn age>24h assignee:me"
        show={showTerm}
        choices={[
          { title: t("f.state"), items: ["open", "unseen", "waiting", "triaged", "confirmed_leak", "assessed", "prevented", "false_positive", "authorised", "closed"].map((value) => item({ key: "is", op: ":", value }, counts("state")[value])) },
          { title: t("f.severity"), items: [item({ key: "sev", op: ">=", value: "high" }), ...["very_high", "high", "medium", "low"].map((value) => item({ key: "sev", op: ":", value }, counts("severity")[value]))] },
          { title: t("f.destination"), items: Object.entries(counts("destination_id")).filter(([id, n]) => id && n > 0).map(([value, n]) => item({ key: "dest", op: ":", value }, n)) },
          { title: t("col.kinds"), items: (facets.value?.facets["type"] ? Object.entries(counts("type")).sort((a, b) => b[1] - a[1]) : codes("group").map((group) => [group, undefined] as const)).map(([value, n]) => item({ key: "cat", op: ":", value }, n)) },
          { title: t("col.department"), items: departments.value.slice(0, 30).map(({ id }) => item({ key: "dept", op: ":", value: id })) },
          { title: t("f.assignee"), items: [item({ key: "assignee", op: ":", value: "me" }), item({ key: "assignee", op: ":", value: "none" }), ...users.value.filter((u) => u.id !== me().user_id).slice(0, 20).map(({ id }) => item({ key: "assignee", op: ":", value: id }))] },
          { title: t("f.age"), items: (["<", ">"] as const).flatMap((op) => ["24h", "7d"].map((value) => item({ key: "age", op, value }))) },
          { title: t("f.more"), items: [item({ key: "clock", op: ":", value: "running" }), item({ key: "review", op: ":", value: "yes" }), item({ key: "kind", op: ":", value: "secret" }, counts("kind")["secret"]), item({ key: "source", op: ":", value: "manual" }, counts("source")["manual"])] },
        ]}
      />
      {chosen.size > 0 && <Bulk chosen={list.items.filter((i) => chosen.has(i.id))} onDone={() => (setChosen(new Set()), refresh())} onNone={() => setChosen(new Set())} />}
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.items.length > 0 || (list.loading && !list.complete)
        ? (
          <Table
            caption={t("title.plain")} columns={columns()} rows={list.items} id={(i) => i.id} name={(i) => `${i.number}, ${word("severity", i.severity)}`}
            href={(i) => withParams({ open: i.id })} onOpen={(i) => setParams({ open: i.id }, { replace: Boolean(opened) })} open={opened || undefined}
            {...(worker && { chosen, onChoose: setChosen })} onMore={list.more} total={facets.value?.total} onHere={(i) => void (here.current = i.id)}
          />
        )
        : !list.problem && valid && (text === "" ? <Empty text={t("empty")}>{may("devices.read") && <a class="button primary" href="/console/dekking">{t("empty.act")}</a>}</Empty> : <Empty text={shared("nothing_matches")}><button type="button" onClick={() => setParams({ q: "", open: "" })}>{shared("clear")}</button></Empty>)}
      <p class="small muted" role="status">{list.loading ? shared("loading") : list.items.length > 0 ? `${number(list.items.length)} / ${number(facets.value?.total ?? list.items.length)}` : ""}</p>
      {opened && <CaseDrawer id={opened} onChange={(changed) => (put(changed), void waiting.reload())} onClose={() => setParams({ open: "", tab: "" })} />}
      {adding && <NewCase onClose={() => setAdding(false)} onMade={(id) => (setAdding(false), refresh(), setParams({ open: id }))} />}
      <Mover onMoved={(changed) => (put(changed), void waiting.reload())} />
    </Page>
  );
}

