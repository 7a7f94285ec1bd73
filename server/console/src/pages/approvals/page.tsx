// What is my signature needed for?
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { userName } from "../../api/names.ts";
import { moment } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { param } from "../../shell/router.ts";
import { me } from "../../shell/session.ts";
import { Code } from "../../ui/badge.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { AreaField, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { Diff } from "./diff.tsx";
import { t } from "./texts.ts";

type Approval = Schemas["Approval"];

export default function Approvals() {
  const list = useData(async (signal) => (await api.get("/api/v1/approvals", { query: { limit: 200 }, signal })).data.items, []);
  const items = list.value ?? [];
  const mine = items.filter((a) => a.state === "open" && a.requested_by.user_id === me().user_id);
  const open = items.filter((a) => a.state === "open" && a.requested_by.user_id !== me().user_id);
  const past = items.filter((a) => a.state !== "open");
  return (
    <Page title={!list.value ? t("plain") : open.length > 0 ? t("title", { n: open.length }) : t("none")} lead={t("lead")}>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.value && items.length === 0 && <Empty text={t("empty")} />}
      {([["h.open", open], ["h.mine", mine], ["h.past", past]] as const).map(([title, part]) => part.length > 0 && (
        <section class="stack">
          <h2>{t(title)}</h2>
          <ul class="stack">{part.map((a) => <li key={a.id}><Card approval={a} onDone={list.reload} /></li>)}</ul>
        </section>
      ))}
    </Page>
  );
}

function Card({ approval: a, onDone }: { approval: Approval; onDone(): Promise<void> }) {
  const [refusing, setRefusing] = useState(false);
  const act = useAct();
  const own = a.requested_by.user_id === me().user_id;
  const open = a.state === "open";
  const name = (id: string | null) => (id ? userName(id) : t("other"));
  const run = (verb: "approve" | "withdraw", text: string) => void act.run(async () => {
    await (verb === "approve" ? api.post("/api/v1/approvals/{id}/approve", { ids: [a.id] }) : api.post("/api/v1/approvals/{id}/withdraw", { ids: [a.id] }));
    say(text);
    await onDone();
  });
  return (
    <article class={param("open") === a.id ? "panel stack tight chosen" : "panel stack tight"}>
      <div class="row spread"><h3>{word("approval", a.kind)}</h3>{!open && <Code list="approval_state" code={a.state} />}</div>
      <p class="wrap">{a.reason}</p>
      <p class="small muted">
        {t("by", { name: name(a.requested_by.user_id), when: moment(a.requested_by.at) })}
        {open && ` · ${t("until", { when: moment(a.expires_at) })}`}
        {open && a.required_roles.length > 0 && ` · ${t("roles", { roles: a.required_roles.map((r) => word("role", r)).join(", ") })}`}
        {a.decided_by && ` · ${t("decided", { state: word("approval_state", a.state), name: name(a.decided_by.user_id) })}`}
      </p>
      {a.decided_by?.reason && <p class="wrap">{a.decided_by.reason}</p>}
      <Diff approval={a} />
      {a.object.startsWith("inc_") && <p><a href={`/console/incidenten?open=${a.object}`}>{t("case")}</a></p>}
      <ProblemNote problem={act.problem} />
      {open && (
        <div class="acts">
          {!own && <button type="button" class="primary" disabled={act.busy} onClick={() => run("approve", t("approved"))}>{t("approve")}</button>}
          {!own && <button type="button" disabled={act.busy} onClick={() => setRefusing(true)}>{t("reject")}</button>}
          {own && <button type="button" disabled={act.busy} onClick={() => run("withdraw", t("withdrawn"))}>{t("withdraw")}</button>}
        </div>
      )}
      {refusing && <Refuse id={a.id} onClose={() => setRefusing(false)} onDone={() => (setRefusing(false), void onDone())} />}
    </article>
  );
}

function Refuse({ id, onClose, onDone }: { id: string; onClose(): void; onDone(): void }) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t("reject").replace("…", "")} onClose={onClose}>
      <Form submit={t("reject").replace("…", "")} onCancel={onClose} onSubmit={async () => {
        await api.post("/api/v1/approvals/{id}/reject", { ids: [id], body: { reason } });
        say(t("rejected"));
        onDone();
      }}>
        <AreaField label={t("why")} required maxLength={1000} value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}
