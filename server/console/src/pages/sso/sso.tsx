// Sign-in by the identity provider of the organisation: the connection, who gets which role, on and off.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { may } from "../../shell/session.ts";
import { Tag } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { Sure } from "../../ui/sure.tsx";
import { say } from "../../ui/toast.tsx";
import { Connection } from "./connection.tsx";
import { changing, type Part, type Settings } from "./part.ts";
import { Roles } from "./roles.tsx";
import { t, type Key } from "./texts.ts";

export function SSO() {
  const found = useData((signal) => api.get("/api/v1/settings/sso", { signal }), []);
  const part = found.value && { settings: found.value.data, etag: found.value.etag, reload: found.reload };
  return (
    <div class="stack wide">
      <p class="muted">{t("lead")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {part && (
        <>
          <State {...part} />
          <Addresses settings={part.settings} />
          <Connection key={`c${part.etag}`} {...part} />
          {part.settings.secret_set && may("settings.manage") && <Test />}
          <Roles key={`r${part.etag}`} {...part} />
        </>
      )}
    </div>
  );
}

// Whether people sign in by it, and the switch. Only who looks after people can switch it on.
function State({ settings: s, etag, reload }: Part) {
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const lacks: Key[] = [!s.issuer && "lack.issuer", !s.client_id && "lack.client", !s.secret_set && "lack.secret", !s.factor && "lack.factor", s.roles.length === 0 && "lack.roles"].filter((x): x is Key => Boolean(x));
  return (
    <section class="stack tight">
      <p class="row"><Tag tone={s.enabled ? "ok" : "info"}>{t(s.enabled ? "on" : "off")}</Tag><span>{t(s.enabled ? "on.text" : s.ready ? "off.ready" : "off.text")}</span></p>
      {!s.enabled && lacks.length > 0 && <ul>{lacks.map((lack) => <li>{t(lack)}</li>)}</ul>}
      {!s.enabled && s.ready && !may("people.manage") && <p class="note">{t("owner")}</p>}
      <ProblemNote problem={act.problem} />
      {!s.enabled && s.ready && may("people.manage") && (
        <div><button type="button" class="primary" disabled={act.busy} onClick={() => void act.run(() => changing(reload, async () => {
          await api.post("/api/v1/settings/sso/enable", { etag });
          say(t("on.done"));
        }))}>{t("enable")}</button></div>
      )}
      {s.enabled && may("settings.manage") && <div><button type="button" onClick={() => setAsking(true)}>{t("disable")}</button></div>}
      {asking && (
        <Sure title={t("disable")} act={t("disable")} onClose={() => setAsking(false)} onAct={() => changing(reload, async () => {
          await api.post("/api/v1/settings/sso/disable", { etag });
          setAsking(false);
        })}><p>{t("disable.text")}</p></Sure>
      )}
    </section>
  );
}

// What the administrator of the provider has to fill in there.
function Addresses({ settings: s }: { settings: Settings }) {
  const list = [["uri.redirect", s.redirect_uri], ["uri.out", s.signed_out_uri], ["uri.back", s.backchannel_logout_uri]] as const;
  return (
    <section class="stack tight">
      <h2>{t("there")}</h2>
      <p class="muted">{t("there.text")}</p>
      <dl class="facts">
        {list.map(([name, uri]) => <><dt>{t(name)}</dt><dd class="row"><code class="wrap">{uri}</code><Copy text={uri} /></dd></>)}
      </dl>
    </section>
  );
}

// Whether the provider answers and knows this service; nobody signs in.
function Test() {
  const act = useAct();
  const [report, setReport] = useState<Schemas["SSOTest"] | undefined>();
  return (
    <section class="stack tight">
      <h2>{t("test.title")}</h2>
      <p class="muted">{t("test.lead")}</p>
      <div><button type="button" disabled={act.busy} onClick={() => void act.run(async () => setReport((await api.post("/api/v1/settings/sso/test")).data))}>{t(act.busy ? "test.busy" : "test")}</button></div>
      <div role="status">
        {report && !act.busy && (report.ok
          ? <div class="note ok stack tight"><p>{t("test.ok")}</p><ul>{(["end_session", "backchannel_logout", "refresh"] as const).map((can) => <li>{t(`can.${can}.${report[can] ? "yes" : "no"}`)}</li>)}</ul></div>
          : <p class="note stop">{t(`trouble.${report.trouble ?? "connection"}`)}</p>)}
      </div>
      <ProblemNote problem={act.problem} />
    </section>
  );
}
