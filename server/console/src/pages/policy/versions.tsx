// Versions that came into force, what each changed, and the way back.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { userName } from "../../api/names.ts";
import { may } from "../../shell/session.ts";
import { Moment, Tag } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Form } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { ChangeList } from "./changes.tsx";
import { t } from "./texts.ts";

export function Versions({ id, onDone }: { id: string; onDone(): void }) {
  const list = useData(async (signal) => (await api.get("/api/v1/policies/{id}/versions", { ids: [id], query: { limit: 100 }, signal })).data.items, [id]);
  const [back, setBack] = useState<number | undefined>();
  return (
    <div class="stack">
      <ProblemNote problem={list.problem} retry={list.reload} />
      <ol class="stack">
        {list.value?.map((v, n) => (
          <li class="panel stack tight">
            <div class="row spread">
              <h2>{t("ver.number", { n: v.version })} {n === 0 && <Tag tone="ok">{t("ver.now")}</Tag>}</h2>
              {n > 0 && may("policy.tighten") && <button type="button" onClick={() => setBack(v.version)}>{t("ver.rollback")}</button>}
            </div>
            <p class="muted"><Moment at={v.activated_at} full /> · {t("ver.by", { name: v.author.startsWith("usr_") ? userName(v.author) : t("ver.system") })}{v.rollback_of ? ` · ${t("ver.rolled", { n: v.rollback_of })}` : ""}</p>
            {v.reason && <p>{v.reason}</p>}
            {v.changes.length > 0 ? <ChangeList changes={v.changes} /> : <p class="muted small">{t("ver.first")}</p>}
          </li>
        ))}
      </ol>
      {back !== undefined && <Back id={id} version={back} onClose={() => setBack(undefined)} onDone={() => (setBack(undefined), void list.reload(), onDone())} />}
    </div>
  );
}

function Back({ id, version, onClose, onDone }: { id: string; version: number; onClose(): void; onDone(): void }) {
  const [reason, setReason] = useState("");
  const policy = useData((signal) => api.get("/api/v1/policies/{id}", { ids: [id], signal }), [id]);
  const diff = useData<Schemas["PolicyChange"][]>(async (signal) => {
    const newest = (await api.get("/api/v1/policies/{id}/versions", { ids: [id], query: { limit: 1 }, signal })).data.items[0]!.version;
    return (await api.get("/api/v1/policies/{id}/versions/{version}/diff/{other}", { ids: [id, String(newest), String(version)], signal })).data.items;
  }, [id, version]);
  return (
    <Dialog wide title={t("ver.number", { n: version })} onClose={onClose}>
      <ProblemNote problem={diff.problem ?? policy.problem} />
      {diff.value && <section class="stack tight"><h3>{t("pub.changes")}</h3><ChangeList changes={diff.value} /></section>}
      <Form
        submit={t("ver.rollback")}
        disabled={!policy.value}
        onCancel={onClose}
        onSubmit={async () => {
          const { data } = await api.post("/api/v1/policies/{id}/versions/{version}/rollback", { ids: [id, String(version)], etag: policy.value!.etag, body: { reason } });
          say(data.version ? t("pub.done", { version: data.version.version }) : t("pub.asked"));
          onDone();
        }}
      >
        <AreaField label={t("pub.reason")} required value={reason} onValue={setReason} />
      </Form>
    </Dialog>
  );
}
