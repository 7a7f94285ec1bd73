// One request: what it is about, the decision with its reason, and the letter.
import { useState } from "preact/hooks";
import { address, api, type Schemas } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { destinationName } from "../../api/names.ts";
import { language } from "../../i18n/i18n.ts";
import { t as shared } from "../../i18n/shared.ts";
import { word } from "../../i18n/words.ts";
import { Moment, Tag } from "../../ui/badge.tsx";
import { isGone, useData } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { AreaField, Form, SelectField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { Left } from "./left.tsx";
import { t } from "./texts.ts";

type Request = Schemas["EmployeeRequestCase"];

export function RequestDrawer({ id, onChange, onClose }: { id: string; onChange(): void; onClose(): void }) {
  const found = useData(async (signal) => (await api.get("/api/v1/rights-requests/{id}", { ids: [id], signal })).data, [id]);
  const r = found.value?.id === id ? found.value : undefined;
  const changed = () => (void found.reload(), onChange());
  return (
    <Drawer about={id} title={r ? t("drawer", { kind: word("right", r.kind) }) : shared("loading")} onClose={onClose}>
      {isGone(found.problem) ? <p>{t("gone")}</p> : <ProblemNote problem={found.problem} retry={found.reload} />}
      {r && (
        <>
          <p class="note">{t("who")}</p>
          <dl class="facts">
            <dt>{t("col.ground")}</dt><dd>{word("ground", r.ground)}</dd>
            <dt>{t("col.at")}</dt><dd><Moment at={r.at} full /></dd>
            <dt>{t("col.due")}</dt><dd><Moment at={r.due_at} full /> {r.state === "open" && <Left due={r.due_at} />}</dd>
          </dl>
          {r.text && <section class="stack tight"><h3>{t("h.word")}</h3><p class="wrap preserve">{r.text}</p></section>}
          <About request={r} />
          <section class="stack">
            <h3>{t("h.answer")}</h3>
            {r.state === "open" ? <Answer request={r} onDone={changed} /> : <Decided request={r} />}
          </section>
          <Letter request={r} />
        </>
      )}
    </Drawer>
  );
}

function About({ request: { event_id, about } }: { request: Request }) {
  return (
    <section class="stack tight">
      <h3>{t("h.about")}</h3>
      {!event_id && <p>{t("about.all")}</p>}
      {event_id && !about && <p class="muted">{t("about.erased")}</p>}
      {about && (
        <>
          <dl class="facts">
            <dt>{t("d.when")}</dt><dd><Moment at={about.at} full /></dd>
            <dt>{t("d.service")}</dt><dd>{destinationName(about.destination_id)}</dd>
            <dt>{t("d.action")}</dt><dd>{word("action", about.action)}</dd>
            <dt>{t("d.outcome")}</dt><dd>{about.outcome ? word("outcome", about.outcome.outcome) : word("outcome", "unknown")}</dd>
            <dt>{t("d.kinds")}</dt><dd>{about.types.map(({ type }) => word("type", type)).join(", ") || "–"}</dd>
          </dl>
          <div class="acts">
            {about.incident_id && <a class="button" href={`/console/incidenten?open=${about.incident_id}`}>{t("case")}</a>}
            <a class="button" href={`/console/activiteit?open=${about.decision_id}`}>{t("decision")}</a>
          </div>
        </>
      )}
    </section>
  );
}

function Answer({ request: r, onDone }: { request: Request; onDone(): void }) {
  const [decision, setDecision] = useState<"" | "granted" | "refused">("");
  const [reason, setReason] = useState("");
  return (
    <>
      <p>{t(`todo.${r.kind}`)}</p>
      <Form
        submit={t("answer")}
        disabled={decision === ""}
        onSubmit={async () => {
          try {
            await api.post("/api/v1/rights-requests/{id}/answer", { ids: [r.id], body: { decision: decision as "granted", reason } });
            say(t("answered"));
          } catch (problem) {
            if (!(problem instanceof Problem && problem.code === "resource.conflict")) throw problem;
            say(t("was"));
          }
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <SelectField label={t("choose")} value={decision} onValue={(v) => setDecision(v as "granted")} options={[["", "–"], ["granted", t("granted")], ["refused", t("refused")]]} />
            <AreaField label={t("reason")} hint={t("reason.hint")} required minLength={10} maxLength={2000} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
          </>
        )}
      </Form>
    </>
  );
}

function Decided({ request: r }: { request: Request }) {
  return (
    <>
      <div><Tag tone={r.state === "granted" ? "ok" : "muted"}>{word("right_state", r.state)}</Tag></div>
      <p class="wrap preserve">{r.answer}</p>
    </>
  );
}

function Letter({ request: r }: { request: Request }) {
  const letter = (format: string) => address("/api/v1/rights-requests/{id}/letter", [r.id], { format, lang: language.value });
  const text = t(r.state === "open" ? "letter.open" : "letter.done");
  return (
    <section class="stack tight">
      <h3>{t("h.letter")}: {text}</h3>
      <p class="muted">{t("letter.hint")}</p>
      <div class="acts">
        <a class="button" href={letter("html")} target="_blank" rel="noopener">{t("letter.show")}</a>
        <a class="button" href={letter("pdf")} download={`${r.id}.pdf`} aria-label={`${text}, PDF`}>PDF</a>
      </div>
    </section>
  );
}
