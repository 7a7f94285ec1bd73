// Keys with which programs use the API.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { departmentName, userName } from "../../api/names.ts";
import { day } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Code, Moment } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Sure } from "../../ui/sure.tsx";
import { say } from "../../ui/toast.tsx";
import { AddKey, Rotate, Shown, type ApiKey } from "./api-key.tsx";
import { t } from "./texts.ts";

type Open = { what: "add" } | { what: "rotate" | "revoke" | "shown"; key: ApiKey } | undefined;

export function ApiKeys() {
  const list = useData(async (signal) => (await api.get("/api/v1/api-keys", { signal })).data.items, []);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const show = (key: ApiKey) => (setOpen({ what: "shown", key }), void list.reload());
  const add = may("keys.manage") && <button type="button" class="primary" onClick={() => setOpen({ what: "add" })}>{t("key.add")}</button>;
  return (
    <div class="stack wide">
      <p class="muted">{t("key.lead")}</p>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.value?.length === 0 && <Empty text={t("key.empty")}>{add}</Empty>}
      {list.value && list.value.length > 0 && <>{add && <div>{add}</div>}<List keys={list.value} onOpen={setOpen} /></>}
      {open?.what === "add" && <AddKey onClose={close} onMade={show} />}
      {open?.what === "rotate" && <Rotate apiKey={open.key} onClose={close} onMade={show} />}
      {open?.what === "shown" && <Shown apiKey={open.key} onClose={close} />}
      {open?.what === "revoke" && (
        <Sure
          title={t("key.revoke.title", { name: open.key.name })}
          act={t("key.revoke")}
          onClose={close}
          onAct={async () => {
            await api.del("/api/v1/api-keys/{id}", { ids: [open.key.id], etag: `"${open.key.rev}"` });
            close();
            say(t("key.revoked"));
            await list.reload();
          }}
        ><p>{t("key.revoke.sure")}</p></Sure>
      )}
    </div>
  );
}

function List({ keys, onOpen }: { keys: readonly ApiKey[]; onOpen(open: Open): void }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={t("tab.keys")}>
      <table class="plain-table stacks">
        <caption class="hidden-visually">{t("tab.keys")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("key.name")}</th><th scope="col">{t("key.may")}</th><th scope="col">{t("key.from")}</th><th scope="col">{t("key.used")}</th><th scope="col">{t("key.until")}</th>
            <th scope="col">{t("key.state")}</th><th scope="col"><span class="hidden-visually">{t("key.acts")}</span></th>
          </tr>
        </thead>
        <tbody>{keys.map((k) => <Row key={k.id} apiKey={k} onOpen={onOpen} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ apiKey: k, onOpen }: { apiKey: ApiKey; onOpen(open: Open): void }) {
  const works = k.state === "active";
  return (
    <tr>
      <th scope="row">{k.name}<br /><span class="small muted">{t("key.by", { who: k.created_by.startsWith("usr_") ? userName(k.created_by) : k.created_by, at: day(k.created_at) })}</span></th>
      <td data-of={t("key.may")}>{k.scopes.map((s) => <div>{t(`scope.${s}`)}</div>)}{k.department_id && <span class="small muted">{departmentName(k.department_id)}</span>}</td>
      <td data-of={t("key.from")}>{k.networks.length === 0 ? t("key.anywhere") : k.networks.map((n) => <div><code class="nowrap">{n}</code></div>)}</td>
      <td class="nowrap" data-of={t("key.used")}>{k.last_used_at ? <Moment at={k.last_used_at} /> : t("key.unused")}</td>
      <td class="nowrap" data-of={t("key.until")}>{day(k.expires_at)}{k.old_until && <><br /><span class="small muted wrap">{t("key.old")} <Moment at={k.old_until} /></span></>}</td>
      <td><Code list="key_state" code={k.state} /></td>
      <td class="nowrap">
        {works && may("keys.manage") && <>
          <button type="button" class="plain" aria-label={`${t("key.rotate")}: ${k.name}`} onClick={() => onOpen({ what: "rotate", key: k })}>{t("key.rotate")}</button>
          <button type="button" class="plain" aria-label={`${t("key.revoke")}: ${k.name}`} onClick={() => onOpen({ what: "revoke", key: k })}>{t("key.revoke")}</button>
        </>}
      </td>
    </tr>
  );
}

