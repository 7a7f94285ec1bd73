// Bringing the draft into force: what it changes, who else must agree, and when.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import { moment } from "../../i18n/i18n.ts";
import { may, me } from "../../shell/session.ts";
import { useAct, useData } from "../../ui/data.ts";
import { AreaField, Form, TextField } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { changesOf } from "../approvals/diff.tsx";
import { ChangeList } from "./changes.tsx";
import type { Draft } from "./draft.ts";
import { Outcome } from "./tests.tsx";
import { t } from "./texts.ts";

export function Publish({ draft, onDone }: { draft: Draft; onDone(): void }) {
  const [reason, setReason] = useState("");
  const [when, setWhen] = useState("");
  const [seen, setSeen] = useState<Schemas["PolicySubmission"] | undefined>();
  const [red, setRed] = useState<Schemas["PolicyTestResult"] | undefined>();
  const id = draft.data.id;
  const approvals = useData(async (signal) => (await api.get("/api/v1/approvals", { query: { kind: ["policy_publish"], state: ["open", "approved"], limit: 50 }, signal })).data.items.filter((a) => a.requested_by.user_id === me().user_id && a.object.startsWith(id)), [id, seen]);
  const given = approvals.value?.find((a) => a.state === "approved");
  const waiting = approvals.value?.find((a) => a.state === "open");
  const act = useAct();
  const publish = async (approval?: string) => {
    const { data } = await api.post("/api/v1/policies/{id}/draft/publish", { ids: [id], etag: draft.etag, body: { reason: reason || given?.reason || "", ...(approval && { approval_id: approval }), ...(when && { activate_at: new Date(when).toISOString() }) } });
    if (data.version) say(t("pub.done", { version: data.version.version }));
    else if (data.approval) say(t("pub.asked"));
    setSeen(undefined);
    onDone();
  };
  const submit = async () => {
    setRed(undefined);
    try {
      setSeen((await api.post("/api/v1/policies/{id}/draft/submit", { ids: [id], etag: draft.etag, body: { reason } })).data);
    } catch (problem) {
      setSeen(undefined);
      if (!(problem instanceof Problem) || !["policy.test_failed", "policy.rule_untested"].includes(problem.code)) throw problem;
      setRed((await api.post("/api/v1/policies/{id}/draft/test", { ids: [id] })).data);
    }
  };
  return (
    <div class="stack wide">
      <p class="muted">{t("pub.lead")}</p>
      {draft.data.activate_at && (
        <div class="note row spread">
          <p>{t("pub.scheduled", { when: moment(draft.data.activate_at) })}</p>
          {may("policy.publish") && <button type="button" onClick={() => void act.run(async () => (await api.del("/api/v1/policies/{id}/draft/schedule", { ids: [id], etag: draft.etag }), onDone()))}>{t("pub.unschedule")}</button>}
        </div>
      )}
      <ProblemNote problem={act.problem ?? approvals.problem} />
      {waiting && <p class="note">{t("pub.wait")} <a href={`/console/goedkeuren?open=${waiting.id}`}>{t("pub.approvals")}</a></p>}
      {given && (
        <section class="panel stack">
          <p class="strong">{t("pub.given")}</p>
          <p class="wrap">{given.reason}</p>
          <ChangeList changes={changesOf(given) ?? []} />
          <Form submit={t("pub.now")} onSubmit={() => publish(given.id)}>
            <TextField label={t("pub.when")} optional type="datetime-local" value={when} onValue={setWhen} />
          </Form>
        </section>
      )}
      <Form submit={t("pub.submit")} onSubmit={submit}>
        <AreaField label={t("pub.reason")} required maxLength={1000} value={reason} onValue={setReason} />
      </Form>
      <div role="status" class="stack wide">
        {red && <><p class="note stop">{t(red.failed > 0 ? "pub.red" : "pub.untested")}</p><Outcome result={red} /></>}
        {seen && (
          <>
            <section class="stack tight"><h2>{t("pub.changes")}</h2><ChangeList changes={seen.changes} /></section>
            {seen.needs_approval && !given && <p class="note warn">{t("pub.asked")}</p>}
            {!seen.needs_approval && (
              <Form submit={t("pub.now")} onSubmit={() => publish()}>
                <TextField label={t("pub.when")} optional type="datetime-local" value={when} onValue={setWhen} />
              </Form>
            )}
          </>
        )}
      </div>
    </div>
  );
}
