// The form of the authority, filled from the register, in the order of the form; and what was sent.
import { useState } from "preact/hooks";
import { address, api, type Schemas } from "../../api/client.ts";
import { userName } from "../../api/names.ts";
import { codes, word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { Moment, Tag } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { isStale, useData } from "../../ui/data.ts";
import { AreaField, Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { changes, type Case, type Opened } from "./acts.ts";
import { askMove, localNow } from "./moves.tsx";
import { t } from "./texts.ts";

export function APTab({ opened, onChange }: { opened: Opened; onChange(changed: Case): void }) {
  const i = opened.data;
  const [mode, setMode] = useState<"" | "record" | "edit">("");
  const draft = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/ap-draft", { ids: [i.id], signal })).data, [i.id, changes.value]);
  const d = draft.value;
  const decide = may("notification.decide");
  return (
    <div class="stack wide">
      <ProblemNote problem={draft.problem} retry={draft.reload} />
      {d && (
        <>
          <div class="stack tight">
            <p>{t("ap.filled", countOf(d))} {t("ap.form")}</p>
            {d.follow_up_due && <p class="note warn">{t("ap.changed", { fields: d.changed_since_notification.join(", ") })}</p>}
            <div class="acts">
              {decide && i.allowed.ap.includes("drafting") && <button type="button" class="primary" onClick={() => askMove(i, "drafting", "ap")}>{t("ap.start")}</button>}
              {decide && i.allowed.ap.includes("not_required") && <button type="button" onClick={() => askMove(i, "not_required", "ap")}>{t("ap.not")}</button>}
              {decide && ["drafting", "submitted_initial", "submitted_complete"].includes(i.ap) && <button type="button" class="primary" onClick={() => setMode("record")}>{t("ap.record")}</button>}
              {may("incidents.assess") && <button type="button" onClick={() => setMode("edit")}>{t("ap.edit")}</button>}
              <a class="button" href={address("/api/v1/incidents/{id}/ap-draft", [i.id], { format: "html" })} target="_blank" rel="noopener">{t("ap.print")}</a>
              <a class="button" href={address("/api/v1/incidents/{id}/ap-draft", [i.id], { format: "pdf" })} download={`${i.number}-ap.pdf`}>{t("ap.pdf")}</a>
              <a class="button" href={address("/api/v1/incidents/{id}/ap-draft", [i.id])} download={`${i.number}-ap.json`}>{t("ap.json")}</a>
            </div>
          </div>
          {mode === "record" && <Record case={i} onDone={() => setMode("")} />}
          {mode === "edit" && <Edit opened={opened} onDone={() => setMode("")} onChange={onChange} />}
          {d.sections.map((section) => (
            <section class="stack tight">
              <h3>{section.number}. {section.title}</h3>
              <dl class="form-draft">
                {section.fields.map((field) => <FieldLine field={field} />)}
              </dl>
            </section>
          ))}
        </>
      )}
      <Sent id={i.id} />
    </div>
  );
}

// How many fields there are, how many hold something, and how many of those nobody had to fill.
function countOf(draft: Schemas["APDraft"]): { n: number; all: number; auto: number } {
  const fields = draft.sections.flatMap((section) => section.fields);
  const filled = fields.filter((field) => field.value);
  return { n: filled.length, all: fields.length, auto: filled.filter((field) => field.filled_by !== "human").length };
}

type DraftField = Schemas["APDraft"]["sections"][number]["fields"][number];

function FieldLine({ field }: { field: DraftField }) {
  return (
    <div>
      <dt>{field.label}{field.unchecked && <span class="muted small"> · {t("ap.unchecked")}</span>}</dt>
      <dd>
        {field.value ? <span class="wrap">{field.value}</span> : <span class="muted">{t("ap.empty")}</span>}
        {field.value && field.filled_by !== "auto" && <Tag tone="info">{t(`ap.${field.filled_by}`)}</Tag>}
        {field.value && <Copy text={field.value} label={field.label} />}
      </dd>
    </div>
  );
}

function Record({ case: i, onDone }: { case: Case; onDone(): void }) {
  const kinds = i.ap === "drafting" ? ["initial"] : ["follow_up", "complete", "withdrawal"];
  const [kind, setKind] = useState(kinds[0]!);
  const [reference, setReference] = useState("");
  const [at, setAt] = useState(localNow());
  const [reason, setReason] = useState("");
  return (
    <div class="panel">
      <Form
        submit={t("ap.record")}
        onCancel={onDone}
        onSubmit={async () => {
          await api.post("/api/v1/incidents/{id}/ap-notifications", { ids: [i.id], body: { kind: kind as "initial", reference, submitted_at: new Date(at).toISOString(), ...(reason && { reason }) } });
          changes.value++;
          onDone();
        }}
      >
        <SelectField label={t("ap.kind")} value={kind} onValue={setKind} options={kinds.map((k) => [k, word("notification", k)])} />
        <TextField label={t("ap.reference")} required maxLength={64} value={reference} onValue={setReference} />
        <TextField label={t("ap.at")} type="datetime-local" required max={localNow()} value={at} onValue={setAt} />
        {kind === "withdrawal" && <AreaField label={t("ap.reason")} required value={reason} onValue={setReason} />}
      </Form>
    </div>
  );
}

function Edit({ opened: { data: i, etag }, onDone, onChange }: { opened: Opened; onDone(): void; onChange(changed: Case): void }) {
  const r = i.record;
  const [value, setValue] = useState({
    summary: r.summary ?? "", groups: r.subject_groups, consequences: r.consequences, min: r.subjects_min?.toString() ?? "", max: r.subjects_max?.toString() ?? "",
    remarks: r.remarks ?? "", ongoing: r.ongoing, late: i.clock.late_reason ?? "",
  });
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  return (
    <div class="panel">
      <Form
        submit={t("ap.edit")}
        onCancel={onDone}
        onSubmit={async () => {
          const record = {
            subject_groups: value.groups, consequences: value.consequences, ongoing: value.ongoing, summary: value.summary, remarks: value.remarks,
            ...(value.min && { subjects_min: Number(value.min) }), ...(value.max && { subjects_max: Number(value.max) }),
          };
          try {
            onChange((await api.patch("/api/v1/incidents/{id}", { ids: [i.id], etag, body: { record, ...(value.late && { late_reason: value.late }) } })).data);
          } catch (problem) {
            if (isStale(problem)) changes.value++;
            throw problem;
          }
          onDone();
        }}
      >
        <AreaField label={t("rec.summary")} hint={t("note.hint")} value={value.summary} onValue={(summary) => set({ summary })} />
        <Checks label={t("rec.groups")} list="subject_group" chosen={value.groups} onChange={(groups) => set({ groups })} />
        <Checks label={t("rec.consequences")} list="consequence" chosen={value.consequences} onChange={(consequences) => set({ consequences })} />
        <TextField label={t("rec.min")} type="number" min={0} value={value.min} onValue={(min) => set({ min })} />
        <TextField label={t("rec.max")} type="number" min={0} value={value.max} onValue={(max) => set({ max })} />
        <AreaField label={t("rec.remarks")} value={value.remarks} onValue={(remarks) => set({ remarks })} />
        <AreaField label={t("ap.late")} optional value={value.late} onValue={(late) => set({ late })} />
        <Check label={t("rec.ongoing")} checked={value.ongoing} onChange={(ongoing) => set({ ongoing })} />
      </Form>
    </div>
  );
}

function Checks({ label, list, chosen, onChange }: { label: string; list: "subject_group" | "consequence"; chosen: string[]; onChange(chosen: string[]): void }) {
  return (
    <fieldset>
      <legend class="strong">{label}</legend>
      <div class="checks">
        {codes(list).map((code) => <Check label={word(list, code)} checked={chosen.includes(code)} onChange={(on) => onChange(on ? [...chosen, code] : chosen.filter((c) => c !== code))} />)}
      </div>
    </fieldset>
  );
}

function Sent({ id }: { id: string }) {
  const sent = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/ap-notifications", { ids: [id], signal })).data.items, [id, changes.value]);
  return (
    <section class="stack tight">
      <h3>{t("ap.sent")}</h3>
      <ProblemNote problem={sent.problem} />
      {sent.value?.length === 0 && <p class="muted">{t("ap.none")}</p>}
      <ul class="stack tight">
        {sent.value?.map((n) => <li>{word("notification", n.kind)} · {n.reference} · <Moment at={n.submitted_at} /> · {userName(n.by)}<br /><code class="small muted wrap">sha256 {n.sha256}</code></li>)}
      </ul>
    </section>
  );
}
