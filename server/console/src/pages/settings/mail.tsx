// Mail: which server takes it, what recipients see, and whether it arrives.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may, me } from "../../shell/session.ts";
import { isStale, useAct, useData } from "../../ui/data.ts";
import { AreaField, Form, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { answerWord } from "./deliveries.tsx";
import { t } from "./texts.ts";

type Settings = Schemas["MailSettings"];

export function Mail() {
  const found = useData((signal) => api.get("/api/v1/settings/mail", { signal }), []);
  const s = found.value?.data;
  return (
    <>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {s && <Server settings={s} />}
      {found.value && <Fields key={found.value.etag} settings={found.value.data} etag={found.value.etag} reload={found.reload} />}
    </>
  );
}

function Server({ settings: s }: { settings: Settings }) {
  if (!s.configured) return <div class="note warn stack tight"><p>{t("m.absent")}</p><p>{t("m.how")} <code>DIJKWACHT_SMTP_URL</code></p></div>;
  return (
    <section class="stack tight">
      <h2>{t("m.server")}</h2>
      <dl class="facts">
        <dt>{t("m.host")}</dt><dd>{s.host}:{s.port}</dd>
        <dt>{t("m.security")}</dt><dd>{s.security === "starttls" ? "STARTTLS" : "TLS"}</dd>
        <dt>{t("m.from")}</dt><dd>{s.from}</dd>
      </dl>
      <p class="small muted">{t("m.server.where")}</p>
      {may("settings.manage") && <Try />}
    </section>
  );
}

// One mail to who asks; the answer of the mail server in words.
function Try() {
  const act = useAct();
  const [result, setResult] = useState<Schemas["MailTest"] | undefined>();
  return (
    <div class="stack tight">
      <div><button type="button" disabled={act.busy} onClick={() => void act.run(async () => setResult((await api.post("/api/v1/settings/mail/test")).data))}>{act.busy ? t("m.testing") : t("m.test")}</button></div>
      <div role="status">
        {result && !act.busy && <p class={result.delivered ? "note ok" : "note stop"}>{result.delivered ? t("m.arrived", { to: me().email }) : t("m.refused", { why: answerWord(result.answer) })}</p>}
      </div>
      <ProblemNote problem={act.problem} />
      <p><a href="?tab=sent">{t("m.sent")}</a></p>
    </div>
  );
}

function Fields({ settings: s, etag, reload }: { settings: Settings; etag: string; reload(): Promise<void> }) {
  const [value, setValue] = useState({ sender: s.sender, reply_to: s.reply_to ?? "", domains: s.domains.join("\n") });
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  return (
    <section class="stack">
      <h2>{t("m.recipients")}</h2>
      <Form
        submit={shared("save")}
        disabled={!may("settings.manage")}
        onSubmit={async () => {
          const domains = value.domains.split(/[\s,]+/).filter(Boolean);
          try {
            await api.patch("/api/v1/settings/mail", { body: { sender: value.sender, reply_to: value.reply_to, domains }, etag });
          } catch (problem) {
            if (isStale(problem)) await reload();
            throw problem;
          }
          say(shared("saved"));
          await reload();
        }}
      >
        {(problem: unknown) => (
          <>
            <TextField label={t("m.sender")} hint={t("m.sender.hint")} optional maxLength={120} value={value.sender} onValue={(sender) => set({ sender })} wrong={wrong(problem, "sender")} />
            <TextField label={t("m.reply")} optional type="email" maxLength={254} value={value.reply_to} onValue={(reply_to) => set({ reply_to })} wrong={wrong(problem, "reply_to")} />
            <AreaField label={t("m.domains")} hint={t("m.domains.hint")} optional rows={3} value={value.domains} onValue={(domains) => set({ domains })} wrong={wrong(problem, "domains")} />
          </>
        )}
      </Form>
    </section>
  );
}
