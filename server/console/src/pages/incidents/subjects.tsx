// Whether the people concerned are told (GDPR article 34), and the letters for it.
import { useState } from "preact/hooks";
import { address, api } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { codes, word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { Moment } from "../../ui/badge.tsx";
import { isStale, useData } from "../../ui/data.ts";
import { AreaField, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { changes, type Case } from "./acts.ts";
import { localNow } from "./moves.tsx";
import { t } from "./texts.ts";

export function SubjectsTab({ case: i }: { case: Case }) {
  const found = useData((signal) => api.get("/api/v1/incidents/{id}/subjects", { ids: [i.id], signal }), [i.id, changes.value]);
  const s = found.value?.data;
  const letter = (kind: string, format: string) => address("/api/v1/incidents/{id}/letter", [i.id], { kind, format, lang: language.value });
  return (
    <div class="stack wide">
      <ProblemNote problem={found.problem} retry={found.reload} />
      {s && (
        <dl class="facts">
          <dt>{t("sub.state")}</dt><dd>{word("told", s.state)}</dd>
          {s.reason && <><dt>{t("sub.reason")}</dt><dd>{word("article34", s.reason)}</dd></>}
          {s.date && <><dt>{t("sub.date")}</dt><dd><Moment at={s.date} full /></dd></>}
          {s.count > 0 && <><dt>{t("sub.count")}</dt><dd>{s.count}</dd></>}
          {s.channel && <><dt>{t("sub.channel")}</dt><dd>{s.channel}</dd></>}
          {s.text && <><dt>{t("sub.text")}</dt><dd>{s.text}</dd></>}
        </dl>
      )}
      {s && s.allowed.length === 0 && s.state === "not_applicable" && <p class="muted">{t("sub.not_yet")}</p>}
      {s && s.allowed.length > 0 && may("notification.decide") && <Decide id={i.id} allowed={s.allowed} etag={found.value!.etag} reload={found.reload} />}
      {([["subjects", t("sub.letter")], ["vendor", t("sub.vendor")]] as const).map(([kind, text]) => (
        <div class="acts">
          <a class="button" href={letter(kind, "html")} target="_blank" rel="noopener">{text}</a>
          <a class="button" href={letter(kind, "pdf")} download={`${i.number}-${kind}.pdf`} aria-label={`${text}, ${t("sub.pdf")}`}>PDF</a>
        </div>
      ))}
    </div>
  );
}

function Decide({ id, allowed, etag, reload }: { id: string; allowed: string[]; etag: string; reload(): Promise<void> }) {
  const [state, setState] = useState(allowed[0]!);
  const [code, setCode] = useState("no_high_risk");
  const [reason, setReason] = useState("");
  const [date, setDate] = useState(localNow());
  const [count, setCount] = useState("1");
  const [channel, setChannel] = useState("");
  const told = state === "informed" || state === "public_notice";
  return (
    <div class="panel">
      <Form
        submit={t("sub.save")}
        onSubmit={async () => {
          try {
            await api.put("/api/v1/incidents/{id}/subjects", {
              ids: [id], etag,
              body: { state: state as "planned", ...(reason && { reason }), ...(state === "not_required" && { reason_code: code }), ...(told && { date: new Date(date).toISOString(), count: Number(count), channel }) },
            });
          } catch (problem) {
            if (isStale(problem)) await reload();
            throw problem;
          }
          changes.value++;
        }}
      >
        {(problem: unknown) => (
          <>
            <SelectField label={t("sub.state")} value={state} onValue={setState} options={allowed.map((s) => [s, word("told", s)])} />
            {state === "not_required" && <SelectField label={t("sub.code")} value={code} onValue={setCode} options={codes("article34").map((c) => [c, word("article34", c)])} />}
            {told && <TextField label={t("sub.date")} type="datetime-local" required max={localNow()} value={date} onValue={setDate} />}
            {told && <TextField label={t("sub.count")} type="number" min={1} required value={count} onValue={setCount} />}
            {told && <TextField label={t("sub.channel")} required value={channel} onValue={setChannel} />}
            <AreaField label={t("sub.reason")} optional={state !== "not_required"} required={state === "not_required"} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
          </>
        )}
      </Form>
    </div>
  );
}
