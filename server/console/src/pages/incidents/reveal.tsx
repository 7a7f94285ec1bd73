// Asking for the name behind a pseudonym, and seeing it: two people, one purpose, 24 hours.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { moment } from "../../i18n/i18n.ts";
import { codes, word } from "../../i18n/words.ts";
import { may, me } from "../../shell/session.ts";
import { useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import type { Case } from "./acts.ts";
import { newKey, openBox, type Person } from "./reveal-box.ts";
import { t } from "./texts.ts";

export function Reveal({ case: i }: { case: Case }) {
  const [asking, setAsking] = useState(false);
  const asked = useData(async (signal) => (may("reveal.request") ? (await api.get("/api/v1/approvals", { query: { kind: ["reveal"], limit: 200 }, signal })).data.items.filter((a) => a.object === i.id) : []), [i.id]);
  if (!may("reveal.request")) return null;
  const mine = asked.value?.filter((a) => a.requested_by.user_id === me().user_id) ?? [];
  return (
    <section class="stack tight">
      <h3>{t("reveal.title")}</h3>
      <ProblemNote problem={asked.problem} />
      {asked.value?.map((a) => <p>{t("reveal.open", { state: word("approval_state", a.state).toLowerCase() })} · {moment(a.requested_by.at)}</p>)}
      {mine.some((a) => a.state === "approved" || a.state === "spent") && <See incident={i.id} />}
      {mine.some((a) => a.state === "open") ? <p class="muted">{t("reveal.wait")}</p> : <div><button type="button" onClick={() => setAsking(true)}>{t("act.reveal")}</button></div>}
      {asking && <Ask case={i} onClose={() => setAsking(false)} onDone={() => (setAsking(false), void asked.reload())} />}
    </section>
  );
}

function Ask({ case: i, onClose, onDone }: { case: Case; onClose(): void; onDone(): void }) {
  const [purpose, setPurpose] = useState("inform_data_subjects");
  const [text, setText] = useState("");
  const [fields, setFields] = useState<("user" | "device")[]>(["user"]);
  const toggle = (field: "user" | "device", on: boolean) => setFields(on ? [...fields, field] : fields.filter((f) => f !== field));
  return (
    <Dialog title={`${t("reveal.title")}: ${i.pseudonym}`} onClose={onClose}>
      <p>{t("reveal.text")}</p>
      <Form
        submit={t("reveal.go")}
        disabled={fields.length === 0}
        onCancel={onClose}
        onSubmit={async () => {
          const public_key = await newKey(i.id);
          await api.post("/api/v1/incidents/{id}/reveal-requests", { ids: [i.id], body: { purpose: purpose as "facts_for_ap", text, fields, public_key } });
          say(t("asked_approval"));
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <SelectField label={t("reveal.purpose")} value={purpose} onValue={setPurpose} options={codes("purpose").map((p) => [p, word("purpose", p)])} />
            <fieldset class="stack tight">
              <legend class="strong">{t("reveal.what")}</legend>
              <Check label={t("reveal.user")} checked={fields.includes("user")} onChange={(on) => toggle("user", on)} />
              <Check label={t("reveal.device")} checked={fields.includes("device")} onChange={(on) => toggle("device", on)} />
            </fieldset>
            <AreaField label={t("reveal.why")} hint={t("move.reason40", { n: text.length })} required minLength={40} value={text} onValue={setText} wrong={wrong(problem, "text")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

// The keeper of the key gives the code to who asked.
function See({ incident }: { incident: string }) {
  const [code, setCode] = useState("");
  const [person, setPerson] = useState<{ id: string; who: Person; until: string } | undefined>();
  useEffect(() => {
    if (!person) return;
    const left = setTimeout(() => setPerson(undefined), Date.parse(person.until) - Date.now());
    return () => clearTimeout(left);
  }, [person]);
  if (person) return <Name {...person} onHide={() => setPerson(undefined)} />;
  return (
    <Form
      submit={t("reveal.see")}
      onSubmit={async () => {
        const { data } = await api.get("/api/v1/reveals/{id}", { ids: [code.trim()] });
        const who = await openBox(incident, data.box);
        setCode("");
        if (who) setPerson({ id: data.id, who, until: data.expires_at });
        else say(t("reveal.lost"));
      }}
    >
      <TextField label={t("reveal.code")} required value={code} onValue={setCode} />
    </Form>
  );
}

// The name, over the name of who looks at it.
function Name({ id, who, until, onHide }: { id: string; who: Person; until: string; onHide(): void }) {
  const [withholding, setWithholding] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <div class="note warn stack tight no-print" role="status">
      <p class="strong">{[who.user, ...(who.devices ?? [])].filter(Boolean).join(", ")}</p>
      <p class="small">{t("reveal.until", { when: moment(until) })}</p>
      <p class="small muted">{me().name} · {me().email}</p>
      <div class="acts">
        <button type="button" onClick={onHide}>{t("reveal.hide")}</button>
        {may("notification.decide") && <button type="button" onClick={() => setWithholding(true)}>{t("reveal.withhold")}</button>}
      </div>
      {withholding && (
        <Dialog title={t("reveal.withhold").replace("…", "")} onClose={() => setWithholding(false)}>
          <p>{t("reveal.withhold.text")}</p>
          <Form
            submit={t("reveal.withhold.go")}
            onCancel={() => setWithholding(false)}
            onSubmit={async () => {
              await api.post("/api/v1/reveals/{id}/withhold", { ids: [id], body: { reason } });
              say(t("reveal.withheld"));
              setWithholding(false);
            }}
          >
            {(problem: unknown) => <AreaField label={t("move.reason")} hint={t("move.reason40", { n: reason.length })} required minLength={40} maxLength={2000} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />}
          </Form>
        </Dialog>
      )}
    </div>
  );
}
