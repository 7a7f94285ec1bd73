// Devices, and taking one out of service.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departmentName } from "../../api/names.ts";
import { day } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { Code, Tag } from "../../ui/badge.tsx";
import { useListing } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Form } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";
import { t as shared } from "../../i18n/shared.ts";

type Device = Schemas["Device"];

export function Devices() {
  const list = useListing<Device>(async (cursor, signal) => (await api.get("/api/v1/devices", { query: { limit: 200, ...(cursor && { cursor }) }, signal })).data, "");
  const [leaving, setLeaving] = useState<Device | undefined>();
  return (
    <section class="stack tight">
      <div class="row spread"><h2>{t("h.devices")}</h2>{list.items.length > 0 && <button type="button" onClick={() => download(list.items)}>{t("d.download")}</button>}</div>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.items.some((d) => d.state === "active" && !d.rules_act) && <p class="note warn">{t("d.trial.note")} {may("settings.manage") && <a href="/console/beginnen">{t("d.trial.act")}</a>}</p>}
      {!list.loading && list.items.length === 0 && !list.problem && <Empty text={t("d.empty")} />}
      {list.items.length > 0 && (
        <div class="table-scroll tall" tabIndex={0} role="region" aria-label={t("h.devices")}>
          <table class="plain-table">
            <caption class="hidden-visually">{t("h.devices")}</caption>
            <thead><tr><th scope="col">{t("h.devices")}</th><th scope="col">{t("d.browser")}</th><th scope="col">{t("d.version")}</th><th scope="col">{t("d.department")}</th><th scope="col">{t("d.seen")}</th><th scope="col">{t("d.guard")}</th><th scope="col">{t("d.state")}</th><th scope="col"><span class="hidden-visually">{t("d.revoke")}</span></th></tr></thead>
            <tbody>
              {list.items.map((d) => (
                <tr key={d.id}>
                  <th scope="row"><code>{d.id.slice(-8)}</code></th><td>{d.browser} {d.browser_version} · {d.os}</td><td>{d.extension_version}</td><td>{d.department_id ? departmentName(d.department_id) : "–"}</td>
                  <td class="nowrap">{d.seen_on ? day(d.seen_on) : t("never")}</td><td><Guarded device={d} /></td><td><Code list="device_state" code={d.state} /></td>
                  <td>{d.state === "active" && may("devices.revoke") && <button type="button" class="plain" aria-label={`${t("d.revoke")}: ${d.id.slice(-8)}`} onClick={() => setLeaving(d)}>{t("d.revoke")}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!list.complete && list.items.length > 0 && <div><button type="button" onClick={list.more}>{shared("more")}</button></div>}
      {leaving && (
        <Dialog title={`${t("d.revoke")}: ${leaving.id.slice(-8)}`} onClose={() => setLeaving(undefined)}>
          <p>{t("d.revoke.sure")}</p>
          <Form
            submit={t("d.revoke")}
            onCancel={() => setLeaving(undefined)}
            onSubmit={async () => {
              await api.post("/api/v1/devices/{id}/revoke", { ids: [leaving.id] });
              say(t("d.revoked"));
              setLeaving(undefined);
              list.reload();
            }}
          >{null}</Form>
        </Dialog>
      )}
    </section>
  );
}

// How well a device is guarded, and why not better. Where the rules do not act, whatever it reports is beside the point.
function Guarded({ device: d }: { device: Device }) {
  if (d.state !== "active" || !d.coverage) return <>–</>;
  const why = d.reasons.filter((reason) => reason !== "never_reported").map((reason) => word("guard_gap", reason)).join(", ");
  return (
    <>
      {d.rules_act ? <Code list="guarded" code={d.coverage} /> : <Tag tone="warn">{t("d.trial")}</Tag>}
      {why && <><br /><span class="small muted">{why}</span></>}
    </>
  );
}

// A file for a spreadsheet; a value that one would compute is made text (CSV injection).
function download(devices: readonly Device[]): void {
  const safe = (value: string) => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const rows = devices.map((d) => [d.id, d.browser, d.browser_version, d.os, d.extension_version, d.department_id ? departmentName(d.department_id) : "", d.seen_on ?? "", d.state, d.coverage ?? "", d.rules_act ? "yes" : "no"]);
  const text = [["id", "browser", "version", "os", "extension", "department", "seen_on", "state", "guarded", "rules_act"], ...rows].map((row) => row.map(safe).join(";")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  link.download = "dijkwacht-apparaten.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
