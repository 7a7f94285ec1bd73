// How long each kind of data stays, and what must not be erased.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { isStale, useAct, useData } from "../../ui/data.ts";
import { Form, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t as shared } from "../../i18n/shared.ts";
import { Holds } from "../holds/holds.tsx";
import { t as council } from "../council/texts.ts";
import { t } from "./texts.ts";

type Terms = Schemas["Retention"]["terms"];
type Waits = Schemas["Retention"]["waiting"][number];

export function Retention() {
  const found = useData((signal) => api.get("/api/v1/settings/retention", { signal }), []);
  return (
    <div class="stack wide">
      <p class="muted">{t("r.lead")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value?.data.waiting.map((w) => <Waiting key={w.kind} waiting={w} etag={found.value!.etag} reload={found.reload} />)}
      {found.value && <Fields key={found.value.etag} terms={found.value.data.terms} etag={found.value.etag} reload={found.reload} />}
      {may("incidents.read") && <Holds />}
    </div>
  );
}

/** A longer term that waits for the works council, and how to take it back. */
function Waiting({ waiting: w, etag, reload }: { waiting: Waits; etag: string; reload(): Promise<void> }) {
  const act = useAct();
  const back = () => act.run(async () => {
    await api.patch("/api/v1/settings/retention", { etag, body: { [w.kind]: w.from } });
    await reload();
  });
  const kind = council(`kind.${w.kind as Terms[number]["kind"]}`);
  return (
    <div class="note warn stack tight">
      <p>{t("r.waits", { kind, to: w.to, unit: t(`unit.${w.unit as Terms[number]["unit"]}`), from: w.from })}</p>
      {may("incidents.assess") && <div class="acts"><button type="button" disabled={act.busy} aria-label={`${t("r.back")}: ${kind}`} onClick={() => void back()}>{t("r.back")}</button></div>}
      <ProblemNote problem={act.problem} />
    </div>
  );
}

function Fields({ terms, etag, reload }: { terms: Terms; etag: string; reload(): Promise<void> }) {
  const [value, setValue] = useState<Record<string, string>>(Object.fromEntries(terms.map((x) => [x.kind, String(x.value)])));
  const changed = terms.filter((x) => value[x.kind] !== String(x.value));
  const editable = may("incidents.assess");
  return (
    <Form
      submit={t("r.save")}
      disabled={!editable || changed.length === 0}
      onSubmit={async () => {
        try {
          await api.patch("/api/v1/settings/retention", { etag, body: Object.fromEntries(changed.map((x) => [x.kind, Number(value[x.kind])])) });
        } catch (problem) {
          if (isStale(problem)) await reload();
          throw problem;
        }
        say(shared("saved"));
        await reload();
      }}
    >
      {(problem: unknown) => terms.map((x) => (
        <TextField
          label={`${council(`kind.${x.kind}`)} (${t(`unit.${x.unit}`)})`}
          hint={`${x.min === x.max ? t("r.fixed") : t("r.range", { min: x.min, max: x.max, unit: t(`unit.${x.unit}`), default: x.default })}. ${x.reason[language.value]}`}
          type="number" min={x.min} max={x.max} readOnly={!editable || x.min === x.max} value={value[x.kind] ?? ""} onValue={(v) => setValue({ ...value, [x.kind]: v })} wrong={wrong(problem, x.kind)}
        />
      ))}
    </Form>
  );
}
