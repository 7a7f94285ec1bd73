// Other systems that hear of what happens.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { t as shared } from "../../i18n/shared.ts";
import { param, setParams, withParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Tag } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Form } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { noticeWord } from "./deliveries.tsx";
import { t } from "./texts.ts";
import { Fields, type Terms, type Webhook } from "./webhook-fields.tsx";
import { Hook } from "./webhook.tsx";

export function Webhooks() {
  const list = useData(async (signal) => (await api.get("/api/v1/webhooks", { signal })).data.items, []);
  const [adding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<Webhook | undefined>();
  const manage = may("settings.manage");
  const add = manage && <button type="button" class="primary" onClick={() => setAdding(true)}>{t("w.add")}</button>;
  const open = list.value?.find((w) => w.id === param("open"));
  return (
    <div class="stack wide">
      <p class="muted">{t("w.lead")}</p>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.value?.length === 0 && <Empty text={t("w.empty")}>{add}</Empty>}
      {list.value && list.value.length > 0 && <>{add && <div>{add}</div>}<List hooks={list.value} /></>}
      <p class="small muted">{t("w.siem")} <code>DIJKWACHT_SYSLOG_URL</code></p>
      {adding && <Add onClose={() => setAdding(false)} onMade={(made) => (setAdding(false), setFresh(made), void list.reload())} />}
      {fresh && <Secret hook={fresh} onClose={() => (setParams({ open: fresh.id }), setFresh(undefined))} />}
      {open && !fresh && <Hook key={open.id} hook={open} onChange={list.reload} onSecret={setFresh} onClose={() => setParams({ open: "" })} />}
    </div>
  );
}

function List({ hooks }: { hooks: readonly Webhook[] }) {
  return (
    <div class="table-scroll">
      <table class="plain-table">
        <caption class="hidden-visually">{t("tab.webhooks")}</caption>
        <thead><tr><th scope="col">{t("w.where")}</th><th scope="col">{t("w.events")}</th><th scope="col">{t("w.state")}</th></tr></thead>
        <tbody>
          {hooks.map((w) => (
            <tr key={w.id} class={w.id === param("open") ? "chosen" : undefined}>
              <th scope="row"><a href={withParams({ open: w.id })}>{w.label || new URL(w.url).host}</a><br /><span class="small muted wrap">{w.url}</span></th>
              <td>{w.events.map(noticeWord).join(", ")}</td>
              <td><Tag tone={w.enabled ? "ok" : "muted"}>{t(w.enabled ? "w.on" : "w.off")}</Tag></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Add({ onClose, onMade }: { onClose(): void; onMade(made: Webhook): void }) {
  const [value, setValue] = useState<Terms>({ url: "", label: "", events: ["incident.opened", "incident.clock.warning"] });
  return (
    <Dialog title={t("w.add")} onClose={onClose}>
      <Form submit={shared("add")} onCancel={onClose} disabled={value.events.length === 0} onSubmit={async () => onMade((await api.post("/api/v1/webhooks", { body: value })).data)}>
        {(problem: unknown) => <Fields value={value} onValue={setValue} problem={problem} />}
      </Form>
    </Dialog>
  );
}

// The one time that the secret is shown.
function Secret({ hook, onClose }: { hook: Webhook; onClose(): void }) {
  return (
    <Dialog title={t("w.secret")} onClose={onClose}>
      <p class="note warn">{t("w.once")}</p>
      <div class="row"><code class="wrap">{hook.secret}</code><Copy text={hook.secret ?? ""} label={t("w.secret")} /></div>
      <p class="small muted">{t("w.scheme")}</p>
      <div class="acts"><button type="button" class="primary" onClick={onClose}>{t("w.kept")}</button></div>
    </Dialog>
  );
}
