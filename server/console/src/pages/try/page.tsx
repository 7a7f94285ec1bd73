// What would be found and decided in an invented text? Nothing of it is kept.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { destinations } from "../../api/names.ts";
import { language } from "../../i18n/i18n.ts";
import { codes, word } from "../../i18n/words.ts";
import { Code, Tag } from "../../ui/badge.tsx";
import { AreaField, Form, SelectField } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { wrong } from "../../ui/problem.tsx";
import { whyWord } from "../../i18n/why.ts";
import { Marked } from "./marked.tsx";
import { t } from "./texts.ts";

type Result = Schemas["TrialResult"];

export default function TryIt() {
  const [text, setText] = useState("");
  const [destination, setDestination] = useState("chatgpt");
  const [channel, setChannel] = useState("typed");
  const [answer, setAnswer] = useState<{ result: Result; text: string } | undefined>();
  const listed = destinations.value.map((d) => [d.id, d.name] as const);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <div class="try">
        <Form
          submit={t("go")}
          onSubmit={async () => {
            const { data } = await api.post("/api/v1/try", { body: { text, destination_id: destination, channel: channel as "typed", lang_hint: language.value } });
            setAnswer({ result: data, text });
          }}
        >
          {(problem: unknown) => (
            <>
              <AreaField label={t("text")} hint={t("hint")} rows={8} maxLength={100_000} required value={text} onValue={setText} wrong={wrong(problem, "text")} />
              <div><button type="button" class="plain" onClick={() => setText(t("example.text"))}>{t("example")}</button></div>
              <SelectField label={t("destination")} value={destination} onValue={setDestination} options={[["unlisted", t("unlisted")], ...listed]} />
              <SelectField label={t("channel")} value={channel} onValue={setChannel} options={codes("channel").filter((c) => c !== "file").map((c) => [c, word("channel", c)])} />
            </>
          )}
        </Form>
        <div role="status" class="stack wide">{answer && <Answer {...answer} />}</div>
      </div>
    </Page>
  );
}

function Answer({ result: r, text }: { result: Result; text: string }) {
  return (
    <>
      <section class="panel stack tight">
        <h2>{t("decision")}: {word("action", r.action)}</h2>
        <p>{r.findings.length > 0 ? `${t("persons", { n: r.persons })}.` : t("nothing")} {r.action !== "allow" && t(r.override_allowed ? "override.yes" : "override.no")}</p>
        <p class="small muted">{t("version", { n: r.policy_version })} · {t("kept")}</p>
      </section>
      {r.findings.length > 0 && <section class="stack tight"><h2>{t("found")}</h2><Marked text={text} findings={r.findings} /></section>}
      {r.safe_text && <section class="stack tight"><h2>{t("safe")}</h2><p class="panel wrap preserve">{r.safe_text}</p></section>}
      <section class="stack tight">
        <h2>{t("trace")}</h2>
        <div class="table-scroll" tabIndex={0} role="region" aria-label={t("trace")}>
          <table class="plain-table">
            <thead><tr><th scope="col">{t("rule")}</th><th scope="col">{t("why")}</th><th scope="col">{t("decision")}</th></tr></thead>
            <tbody>
              {r.rules.map((rule) => (
                <tr>
                  <th scope="row"><a href={`/console/beleid?rule=${encodeURIComponent(rule.id)}`}>{rule.id}</a></th>
                  <td><Tag tone={rule.matched ? "warn" : "muted"}>{t(rule.matched ? "matched" : "unmatched")}</Tag> {whyWord(rule.why, rule.detail)}{rule.excepted_by && ` · ${t("excepted", { name: rule.excepted_by })}`}</td>
                  <td>{rule.matched && rule.action && <Code list="action" code={rule.action} />}{rule.mode && rule.mode !== "enforce" && <Code list="mode" code={rule.mode} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
