// The draft as a form and as YAML, side by side on one document.
import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { Problem, type Fault } from "../../api/problem.ts";
import { word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { isStale, useAct } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { RuleForm } from "./form.tsx";
import { rulesOf, type Rule } from "./model.ts";
import type { Draft } from "./draft.ts";
import { t } from "./texts.ts";
import { Unreadable } from "./yaml.ts";

interface Props {
  draft: Draft;
  onSaved(draft: Draft): void;
  reload(): Promise<void>;
}

type Verdict = { rules: number } | { faults: Fault[] };

export function Editor({ draft, onSaved, reload }: Props) {
  const [text, setText] = useState(draft.data.document);
  const [verdict, setVerdict] = useState<Verdict | undefined>();
  const act = useAct();
  const editable = may("policy.edit", "policy.tighten");
  const dirty = text !== draft.data.document;
  const form = useMemo(() => readable(text), [text]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => dirty && event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [dirty]);
  const save = () => act.run(async () => {
    const saved = await api.put("/api/v1/policies/{id}/draft", { ids: [draft.data.id], body: text as never, media: "application/yaml", etag: draft.etag });
    onSaved(saved);
    try {
      setVerdict({ rules: (await api.post("/api/v1/policies/{id}/draft/validate", { ids: [draft.data.id] })).data.rules });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== "policy.invalid") throw problem;
      setVerdict({ faults: problem.faults });
    }
  });
  return (
    <div class="stack policy">
      <p class="muted">{editable ? t("edit.lead") : t("edit.readonly")}</p>
      <div class="sides">
        <section class="stack" aria-label={t("edit.form")}>
          {"line" in form ? <p class="note warn">{t("edit.unreadable", { line: form.line })}</p> : form.rules.map((rule) => <RuleForm key={rule.id} rule={rule} document={text} disabled={!editable} onChange={setText} />)}
        </section>
        <section class="stack tight yaml">
          <label for="policy-yaml">{t("edit.yaml")}</label>
          <textarea id="policy-yaml" class="code" spellcheck={false} readOnly={!editable} value={text} onInput={(e) => setText(e.currentTarget.value)} />
        </section>
      </div>
      <div role="status" class="stack tight">
        {dirty && <p class="tone-warn">{t("edit.dirty")}</p>}
        {!dirty && verdict && ("rules" in verdict ? <p class="note ok">{t("edit.valid", { n: verdict.rules })}</p> : <Faults faults={verdict.faults} />)}
      </div>
      {isStale(act.problem)
        ? <div class="note warn stack tight" role="alert"><p>{t("edit.changed")}</p><div><button type="button" onClick={() => void reload().then(() => act.clear())}>{t("edit.load")}</button></div></div>
        : <ProblemNote problem={act.problem} />}
      {editable && <div class="acts"><button type="button" class="primary" disabled={act.busy} onClick={() => void save()}>{t("edit.save")}</button></div>}
    </div>
  );
}

function readable(text: string): { rules: Rule[] } | { line: number } {
  try {
    return { rules: rulesOf(text) };
  } catch (problem) {
    return { line: problem instanceof Unreadable ? text.slice(0, problem.at).split("\n").length : 1 };
  }
}

function Faults({ faults }: { faults: Fault[] }) {
  return (
    <div class="note stop stack tight">
      <p>{t("edit.invalid")}</p>
      <ul class="stack tight">
        {faults.map((f) => <li><button type="button" class="plain" onClick={() => show(f.line ?? 1)}>{t("edit.line", { line: f.line ?? 1, what: f.detail || word("field", f.code) })}</button></li>)}
      </ul>
    </div>
  );
}

// Puts the cursor in the line with the mistake.
function show(line: number): void {
  const area = document.getElementById("policy-yaml") as HTMLTextAreaElement;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = (line - 5) * (area.scrollHeight / lines.length);
}
