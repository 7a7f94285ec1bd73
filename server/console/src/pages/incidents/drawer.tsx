// One case: what happened, how bad it is, who must be told.
import { useEffect, useState } from "preact/hooks";
import { address, api } from "../../api/client.ts";
import { departmentName, destinationName, userName } from "../../api/names.ts";
import { language, number } from "../../i18n/i18n.ts";
import { t as shared } from "../../i18n/shared.ts";
import { word } from "../../i18n/words.ts";
import { param, setParams } from "../../shell/router.ts";
import { may, me } from "../../shell/session.ts";
import { Code, Moment, Severity, Tag } from "../../ui/badge.tsx";
import { Countdown } from "../../ui/clockface.tsx";
import { isGone, useAct, useData } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { say } from "../../ui/toast.tsx";
import { Holds } from "../holds/holds.tsx";
import { t as hold } from "../holds/texts.ts";
import { APTab } from "./ap.tsx";
import { assign, changes, type Case, type Opened } from "./acts.ts";
import { Attempts, Related } from "./group/attempts.tsx";
import { Merge } from "./group/merge.tsx";
import { mayMerge, maySplit } from "./group/rules.ts";
import { Split } from "./group/split.tsx";
import { t as group } from "./group/texts.ts";
import { askMove, ways } from "./moves.tsx";
import { NotesTab, Measures } from "./notes.tsx";
import { Questions } from "./questions.tsx";
import { Reveal } from "./reveal.tsx";
import { SeverityTab } from "./severity.tsx";
import { SubjectsTab } from "./subjects.tsx";
import { Timeline } from "./timeline.tsx";
import { t } from "./texts.ts";

interface Props {
  id: string;
  onChange(changed: Case): void;
  onClose(): void;
}

const tabs = ["case", "severity", "ap", "subjects", "notes"] as const;

export function CaseDrawer({ id, onChange, onClose }: Props) {
  const opened = useData<Opened>((signal) => api.get("/api/v1/incidents/{id}", { ids: [id], signal }), [id, changes.value]);
  const i = opened.value?.data.id === id ? opened.value.data : undefined;
  useEffect(() => {
    if (i) onChange(i);
  }, [opened.value]);
  const tab = param("tab") || "case";
  const changed = (next: Case) => (opened.set({ data: next, etag: `"${next.rev}"` }), changes.value++);
  return (
    <Drawer
      about={id}
      onClose={onClose}
      title={i ? <>{i.number} <span class="muted">· {destinationName(i.destination_id)}</span></> : shared("loading")}
      foot={i && <Acts case={i} onChange={changed} />}
    >
      {isGone(opened.problem) ? <p>{t("gone")}</p> : <ProblemNote problem={opened.problem} retry={opened.reload} />}
      {i && (
        <>
          <div class="row">
            <Severity level={i.severity} />
            <Code list="state" code={i.state} />
            {i.clock.running && i.clock.deadline_at && <Countdown deadline={i.clock.deadline_at} />}
            {i.legal_hold && <Tag tone="info">{hold("title")}</Tag>}
            {i.awaiting_outcome && <span class="muted small">{t("waiting")}</span>}
            {i.sandbox && <Tag tone="warn">{t("sandbox")}</Tag>}
          </div>
          <Tabs label={t("tabs")} tabs={tabs.map((name) => [name, t(`tab.${name}`)])} chosen={tab} onChoose={(name) => setParams({ tab: name === "case" ? "" : name }, { replace: true })}>
            {tab === "severity" ? <SeverityTab case={i} onChange={changed} />
              : tab === "ap" ? <APTab opened={opened.value!} onChange={changed} />
              : tab === "subjects" ? <SubjectsTab case={i} />
              : tab === "notes" ? <><NotesTab id={i.id} /><Measures case={i} /></>
              : <CaseTab case={i} onChange={changed} />}
          </Tabs>
        </>
      )}
    </Drawer>
  );
}

