// Asking a second person to leave a site out of the guard for some hours, what waits for that, and what was out before.
import { useEffect, useState } from "preact/hooks";
import { api, type Schemas } from "../../../api/client.ts";
import { destinationName, destinations, userName } from "../../../api/names.ts";
import { Moment } from "../../../ui/badge.tsx";
import { useData } from "../../../ui/data.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { AreaField, Form, SelectField, TextField } from "../../../ui/form.tsx";
import { ProblemNote, wrong } from "../../../ui/problem.tsx";
import { say } from "../../../ui/toast.tsx";
import { t } from "./texts.ts";

const mostHours = 72;

export function AskOff({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const [site, setSite] = useState("");
  const [hours, setHours] = useState("4");
  const [reason, setReason] = useState("");
  const list = destinations.value;
  const chosen = site || list[0]?.id || "";
  return (
    <Dialog title={t("off.title")} onClose={onClose}>
      <p>{t("off.text")}</p>
      <Form
        submit={t("off.go")}
        disabled={!chosen}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/coverage/switches", { body: { destination_id: chosen, hours: Number(hours), reason } });
          say(t("off.asked"));
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <SelectField label={t("off.site")} value={chosen} onValue={setSite} options={list.map((d) => [d.id, d.name])} wrong={wrong(problem, "destination_id")} />
            <TextField label={t("off.hours")} hint={t("off.hours_hint")} type="number" min={1} max={mostHours} step={1} required value={hours} onValue={setHours} wrong={wrong(problem, "hours")} />
            <AreaField label={t("off.reason")} required minLength={10} maxLength={2000} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

// How often it is looked whether what was approved has begun.
const look = 10_000;

export function Waiting({ onStarted }: { onStarted(): void }) {
  const found = useData(async (signal) => (await api.get("/api/v1/approvals", { query: { kind: ["site_switch_off"], state: ["open", "approved"], limit: 50 }, signal })).data.items, []);
  const given = found.value?.filter((a) => a.state === "approved").length ?? 0;
  useEffect(() => {
    if (given === 0) return;
    const timer = setInterval(() => void (found.reload(), onStarted()), look);
    return () => clearInterval(timer);
  }, [given]);
  return (
    <div role="status" class="stack tight">
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value?.map((a) => <p class="note" key={a.id}>{t(a.state === "open" ? "off.waits" : "off.given", termsOf(a))} {a.state === "open" && <a href={`/console/goedkeuren?open=${a.id}`}>{t("off.approvals")}</a>}</p>)}
    </div>
  );
}

function termsOf(a: Schemas["Approval"]): { site: string; n: number } {
  const terms = a.diff as { destination_id?: string; hours?: number } | null;
  return { site: destinationName(terms?.destination_id ?? a.object), n: terms?.hours ?? 0 };
}

export function PastSwitches() {
  const found = useData(async (signal) => (await api.get("/api/v1/coverage/switches", { signal })).data.items, []);
  if (found.problem) return <ProblemNote problem={found.problem} retry={found.reload} />;
  if (!found.value || found.value.length === 0) return null;
  return (
    <details>
      <summary>{t("off.past")} ({found.value.length})</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t("off.past")}>
        <table class="plain-table">
          <caption class="hidden-visually">{t("off.past")}</caption>
          <thead><tr><th scope="col">{t("off.site")}</th><th scope="col">{t("off.from")}</th><th scope="col">{t("off.to")}</th><th scope="col">{t("off.ended")}</th></tr></thead>
          <tbody>{found.value.map((s) => <tr key={s.id}><th scope="row">{destinationName(s.destination_id)}</th><td><Moment at={s.from} /></td><td><Moment at={s.until} /></td><td>{s.active ? "–" : s.ended_by ? userName(s.ended_by) : t("off.itself")}</td></tr>)}</tbody>
        </table>
      </div>
    </details>
  );
}
