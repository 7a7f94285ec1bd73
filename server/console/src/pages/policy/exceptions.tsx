// Exceptions in the draft: each with an owner and an end.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { destinationName, destinations } from "../../api/names.ts";
import { day } from "../../i18n/i18n.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may } from "../../shell/session.ts";
import { useAct, useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { AreaField, Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

const most = 90 * 86_400_000;

export function Exceptions({ rules, onDone }: { rules: readonly string[]; onDone(): Promise<void> }) {
  const list = useData((signal) => api.get("/api/v1/exceptions", { signal }), []);
  const [adding, setAdding] = useState(false);
  const act = useAct();
  const changed = () => (void list.reload(), void onDone());
  const items = list.value?.data.items ?? [];
  return (
    <div class="stack">
      <p class="muted">{t("exc.lead")}</p>
      <ProblemNote problem={list.problem ?? act.problem} retry={list.problem ? list.reload : undefined} />
      {may("policy.edit") && items.length > 0 && <div><button type="button" onClick={() => setAdding(true)}>{t("exc.add")}</button></div>}
      {list.value && items.length === 0 && <Empty text={t("exc.none")}>{may("policy.edit") && <button type="button" class="primary" onClick={() => setAdding(true)}>{t("exc.add")}</button>}</Empty>}
      {items.length > 0 && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("tab.exceptions")}</caption>
            <thead><tr><th scope="col">{t("exc.rules")}</th><th scope="col">{t("exc.groups")}</th><th scope="col">{t("exc.destinations")}</th><th scope="col">{t("exc.reason")}</th><th scope="col">{t("exc.owner")}</th><th scope="col">{t("exc.until")}</th><th scope="col"><span class="hidden-visually">{shared("remove")}</span></th></tr></thead>
            <tbody>
              {items.map((e) => (
                <tr>
                  <th scope="row">{e.rules.join(", ")}</th><td>{e.groups.join(", ")}</td><td>{e.destinations.map(destinationName).join(", ")}</td><td class="wrap">{e.reason}</td><td>{e.owner}</td><td class="nowrap">{day(e.until)}</td>
                  <td>{may("policy.edit") && <button type="button" class="plain" aria-label={`${shared("remove")}: ${e.id}`} onClick={() => void act.run(async () => {
                    const { etag } = await api.get("/api/v1/exceptions/{exception}", { ids: [e.id] });
                    await api.del("/api/v1/exceptions/{exception}", { ids: [e.id], etag });
                    changed();
                  })}>{shared("remove")}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && <Add rules={rules} onClose={() => setAdding(false)} onDone={() => (setAdding(false), changed(), say(t("exc.saved")))} />}
    </div>
  );
}

function Add({ rules, onClose, onDone }: { rules: readonly string[]; onClose(): void; onDone(): void }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [groups, setGroups] = useState("");
  const [destination, setDestination] = useState("");
  const [reason, setReason] = useState("");
  const [owner, setOwner] = useState("fg");
  const [until, setUntil] = useState("");
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return (
    <Dialog wide title={t("exc.add")} onClose={onClose}>
      <Form
        submit={t("exc.add")}
        disabled={chosen.length === 0}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/exceptions", {
            body: { rules: chosen, reason, owner, until, ...(groups.trim() && { groups: groups.split(",").map((g) => g.trim()).filter(Boolean) }), ...(destination && { destinations: [destination] }) },
          });
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <fieldset><legend class="strong">{t("exc.rules")}</legend>{rules.map((r) => <Check label={r} checked={chosen.includes(r)} onChange={(on) => setChosen(on ? [...chosen, r] : chosen.filter((c) => c !== r))} />)}</fieldset>
            <TextField label={t("exc.groups")} optional value={groups} onValue={setGroups} wrong={wrong(problem, "groups")} />
            <SelectField label={t("exc.destinations")} value={destination} onValue={setDestination} options={[["", shared("all")], ...destinations.value.map((d) => [d.id, d.name] as const)]} />
            <AreaField label={t("exc.reason")} required value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
            <TextField label={t("exc.owner")} required value={owner} onValue={setOwner} wrong={wrong(problem, "owner")} />
            <TextField label={t("exc.until")} type="date" required min={date(Date.now())} max={date(Date.now() + most)} value={until} onValue={setUntil} wrong={wrong(problem, "until")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
