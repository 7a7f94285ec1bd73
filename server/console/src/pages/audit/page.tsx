// Who did what, and is the chain whole?
import { useState } from "preact/hooks";
import { address, api, type Schemas } from "../../api/client.ts";
import { programName, userName } from "../../api/names.ts";
import { actWord } from "../../i18n/acts.ts";
import { number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Moment, Tag } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useAct, useData, useListing } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { Check } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { RegisterFiles } from "./register-files.tsx";
import { t } from "./texts.ts";

type Entry = Schemas["Entry"];

export default function Audit() {
  const [verified, setVerified] = useState<Schemas["Verification"] | undefined>();
  const act = useAct();
  const verify = () => void act.run(async () => setVerified((await api.get("/api/v1/audit/verify")).data));
  const title = !verified ? t("plain") : verified.ok ? t("title.ok", { n: verified.head.seq }) : t("title.bad", { n: verified.first_bad_seq ?? 0 });
  return (
    <Page title={title} lead={t("lead")} acts={may("audit.verify") && <button type="button" class="primary" disabled={act.busy} onClick={verify}>{t("verify")}</button>}>
      <ProblemNote problem={act.problem} retry={verify} />
      <div role="status">
        {verified && (
          <div class={verified.ok ? "note ok" : "note stop"}>
            <p>{t("checked", { n: verified.checked, purged: verified.purged })}</p>
            {!verified.ok && <p>{t("bad")} <code>{verified.problem} {verified.object}</code></p>}
          </div>
        )}
      </div>
      {may("audit.export") ? <Entries /> : <p class="muted">{t("no_read")}</p>}
      {may("audit.export") && <RegisterFiles />}
      {may("audit.verify") && <Checkpoints />}
    </Page>
  );
}

function Entries() {
  const all = param("all") === "1";
  const denied = param("denied") === "1";
  const query = { ...(all && { all: true }), ...(denied && { outcome: "denied" as const }) };
  const list = useListing<Entry>(async (cursor, signal) => (await api.get("/api/v1/audit", { query: { ...query, limit: 100, ...(cursor && { cursor }) }, signal })).data, `${all} ${denied}`);
  return (
    <section class="stack">
      <div class="row spread">
        <h2>{t("h.entries")}</h2>
        <div class="row">
          <Check label={t("all")} checked={all} onChange={(on) => setParams({ all: on ? "1" : "" })} />
          <Check label={t("denied")} checked={denied} onChange={(on) => setParams({ denied: on ? "1" : "" })} />
          <a class="button" href={address("/api/v1/audit/export", [], { ...query, format: "csv" })} download>{t("export")}</a>
        </div>
      </div>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {!list.loading && list.items.length === 0 && !list.problem && <Empty text={t("empty")} />}
      {list.items.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.entries")}>
          <table class="plain-table">
            <caption class="hidden-visually">{t("h.entries")}</caption>
            <thead><tr><th scope="col" class="number">{t("col.seq")}</th><th scope="col">{t("col.at")}</th><th scope="col">{t("col.who")}</th><th scope="col">{t("col.what")}</th><th scope="col">{t("col.object")}</th><th scope="col">{t("col.outcome")}</th></tr></thead>
            <tbody>
              {list.items.map((e) => (
                <tr>
                  <td class="number">{number(e.seq)}</td>
                  <td class="nowrap"><Moment at={e.at} /></td>
                  <td>{e.actor.startsWith("usr_") ? userName(e.actor) : e.actor.startsWith("key_") ? <>{programName(e.actor)} <span class="muted small">{word("role", "program")}</span></> : e.actor === "dijkwacht" ? word("role", "system") : e.actor.split("_")[0] === "dev" ? <code>{e.actor.slice(0, 10)}…</code> : e.actor} {e.role !== "none" && e.actor.startsWith("usr_") && <span class="muted small">{word("role", e.role)}</span>}</td>
                  <td>{actWord(e.action)}{e.detail && Object.keys(e.detail).length > 0 && <details class="small"><summary>{t("action")}</summary><code class="wrap">{JSON.stringify(e.detail)}</code></details>}</td>
                  <td>{e.object?.startsWith("inc_") && may("incidents.read") ? <a href={`/console/incidenten?open=${e.object}`}><code>{e.object.slice(0, 14)}…</code></a> : e.object?.startsWith("usr_") ? userName(e.object) : e.object?.startsWith("key_") ? programName(e.object) : <code class="wrap">{e.object}</code>}</td>
                  <td>{e.outcome === "denied" ? <Tag tone="stop">{t("refused")}</Tag> : <span class="muted">{t("done")}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!list.complete && list.items.length > 0 && <div><button type="button" disabled={list.loading} onClick={list.more}>{t("more")}</button></div>}
    </section>
  );
}

function Checkpoints() {
  const found = useData(async (signal) => (await api.get("/api/v1/audit/checkpoints", { query: { limit: 10 }, signal })).data.items, []);
  return (
    <section class="stack tight">
      <h2>{t("h.checkpoints")}</h2>
      <p class="muted">{found.value?.length === 0 ? t("checkpoint.none") : t("keep")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      <ul class="stack tight">{found.value?.map((c) => <li class="row"><code>{c.short}</code><span class="muted"><Moment at={c.at} /></span><Copy text={c.text} label={c.short} /></li>)}</ul>
    </section>
  );
}
