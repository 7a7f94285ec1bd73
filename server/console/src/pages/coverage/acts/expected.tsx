// The workstations that should have the extension, and which of them have not.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../../api/client.ts";
import { departmentName } from "../../../api/names.ts";
import { day } from "../../../i18n/i18n.ts";
import { t as shared } from "../../../i18n/shared.ts";
import { may } from "../../../shell/session.ts";
import { Tag } from "../../../ui/badge.tsx";
import { useListing } from "../../../ui/data.ts";
import { Empty } from "../../../ui/empty.tsx";
import { Check } from "../../../ui/form.tsx";
import { ProblemNote } from "../../../ui/problem.tsx";
import { Import } from "./import.tsx";
import { t } from "./texts.ts";

export function Expected({ expected, missing, onChange }: { expected: number; missing: number; onChange(): void }) {
  const [only, setOnly] = useState(true);
  const [importing, setImporting] = useState(false);
  const list = useListing<Schemas["ExpectedDevice"]>(
    async (cursor, signal) => (await api.get("/api/v1/coverage/expected", { query: { limit: 200, ...(only && { missing: true }), ...(cursor && { cursor }) } as never, signal })).data, `${only} ${expected}`);
  const button = may("devices.manage") && <button type="button" onClick={() => setImporting(true)}>{t("imp")}</button>;
  return (
    <section class="stack tight">
      <div class="row spread"><h2>{t("exp.title")}</h2>{expected > 0 && button}</div>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {expected === 0 && !list.loading && !list.problem && <Empty text={t("exp.empty")}>{button}</Empty>}
      {expected > 0 && (
        <>
          <div class="row spread"><p>{t("exp.counts", { all: expected, missing })}</p><Check label={t("exp.missing")} checked={only} onChange={setOnly} /></div>
          {!list.loading && list.items.length === 0 && !list.problem && <p class="tone-ok">✓ {t("exp.none")}</p>}
          {list.items.length > 0 && (
            <div class="table-scroll tall" tabIndex={0} role="region" aria-label={t("exp.title")}>
              <table class="plain-table">
                <caption class="hidden-visually">{t("exp.title")}</caption>
                <thead><tr><th scope="col">{t("exp.name")}</th><th scope="col">{t("exp.state")}</th><th scope="col">{t("exp.department")}</th><th scope="col">{t("exp.added")}</th></tr></thead>
                <tbody>
                  {list.items.map((w) => (
                    <tr key={w.workstation}>
                      <th scope="row"><code>{w.workstation}</code></th><td><Tag tone={w.state === "missing" ? "warn" : "ok"}>{t(w.state === "missing" ? "exp.absent" : "exp.enrolled")}</Tag></td>
                      <td>{w.department_id ? departmentName(w.department_id) : "–"}</td><td class="nowrap">{day(w.added_at)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {!list.complete && list.items.length > 0 && <div><button type="button" onClick={list.more}>{shared("more")}</button></div>}
        </>
      )}
      {importing && <Import onClose={() => setImporting(false)} onDone={() => (setImporting(false), list.reload(), onChange())} />}
    </section>
  );
}
