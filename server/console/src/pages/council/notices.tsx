// What the works council was told, unasked, with a mark for what was read; and what it has to say.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { day, language } from "../../i18n/i18n.ts";
import { Moment, Tag } from "../../ui/badge.tsx";
import { useAct, useListing } from "../../ui/data.ts";
import { AreaField, Form } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

type Notice = Schemas["CouncilNotice"];

export function Notices({ unread, remarks, answers, onRead }: { unread: number; remarks: boolean; answers: boolean; onRead(unread: number): void }) {
  const list = useListing<Notice>(async (cursor, signal) => (await api.get("/api/v1/transparency/notices", { query: { limit: 20, cursor }, signal })).data, "");
  const act = useAct();
  const read = (notices: Notice[]) => act.run(async () => {
    const ids = notices.map((n) => n.id);
    const { data } = await api.post("/api/v1/transparency/notices/read", { body: { ids } });
    const at = new Date().toISOString();
    list.edit((items) => items.map((n) => (ids.includes(n.id) ? { ...n, read_at: n.read_at ?? at } : n)));
    onRead(data.unread);
  });
  const fresh = list.items.filter((n) => !n.read_at);
  return (
    <>
      <section class="stack tight">
        <div class="row spread"><h2>{t("h.notices")}</h2>{fresh.length > 0 && <button type="button" disabled={act.busy} onClick={() => void read(fresh)}>{t("read.all")}</button>}</div>
        <p class="muted" role="status">{t("unread", { n: unread })}</p>
        <ProblemNote problem={list.problem ?? act.problem} retry={list.reload} />
        {list.items.length === 0 && !list.loading && <p class="muted">{t("no_notices")}</p>}
        <ol class="stack tight plain-list">
          {list.items.map((n) => (
            <li key={n.id} class="panel stack tight">
              <div class="row spread">
                <h3>{n.title[language.value]} {!n.read_at && <Tag tone="info">{t("new")}</Tag>} {n.waits && <Tag tone="warn">{t("waits")}</Tag>}</h3>
                <Moment at={n.at} />
              </div>
              <p class="wrap preserve">{n.sentence[language.value]}</p>
              {n.answer_by && <Answer remark={n} may={answers} onDone={list.reload} />}
              {!n.read_at && <div class="acts"><button type="button" class="plain" disabled={act.busy} aria-label={`${t("read")}: ${n.title[language.value]}`} onClick={() => void read([n])}>{t("read")}</button></div>}
            </li>
          ))}
        </ol>
        {!list.complete && list.items.length > 0 && <div class="acts"><button type="button" disabled={list.loading} onClick={list.more}>{t("more")}</button></div>}
      </section>
      {remarks && <Remark onDone={list.reload} />}
    </>
  );
}

/** Until when a remark is to be answered, or what the answer was; the officer answers here. */
function Answer({ remark, may, onDone }: { remark: Notice; may: boolean; onDone(): void }) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  if (remark.answer && remark.answered_at) {
    return <div class="note stack tight"><p><b>{t("answered")}</b> <Moment at={remark.answered_at} /></p><p class="wrap preserve">{remark.answer}</p></div>;
  }
  const late = Date.parse(remark.answer_by!) < Date.now();
  return (
    <>
      <p>{late && <><Tag tone="stop">{t("answer.late")}</Tag>{" "}</>}{t("answer.by", { on: day(remark.answer_by!) })}</p>
      {may && !open && <div class="acts"><button type="button" aria-label={`${t("answer")}: ${remark.sentence[language.value].slice(0, 60)}`} onClick={() => setOpen(true)}>{t("answer")}</button></div>}
      {may && open && (
        <Form submit={t("answer.send")} disabled={text.trim() === ""} onCancel={() => setOpen(false)} onSubmit={async () => {
          await api.post("/api/v1/transparency/remarks/{id}/answer", { ids: [remark.id], body: { text } });
          say(t("answer.sent"));
          onDone();
        }}>
          {(problem: unknown) => <AreaField label={t("answer.text")} hint={t("answer.hint")} maxLength={1000} value={text} onValue={setText} wrong={wrong(problem, "text")} />}
        </Form>
      )}
    </>
  );
}

function Remark({ onDone }: { onDone(): void }) {
  const [text, setText] = useState("");
  return (
    <section class="stack tight">
      <h2>{t("h.remark")}</h2>
      <p>{t("remark.lead")}</p>
      <Form submit={t("remark.send")} disabled={text.trim() === ""} onSubmit={async () => {
        await api.post("/api/v1/transparency/remarks", { body: { text } });
        setText("");
        say(t("remark.sent"));
        onDone();
      }}>
        {(problem: unknown) => <AreaField label={t("remark")} hint={t("remark.hint")} maxLength={1000} value={text} onValue={setText} wrong={wrong(problem, "text")} />}
      </Form>
    </section>
  );
}