function Acts({ case: i, onChange }: { case: Case; onChange(changed: Case): void }) {
  const [asking, setAsking] = useState<"merge" | "split" | undefined>();
  const worker = may("incidents.triage", "incidents.assess") || (i.kind === "secret" && may("incidents.assess_security"));
  const assessor = may("incidents.assess") || (i.kind === "secret" && may("incidents.assess_security"));
  const mine = i.assignee === me().user_id;
  const next = ways(i.state, i.allowed.state);
  return (
    <>
      {worker && <button type="button" onClick={() => void assign(i, mine ? null : me().user_id, (line) => onChange({ ...i, ...line }))}>{mine ? t("act.unassign") : t("act.assign")}</button>}
      {worker && next.length > 0 && <Menu name="state" label={t("act.move")} acts={next.map((to) => ({ text: word("state", to), act: () => askMove(i, to) }))} />}
      {assessor && (mayMerge(i) || maySplit(i)) && (
        <Menu
          label={t("act.group")}
          acts={[...(mayMerge(i) ? [{ text: group("merge"), act: () => setAsking("merge") }] : []), ...(maySplit(i) ? [{ text: group("split"), act: () => setAsking("split") }] : [])]}
        />
      )}
      <Menu
        label={t("act.download")}
        acts={[
          { text: t("act.pdf"), href: address("/api/v1/incidents/{id}/export", [i.id], { format: "pdf", lang: language.value }), download: `${i.number}.pdf` },
          { text: t("act.export"), href: address("/api/v1/incidents/{id}/export", [i.id]), download: `${i.number}.json` },
        ]}
      />
      {asking === "merge" && <Merge case={i} onClose={() => setAsking(undefined)} />}
      {asking === "split" && <Split case={i} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function CaseTab({ case: i, onChange }: { case: Case; onChange(changed: Case): void }) {
  return (
    <div class="stack wide">
      <Related case={i} />
      <Proposal case={i} />
      <section class="stack tight">
        <h3>{t("h.what")}</h3>
        <dl class="facts">
          <dt>{t("d.when")}</dt><dd><Moment at={i.occurred_from} />{i.occurred_to !== i.occurred_from && <> – <Moment at={i.occurred_to} /></>}</dd>
          <dt>{t("d.action")}</dt><dd>{word("action", i.action_taken)}</dd>
          <dt>{t("d.outcome")}</dt><dd>{i.outcome ? word("outcome", i.outcome) : i.awaiting_outcome ? t("waiting") : word("outcome", "unknown")}</dd>
          <dt>{t("d.egress")}</dt><dd><Code list="egress" code={i.egress_evidence} /></dd>
          <dt>{t("d.destination")}</dt><dd>{destinationName(i.destination_id)} <Code list="class" code={i.destination_class} /></dd>
          <dt>{t("d.who")}</dt><dd>{i.pseudonym ?? "–"}</dd>
          {i.department_id && <><dt>{t("d.department")}</dt><dd>{departmentName(i.department_id)}</dd></>}
          <dt>{t("d.attempts")}</dt><dd>{number(i.events)}</dd>
          <dt>{t("d.people")}</dt><dd>{i.subjects_min === i.subjects_max ? number(i.subjects_min) : `${number(i.subjects_min)} – ${number(i.subjects_max)}`}</dd>
          <dt>{t("d.assignee")}</dt><dd>{i.assignee ? userName(i.assignee) : t("nobody")}</dd>
          {i.source === "manual" && <><dt>{t("d.source")}</dt><dd>{word("source", i.source)}</dd></>}
          {i.reason_code && <><dt>{t("d.reason")}</dt><dd>{word("reason", i.reason_code)}</dd></>}
          {i.legal_basis && <><dt>{t("d.basis")}</dt><dd>{i.legal_basis}</dd></>}
          {i.record.summary && <><dt>{t("rec.summary")}</dt><dd>{i.record.summary}</dd></>}
        </dl>
      </section>
      <Found case={i} />
      <Duties case={i} onChange={onChange} />
      <section class="stack tight"><h3>{t("h.timeline")}</h3><Timeline id={i.id} /></section>
      {i.source !== "manual" && <Attempts case={i} />}
      {i.source !== "manual" && <Questions case={i} />}
      {i.pseudonym && <Reveal case={i} />}
      <Holds key={i.id} about={{ id: i.id, number: i.number }} onChange={() => void changes.value++} />
    </div>
  );
}

function Found({ case: i }: { case: Case }) {
  return (
    <section class="stack tight">
      <h3>{t("h.found")}</h3>
      <table class="plain-table">
        <caption class="hidden-visually">{t("h.found")}</caption>
        <thead><tr><th scope="col">{t("kind")}</th><th scope="col" class="roomy">{t("group")}</th><th scope="col" class="number">{t("count")}</th><th scope="col" class="number">{t("distinct")}</th></tr></thead>
        <tbody>
          {i.types.map(({ type, group, count, distinct }) => (
            <tr><th scope="row">{word("type", type)}</th><td class="muted roomy">{word("group", group)}</td><td class="number">{number(count)}</td><td class="number">{number(distinct)}</td></tr>
          ))}
        </tbody>
      </table>
      <p class="small muted">{t("values_never")}</p>
      {i.rules.length > 0 && <p>{t("h.rules")}: {i.rules.map((rule, n) => <>{n > 0 && ", "}{may("policy.read") ? <a href={`/console/beleid?rule=${encodeURIComponent(rule)}`}>{rule}</a> : rule}</>)}</p>}
    </section>
  );
}

function Duties({ case: i, onChange }: { case: Case; onChange(changed: Case): void }) {
  const act = useAct();
  const clock = i.clock;
  return (
    <section class="stack tight">
      <h3>{t("h.duties")}</h3>
      {clock.aware_at
        ? (
          <dl class="facts">
            <dt>{t("d.aware")}</dt><dd><Moment at={clock.aware_at} full /></dd>
            {clock.deadline_at && <><dt>{t("d.deadline")}</dt><dd><Moment at={clock.deadline_at} full /> {clock.running && <Countdown deadline={clock.deadline_at} />}</dd></>}
            {clock.notified_at && <><dt>{t("d.notified")}</dt><dd><Moment at={clock.notified_at} full /></dd></>}
            <dt>{t("d.ap")}</dt><dd>{word("ap", i.ap)}</dd>
            <dt>{t("d.subjects")}</dt><dd>{word("told", i.subjects)}</dd>
          </dl>
        )
        : <p class="muted">{t("no_clock")}</p>}
      {clock.running && may("incidents.triage", "incidents.assess") && (
        <div><button type="button" disabled={act.busy} onClick={() => void act.run(async () => {
          onChange((await api.post("/api/v1/incidents/{id}/acknowledge", { ids: [i.id] })).data);
          say(t("ack.done"));
        })}>{t("ack")}</button></div>
      )}
      <ProblemNote problem={act.problem} />
    </section>
  );
}

// What the people who sent it said themselves.
function Proposal({ case: i }: { case: Case }) {
  const found = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/proposal", { ids: [i.id], signal })).data.proposal, [i.id]);
  const p = found.value;
  if (!p || !["detected", "triaged"].includes(i.state)) return null;
  const kinds = Object.keys(p.kinds).map((code) => word("reason", code)).join(", ");
  return (
    <div class="note row spread">
      <p>{kinds ? t("proposal", { kinds, to: word("state", String(p.to)) }) : t("proposal.plain", { to: word("state", String(p.to)) })}</p>
      {may("incidents.triage", "incidents.assess") && <button type="button" onClick={() => askMove(i, String(p.to))}>{t("proposal.take")}</button>}
    </div>
  );
}
