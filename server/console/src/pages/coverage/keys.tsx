// Enrolment keys, and what to paste into the systems that manage browsers.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departmentName, departments } from "../../api/names.ts";
import { day, number } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Code } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

type Key = Schemas["EnrolmentKey"];

export function Keys() {
  const list = useData(async (signal) => (await api.get("/api/v1/enrolment-keys", { signal })).data.items, []);
  const [adding, setAdding] = useState(false);
  const act = useAct();
  const revoke = (key: Key) => void act.run(async () => {
    await api.del("/api/v1/enrolment-keys/{id}", { ids: [key.id], etag: `"${key.rev}"` });
    say(t("k.revoked"));
    await list.reload();
  });
  return (
    <section class="stack tight">
      <div class="row spread"><h2>{t("h.keys")}</h2>{may("devices.manage") && <button type="button" onClick={() => setAdding(true)}>{t("k.add")}</button>}</div>
      <ProblemNote problem={list.problem ?? act.problem} />
      {list.value && list.value.length > 0 && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("h.keys")}</caption>
            <thead><tr><th scope="col">{t("k.label")}</th><th scope="col">{t("d.department")}</th><th scope="col" class="number">{t("k.devices")}</th><th scope="col">{t("k.expires")}</th><th scope="col">{t("k.state")}</th><th scope="col"><span class="hidden-visually">{t("k.revoke")}</span></th></tr></thead>
            <tbody>
              {list.value.map((k) => (
                <tr>
                  <th scope="row">{k.label || <code>{k.id.slice(-8)}</code>}</th><td>{k.department_id ? departmentName(k.department_id) : "–"}</td>
                  <td class="number">{number(k.devices)}{k.device_limit ? <span class="muted"> {t("k.limit", { n: k.device_limit })}</span> : null}</td>
                  <td>{k.expires_at ? day(k.expires_at) : t("never")}</td><td><Code list="key_state" code={k.state} /></td>
                  <td>{k.state === "active" && may("devices.manage") && <button type="button" class="plain" aria-label={`${t("k.revoke")}: ${k.label}`} onClick={() => revoke(k)}>{t("k.revoke")}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && <AddKey onClose={() => (setAdding(false), void list.reload())} />}
    </section>
  );
}

function AddKey({ onClose }: { onClose(): void }) {
  const [label, setLabel] = useState("");
  const [department, setDepartment] = useState("");
  const [groups, setGroups] = useState("*");
  const [limit, setLimit] = useState("");
  const [made, setMade] = useState<string | undefined>();
  return (
    <Dialog wide={made !== undefined} title={t("k.add")} onClose={onClose}>
      {made !== undefined
        ? <Made enrolmentKey={made} />
        : (
          <Form
            submit={t("k.add")}
            onCancel={onClose}
            onSubmit={async () => {
              const { data } = await api.post("/api/v1/enrolment-keys", { body: { label, groups: groups.split(",").map((g) => g.trim()).filter(Boolean), ...(department && { department_id: department }), ...(limit && { device_limit: Number(limit) }) } });
              setMade(data.key ?? "");
            }}
          >
            {(problem: unknown) => (
              <>
                <TextField label={t("k.label")} required maxLength={80} value={label} onValue={setLabel} wrong={wrong(problem, "label")} />
                {departments.value.length > 0 && <SelectField label={t("d.department")} value={department} onValue={setDepartment} options={[["", "–"], ...departments.value.map((d) => [d.id, d.name] as const)]} />}
                <TextField label={t("k.groups")} value={groups} onValue={setGroups} wrong={wrong(problem, "groups")} />
                <TextField label={t("k.max")} optional type="number" min={1} value={limit} onValue={setLimit} wrong={wrong(problem, "device_limit")} />
              </>
            )}
          </Form>
        )}
    </Dialog>
  );
}

/** A new key, and the same settings in the forms of the systems that manage browsers. */
export function Made({ enrolmentKey }: { enrolmentKey: string }) {
  const settings = { apiOrigin: location.origin, enrolmentKey };
  const chrome = JSON.stringify(Object.fromEntries(Object.entries(settings).map(([k, v]) => [k, { Value: v }])), null, 2);
  const firefox = JSON.stringify({ policies: { "3rdparty": { Extensions: { "dijkwacht@dijkwacht.example": settings } } } }, null, 2);
  const registry = Object.entries(settings).map(([k, v]) => `"${k}"="${v}"`).join("\n");
  const parts = [["Intune / GPO (registry)", registry], ["Google Admin", chrome], ["Firefox policies.json", firefox]] as const;
  return (
    <div class="stack">
      <p class="note warn">{t("k.once")}</p>
      <div class="row"><code class="wrap">{enrolmentKey}</code><Copy text={enrolmentKey} label={t("h.keys")} /></div>
      <h3>{t("k.policies")}</h3>
      {parts.map(([name, text]) => <section class="stack tight"><div class="row spread"><span>{name}</span><Copy text={text} label={name} /></div><pre class="panel wrap preserve">{text}</pre></section>)}
    </div>
  );
}
