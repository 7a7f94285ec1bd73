// Changes several cases at once: first what would happen, then the change, then a way back.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { inWords } from "../../api/problem.ts";
import { t as shared } from "../../i18n/shared.ts";
import { word } from "../../i18n/words.ts";
import { may, me } from "../../shell/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, SelectField } from "../../ui/form.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { say } from "../../ui/toast.tsx";
import type { Line } from "./query.ts";
import { t } from "./texts.ts";

const most = 200;

interface Props {
  chosen: readonly Line[];
  onDone(): void;
  onNone(): void;
}

export function Bulk({ chosen, onDone, onNone }: Props) {
  const [to, setTo] = useState<string | undefined>();
  const targets = ["triaged", "false_positive", ...(may("incidents.assess", "incidents.assess_security") ? ["prevented", "closed"] : [])];
  const tooMany = chosen.length > most;
  return (
    <div class="panel row" role="region" aria-label={shared("selected", { n: chosen.length })}>
      <span class="strong">{shared("selected", { n: chosen.length })}</span>
      {tooMany && <span class="tone-stop">{t("bulk.max")}</span>}
      <button type="button" disabled={tooMany} onClick={() => void assignAll(chosen, onDone)}>{t("act.assign")}</button>
      <Menu label={t("act.move")} acts={tooMany ? [] : targets.map((state) => ({ text: word("state", state), act: () => setTo(state) }))} />
      <button type="button" class="plain" onClick={onNone}>{t("bulk.none")}</button>
      {to && <Sure chosen={chosen} to={to} onClose={() => setTo(undefined)} onDone={() => (setTo(undefined), onDone())} />}
    </div>
  );
}

async function assignAll(chosen: readonly Line[], onDone: () => void): Promise<void> {
  const mine = me().user_id;
  const before = chosen.filter((i) => i.assignee !== mine);
  const give = (line: Line, assignee: string | null) => api.post("/api/v1/incidents/{id}/assign", { ids: [line.id], body: { assignee } });
  try {
    for (const line of before) await give(line, mine);
    say(t("bulk.done", { n: before.length }), () => void Promise.all(before.map((line) => give(line, line.assignee ?? null))).then(onDone, (problem) => say(inWords(problem))));
  } catch (problem) {
    say(inWords(problem));
  }
  onDone();
}

type Result = Schemas["IncidentBulk"]["results"][number];

function Sure({ chosen, to, onClose, onDone }: { chosen: readonly Line[]; to: string; onClose(): void; onDone(): void }) {
  const [code, setCode] = useState("detectiefout");
  const body = { ids: chosen.map((i) => i.id), to: to as never, ...(to === "triaged" && { assignee: me().user_id }), ...(to === "false_positive" && { reason_code: code }) };
  const trial = useData(async (signal) => (await api.post("/api/v1/incidents/bulk", { body: { ...body, dry_run: true }, signal })).data.results, [to, code, chosen]);
  const act = useAct();
  const can = trial.value?.filter((r) => r.status < 300) ?? [];
  const cannot = trial.value?.filter((r) => r.status >= 300) ?? [];
  const number = (id: string) => chosen.find((i) => i.id === id)?.number ?? id;
  const go = () => act.run(async () => {
    const { data } = await api.post("/api/v1/incidents/bulk", { body: { ...body, ids: can.map((r) => r.id) } });
    const done = data.results.filter((r) => r.status < 300).map((r) => r.id);
    const back = canUndo(to, code) ? () => void undo(done, to, onDone) : undefined;
    say(t("bulk.done", { n: done.length }), back);
    onDone();
  });
  return (
    <Dialog title={`${t("bulk.title", { n: chosen.length })}: ${word("state", to)}`} onClose={onClose}>
      <Form submit={t("bulk.go", { n: can.length })} disabled={can.length === 0 || trial.loading || act.busy} onCancel={onClose} onSubmit={go}>
        {to === "false_positive" && <SelectField label={t("move.code")} value={code} onValue={setCode} options={["detectiefout", "fictief", "eigen_gegevens", "openbaar"].map((c) => [c, word("reason", c)])} />}
        <div role="status" class="stack tight">
          {trial.loading ? <p class="muted">{shared("loading")}</p> : <p>{t("bulk.can", { n: can.length })}</p>}
          {can.length > 0 && <p class={canUndo(to, code) ? "muted" : "note warn"}>{t(canUndo(to, code) ? "bulk.back" : to === "triaged" ? "bulk.final.triaged" : "bulk.final")}</p>}
          {cannot.length > 0 && (
            <>
              <p>{t("bulk.cannot", { n: cannot.length })}</p>
              <ul class="stack tight small">{cannot.map((r) => <li>{number(r.id)}: {why(r, chosen.find((i) => i.id === r.id))}</li>)}</ul>
            </>
          )}
        </div>
        <ProblemNote problem={trial.problem ?? act.problem} />
      </Form>
    </Dialog>
  );
}

function why({ problem, status }: Result, line: Line | undefined): string {
  if (problem?.code === "incident.illegal_transition") return t("bulk.why.illegal");
  if (line?.severity === "high" || line?.severity === "very_high") return t("bulk.why.serious");
  if (problem?.code === "incident.not_ready") return t("bulk.why.not_ready");
  return status === 403 || problem?.code === "approval.required" ? t("bulk.why.serious") : t("bulk.why.other");
}

// The register never forgets a state. The way back is the one that the law knows too: closed, and opened again with a reason. From
// "triaged" there is none: that somebody looked, and when, stays so. What is erased because it was somebody's own does not come back.
const canUndo = (to: string, code: string) => to !== "triaged" && !(to === "false_positive" && code === "eigen_gegevens") && may("incidents.assess");

async function undo(ids: readonly string[], to: string, onDone: () => void): Promise<void> {
  try {
    for (const id of ids) {
      if (to !== "closed") await api.post("/api/v1/incidents/{id}/transition", { ids: [id], body: { to: "closed" } });
      await api.post("/api/v1/incidents/{id}/reopen", { ids: [id], body: { reason: shared("undo") } });
    }
    say(t("bulk.undone", { n: ids.length }));
  } catch (problem) {
    say(inWords(problem));
  }
  onDone();
}
