// The tests of the draft: agreements that hold before anything is published.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { word } from "../../i18n/words.ts";
import { whyWord } from "../../i18n/why.ts";
import { may } from "../../shell/session.ts";
import { Tag } from "../../ui/badge.tsx";
import { useAct } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import type { Draft } from "./draft.ts";
import { t } from "./texts.ts";

type Result = Schemas["PolicyTestResult"];

export function Tests({ draft, onSaved }: { draft: Draft; onSaved(draft: Draft): void }) {
  const [text, setText] = useState(draft.data.tests);
  const [result, setResult] = useState<Result | undefined>();
  const act = useAct();
  const run = () => act.run(async () => setResult((await api.post("/api/v1/policies/{id}/draft/test", { ids: [draft.data.id] })).data));
  const save = () => act.run(async () => {
    onSaved(await api.put("/api/v1/policies/{id}/draft/tests", { ids: [draft.data.id], body: text as never, media: "application/yaml", etag: draft.etag }));
    setResult((await api.post("/api/v1/policies/{id}/draft/test", { ids: [draft.data.id] })).data);
  });
  return (
    <div class="stack">
      <p class="muted">{t("test.lead")}</p>
      <div class="acts"><button type="button" class="primary" disabled={act.busy} onClick={() => void run()}>{t("test.run")}</button></div>
      <ProblemNote problem={act.problem} />
      <div role="status">{result && <Outcome result={result} />}</div>
      <details>
        <summary>{t("test.source")}</summary>
        <div class="stack tight">
          {!draft.data.tests && <p class="muted">{t("test.own")}</p>}
          <textarea class="code tall" aria-label={t("test.source")} spellcheck={false} readOnly={!may("policy.edit")} value={text} onInput={(e) => setText(e.currentTarget.value)} />
          {may("policy.edit") && <div><button type="button" disabled={act.busy || text === draft.data.tests} onClick={() => void save()}>{t("test.save")}</button></div>}
        </div>
      </details>
    </div>
  );
}

export function Outcome({ result }: { result: Result }) {
  const { never_fired: never, always_fired: always } = result.coverage;
  const sorted = [...result.cases].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <div class="stack">
      <p class={result.failed > 0 ? "note stop" : "note ok"}>{t("test.result", { n: result.passed, all: result.passed + result.failed })}</p>
      {never.length > 0 && <p class="note warn">{t("test.never", { rules: never.join(", ") })}</p>}
      {always.length > 0 && <p class="note warn">{t("test.always", { rules: always.join(", ") })}</p>}
      <div class="table-scroll">
        <table class="plain-table">
          <caption class="hidden-visually">{t("tab.tests")}</caption>
          <thead><tr><th scope="col">{t("test.case")}</th><th scope="col">{t("test.want")}</th><th scope="col">{t("test.got")}</th></tr></thead>
          <tbody>
            {sorted.map((c) => (
              <tr>
                <th scope="row">
                  {c.ok
                    ? <><Tag tone="ok">{t("test.ok")}</Tag> {c.name}</>
                    : (
                      <details>
                        <summary><Tag tone="stop">{t("test.fails")}</Tag> {c.name}</summary>
                        <ul class="stack tight small">
                          {c.wrong?.map((text) => <li>{text}</li>)}
                          {c.trace.map((step) => <li><code>{step.rule}</code>: {whyWord(step.why, step.detail)}</li>)}
                        </ul>
                      </details>
                    )}
                </th>
                <td>{word("action", c.want)}</td>
                <td class={c.ok ? undefined : "tone-stop"}>{word("action", c.got)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
