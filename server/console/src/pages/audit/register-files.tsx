// The register of a period as a file for the supervisor: asked for by one person, approved by another, then made and handed over.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { day } from "../../i18n/i18n.ts";
import { me } from "../../shell/session.ts";
import { Code } from "../../ui/badge.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Form, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

type Approval = Schemas["Approval"];

/** First moment of a day here, and of the day after. */
const begin = (date: string) => new Date(`${date}T00:00`);
const end = (date: string) => {
  const next = begin(date);
  next.setDate(next.getDate() + 1);
  return next;
};

/** The period of an approval: its object is "from/to". */
const period = (a: Approval) => {
  const [from = "", to = ""] = a.object.split("/");
  return { from, to };
};

const inWords = (a: Approval) => {
  const { from, to } = period(a);
  return t("x.period", { from: day(from), to: day(new Date(Date.parse(to) - 1).toISOString()) });
};

export function RegisterFiles() {
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const list = useData(async (signal) => (await api.get("/api/v1/approvals", { query: { limit: 200 }, signal })).data.items.filter((a) => a.kind === "register_export" && a.requested_by.user_id === me().user_id), []);
  const get = (a: Approval) => void act.run(async () => {
    const { data } = await api.post("/api/v1/register/export", { body: { ...period(a), approval_id: a.id } });
    if (data instanceof Blob) hand(data, `register-${a.object.slice(0, 10)}.zip`);
    say(t("x.got"));
    await list.reload();
  });
  return (
    <section class="stack tight">
      <div class="row spread"><h2>{t("h.register")}</h2><button type="button" onClick={() => setAsking(true)}>{t("x.ask")}</button></div>
      <p class="muted">{t("x.text")}</p>
      <ProblemNote problem={list.problem ?? act.problem} />
      {list.value && list.value.length > 0 && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("h.register")}</caption>
            <thead><tr><th scope="col">{t("x.col.period")}</th><th scope="col">{t("x.reason")}</th><th scope="col">{t("x.col.state")}</th><th scope="col"><span class="hidden-visually">{t("x.get")}</span></th></tr></thead>
            <tbody>
              {list.value.map((a) => (
                <tr key={a.id}>
                  <th scope="row">{inWords(a)}</th><td class="wrap">{a.reason}</td><td><Code list="approval_state" code={a.state} /></td>
                  <td>
                    {a.state === "approved" && <button type="button" class="primary" disabled={act.busy} aria-label={`${t("x.get")}: ${inWords(a)}`} onClick={() => get(a)}>{act.busy ? t("x.getting") : t("x.get")}</button>}
                    {a.state === "open" && <a href={`/console/goedkeuren?open=${a.id}`}>{t("x.approve")}</a>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking && <Ask onClose={() => setAsking(false)} onDone={() => (setAsking(false), say(t("x.asked")), void list.reload())} />}
    </section>
  );
}

function Ask({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const year = new Date().getFullYear();
  const yesterday = new Date(Date.now() - 24 * 3_600_000).toLocaleDateString("sv"); // yyyy-mm-dd
  const [from, setFrom] = useState(yesterday < `${year}-01-01` ? `${year - 1}-01-01` : `${year}-01-01`);
  const [to, setTo] = useState(yesterday);
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t("x.ask")} onClose={onClose}>
      <Form
        submit={t("x.ask")}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/register/export", { body: { from: begin(from).toISOString(), to: end(to).toISOString(), reason } });
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <TextField label={t("x.from")} type="date" required max={to} value={from} onValue={setFrom} wrong={wrong(problem, "from")} />
            <TextField label={t("x.to")} type="date" required min={from} max={yesterday} value={to} onValue={setTo} wrong={wrong(problem, "to") && t("x.range")} />
            <AreaField label={t("x.reason")} hint={t("x.reason.hint")} required minLength={10} maxLength={2000} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

// Hands a file to the browser.
function hand(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
