// How bad it is: the computed severity with its reasons, and a person's judgement beside it (ENISA 2013).
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { userName } from "../../api/names.ts";
import { moment, number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { Severity } from "../../ui/badge.tsx";
import { isStale, useData } from "../../ui/data.ts";
import { AreaField, Check, Form, SelectField, type Option } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { changes, type Case } from "./acts.ts";
import { t } from "./texts.ts";

type Assessment = Schemas["IncidentAssessment"];
type Score = NonNullable<Assessment["computed"]>;

export function SeverityTab({ case: i }: { case: Case; onChange(changed: Case): void }) {
  const found = useData((signal) => api.get("/api/v1/incidents/{id}/assessment", { ids: [i.id], signal }), [i.id, changes.value]);
  const [editing, setEditing] = useState(false);
  const a = found.value?.data;
  const canJudge = (may("incidents.assess") || (i.kind === "secret" && may("incidents.assess_security"))) && ["confirmed_leak", "assessed"].includes(i.state);
  return (
    <div class="stack wide">
      <ProblemNote problem={found.problem} retry={found.reload} />
      {a && !a.computed && !a.judged && <p class="muted">{t("sev.none")}</p>}
      {a?.judged && <Card title={t("sev.judged")} score={a.judged} foot={<><p>{a.judged.why}</p><p class="small muted">{t("sev.by", { name: userName(a.judged.by), when: moment(a.judged.at) })}</p></>} />}
      {a?.computed && <Card title={t("sev.computed")} score={a.computed} />}
      {a && (a.computed || a.judged) && <p class="small muted">{t("sev.method")}</p>}
      {a && canJudge && (editing
        ? <Judge assessment={a} save={async (body) => {
            try {
              await api.put("/api/v1/incidents/{id}/assessment", { ids: [i.id], body, etag: found.value!.etag });
            } catch (problem) {
              if (isStale(problem)) await found.reload();
              throw problem;
            }
            changes.value++;
            setEditing(false);
          }} onCancel={() => setEditing(false)} />
        : <div><button type="button" class="primary" onClick={() => setEditing(true)}>{t("sev.change")}</button></div>)}
    </div>
  );
}

function Card({ title, score, foot }: { title: string; score: Score; foot?: preact.ComponentChildren }) {
  const cb = score.cb.confidentiality + score.cb.integrity + score.cb.availability + (score.cb.malicious ? 0.5 : 0);
  const show = (n: number) => number(n, 2);
  return (
    <section class="panel stack tight">
      <div class="row spread"><h3>{title}</h3><Severity level={score.level} /></div>
      <p class="figure">{show(score.se)}</p>
      <p class="small muted">{t("sev.formula", { dpc: show(score.dpc), ei: show(score.ei), cb: show(cb), se: show(score.se) })}</p>
      <p><span class="strong">{t("sev.advice")}</span>: {word("advice", score.advice)}</p>
      {score.flags && score.flags.length > 0 && <p>{score.flags.map((flag) => t(`flag.${flag}`)).join(" · ")}</p>}
      {score.sentences.length > 0 && (
        <details>
          <summary>{t("sev.reasons")}</summary>
          <ul class="stack tight small">{score.sentences.map((text) => <li>{text}</li>)}</ul>
        </details>
      )}
      {foot}
    </section>
  );
}

const dpc: readonly (100 | 200 | 300 | 400)[] = [100, 200, 300, 400];
const ei: readonly (25 | 50 | 75 | 100)[] = [25, 50, 75, 100];
const cb: readonly (0 | 25 | 50)[] = [0, 25, 50];

// Factors travel in hundredths, so that no fraction is lost.
function Judge({ assessment, save, onCancel }: { assessment: Assessment; save(body: Schemas["IncidentAssess"]): Promise<void>; onCancel(): void }) {
  const from = assessment.judged ?? assessment.computed;
  const [value, setValue] = useState({
    dpc: Math.round((from?.dpc ?? 1) * 100), ei: Math.round((from?.ei ?? 0.25) * 100), confidentiality: Math.round((from?.cb.confidentiality ?? 0) * 100),
    integrity: Math.round((from?.cb.integrity ?? 0) * 100), availability: Math.round((from?.cb.availability ?? 0) * 100), malicious: from?.cb.malicious ?? false,
    unintelligible: assessment.judged?.unintelligible ?? false, why: assessment.judged?.why ?? "",
  });
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  const options = (list: readonly number[], name: "dpc" | "ei" | "cb"): Option[] => {
    const all = list.map((n): Option => [String(n), t(`${name}.${n}` as "dpc.100")]);
    const present = name === "cb" ? undefined : String(value[name]);
    return present && !all.some(([v]) => v === present) ? [[present, number(Number(present) / 100, 2)], ...all] : all;
  };
  const choose = (label: string, name: "dpc" | "ei" | "confidentiality" | "integrity" | "availability", list: Option[]) =>
    <SelectField label={label} value={String(value[name])} onValue={(v) => set({ [name]: Number(v) })} options={list} />;
  return (
    <Form submit={t("sev.save")} onSubmit={() => save(value)} onCancel={onCancel}>
      {(problem: unknown) => (
        <>
          {choose(t("sev.dpc"), "dpc", options(dpc, "dpc"))}
          {choose(t("sev.ei"), "ei", options(ei, "ei"))}
          {choose(t("sev.cb"), "confidentiality", options(cb, "cb"))}
          {choose(t("sev.integrity"), "integrity", options(cb, "cb"))}
          {choose(t("sev.availability"), "availability", options(cb, "cb"))}
          <Check label={t("sev.malicious")} checked={value.malicious} onChange={(malicious) => set({ malicious })} />
          <Check label={t("sev.unintelligible")} checked={value.unintelligible} onChange={(unintelligible) => set({ unintelligible })} />
          <AreaField label={t("sev.why")} required value={value.why} onValue={(why) => set({ why })} wrong={wrong(problem, "why")} />
        </>
      )}
    </Form>
  );
}
