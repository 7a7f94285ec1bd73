// What must not be erased: legal holds of one case or of everything, setting one, and lifting it by two people.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { userName } from "../../api/names.ts";
import { moment } from "../../i18n/i18n.ts";
import { may, me } from "../../shell/session.ts";
import { useAct, useData } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { Lift, Place, type Hold } from "./ask.tsx";
import { t } from "./texts.ts";

type Approval = Schemas["Approval"];

interface Props {
  /** The case whose holds are shown; without it, those of everything and of all cases. */
  about?: { id: string; number: string };
  onChange?(): void;
}

export function Holds({ about, onChange }: Props) {
  const found = useData(async (signal) => (await api.get("/api/v1/legal-holds", { query: { ended: true, ...(about && { incident_id: about.id }) }, signal })).data.items, [about?.id]);
  const wide = useData(async (signal) => (about ? (await api.get("/api/v1/legal-holds", { signal })).data.items.filter((h) => h.incident_id === null) : []), [about?.id]);
  const asked = useData(async (signal) => (await api.get("/api/v1/approvals", { query: { kind: ["legal_hold_removal"], state: ["open", "approved"], limit: 200 }, signal })).data.items, []);
  const [placing, setPlacing] = useState(false);
  const mine = may("incidents.assess");
  const live = [...(found.value?.filter((h) => h.active) ?? []), ...(wide.value ?? [])];
  const past = found.value?.filter((h) => !h.active) ?? [];
  const changed = () => {
    void found.reload();
    void asked.reload();
    onChange?.();
  };
  return (
    <section class="stack tight">
      <div class="row spread">
        {about ? <h3>{t("title")}</h3> : <h2>{t("title")}</h2>}
        {mine && <button type="button" onClick={() => setPlacing(true)}>{about ? t("place") : t("place.all")}</button>}
      </div>
      {!about && <p class="muted">{t("lead")}</p>}
      <ProblemNote problem={found.problem ?? wide.problem ?? asked.problem} retry={() => void (found.reload(), wide.reload(), asked.reload())} />
      {found.value && live.length === 0 && <p class="muted">{about ? t("none.case") : t("none.all")}</p>}
      <ul class="stack tight">{live.map((h) => <li key={h.id}><Card hold={h} inCase={about !== undefined} asked={asked.value?.find((a) => a.object === h.id)} onDone={changed} /></li>)}</ul>
      {past.length > 0 && (
        <details>
          <summary>{t("past")}</summary>
          <ul class="stack tight">{past.map((h) => <li key={h.id} class="muted"><span class="wrap">{h.reason}</span> · {h.ended_at && t("ended", { when: moment(h.ended_at) })}{h.ended_by ? ` ${t("ended.by", { name: userName(h.ended_by) })}` : ` (${t("ended.itself")})`}{h.end_reason && <><br /><span class="wrap">{h.end_reason}</span></>}</li>)}</ul>
        </details>
      )}
      {placing && <Place about={about} onClose={() => setPlacing(false)} onDone={() => (setPlacing(false), changed())} />}
    </section>
  );
}

function Card({ hold: h, inCase, asked, onDone }: { hold: Hold; inCase: boolean; asked: Approval | undefined; onDone(): void }) {
  const [lifting, setLifting] = useState(false);
  return (
    <div class="panel stack tight">
      <div class="row spread">
        <span class="strong">{h.incident_id ? t("scope.case") : t("scope.all")}</span>
        {may("incidents.assess") && !asked && <button type="button" onClick={() => setLifting(true)}>{t("lift")}</button>}
      </div>
      <p class="wrap">{h.reason}</p>
      <p class="small muted">{t("by", { name: userName(h.placed_by), when: moment(h.placed_at) })} · {h.until ? t("until", { when: moment(h.until) }) : t("forever")}{!inCase && h.incident_id && <> · <a href={`/console/incidenten?open=${h.incident_id}`}>{t("case")}</a></>}</p>
      {asked && <Asked hold={h} approval={asked} onDone={onDone} />}
      {lifting && <Lift hold={h} onClose={() => setLifting(false)} onDone={() => (setLifting(false), onDone())} />}
    </div>
  );
}

// Who asked carries it out, once the second person has agreed.
function Asked({ hold, approval: a, onDone }: { hold: Hold; approval: Approval; onDone(): void }) {
  const act = useAct();
  const own = a.requested_by.user_id === me().user_id;
  if (a.state === "open") return <p class="note">{t("lift.waits")} <a href={`/console/goedkeuren?open=${a.id}`}>{t("lift.waits_link")}</a></p>;
  if (!own) return <p class="note">{t("lift.given_other", { name: userName(a.requested_by.user_id ?? "") })}</p>;
  const lift = () => act.run(async () => {
    await api.post("/api/v1/legal-holds/{id}/lift", { ids: [hold.id], body: { reason: a.reason, approval_id: a.id } });
    say(t("lift.done"));
    onDone();
  });
  return (
    <>
      <div class="note row spread"><p>{t("lift.given")}</p><button type="button" class="primary" disabled={act.busy} onClick={() => void lift()}>{t("lift.now")}</button></div>
      <ProblemNote problem={act.problem} />
    </>
  );
}
