// Remarks and measures of a case.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { userName, users } from "../../api/names.ts";
import { day } from "../../i18n/i18n.ts";
import { may, me } from "../../shell/session.ts";
import { Moment } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { AreaField, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { changes, type Case } from "./acts.ts";
import { t } from "./texts.ts";

export function NotesTab({ id }: { id: string }) {
  const notes = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/notes", { ids: [id], signal })).data.items, [id]);
  const [text, setText] = useState("");
  return (
    <section class="stack">
      <ProblemNote problem={notes.problem} retry={notes.reload} />
      {notes.value?.length === 0 && <p class="muted">{t("note.none")}</p>}
      <ol class="timeline">
        {notes.value?.map((n) => <li><span class="muted small"><Moment at={n.at} /><br />{userName(n.by)}</span><p class="wrap">{n.text}</p></li>)}
      </ol>
      {may("incidents.triage", "incidents.assess", "incidents.assess_security") && (
        <Form
          submit={t("note.add")}
          onSubmit={async () => {
            await api.post("/api/v1/incidents/{id}/notes", { ids: [id], body: { text } });
            setText("");
            await notes.reload();
          }}
        >
          {(problem: unknown) => <AreaField label={t("note.add")} hint={t("note.hint")} required maxLength={2000} value={text} onValue={setText} wrong={wrong(problem, "text")} />}
        </Form>
      )}
    </section>
  );
}

export function Measures({ case: i }: { case: Case }) {
  const list = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/measures", { ids: [i.id], signal })).data.items, [i.id]);
  const [text, setText] = useState("");
  const [due, setDue] = useState("");
  const [owner, setOwner] = useState(me().user_id);
  const people = users.value.length > 0 ? users.value : [{ id: me().user_id, name: me().name }];
  return (
    <section class="stack">
      <h3>{t("h.measures")}</h3>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.value?.length === 0 && <p class="muted">{t("measure.none")}</p>}
      <ul class="stack tight">
        {list.value?.map((m) => <li><span class="wrap">{m.text}</span> <span class="muted small">· {m.owner ? userName(m.owner) : t("nobody")}{m.due && ` · ${day(m.due)}`}</span></li>)}
      </ul>
      {may("incidents.assess", "incidents.assess_security") && (
        <Form
          submit={t("measure.add")}
          onSubmit={async () => {
            await api.post("/api/v1/incidents/{id}/measures", { ids: [i.id], body: { text, owner, ...(due && { due: new Date(`${due}T12:00`).toISOString() }) } });
            setText("");
            changes.value++;
            await list.reload();
          }}
        >
          {(problem: unknown) => (
            <>
              <AreaField label={t("measure.text")} required value={text} onValue={setText} wrong={wrong(problem, "text")} />
              <SelectField label={t("measure.owner")} value={owner} onValue={setOwner} options={people.map((u) => [u.id, u.name])} />
              <TextField label={t("measure.due")} type="date" required value={due} onValue={setDue} />
            </>
          )}
        </Form>
      )}
    </section>
  );
}
