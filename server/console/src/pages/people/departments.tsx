// The tree of departments, by hand or from a file.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departments } from "../../api/names.ts";
import { number } from "../../i18n/i18n.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may } from "../../shell/session.ts";
import { useAct, useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { t } from "./texts.ts";

type Department = Schemas["Department"];

const publishable = 10;

export function Departments() {
  const list = useData(async (signal) => (await api.get("/api/v1/departments", { signal })).data.items, []);
  const [asking, setAsking] = useState<"add" | "import" | undefined>();
  const act = useAct();
  const manage = may("departments.manage");
  const all = list.value ?? [];
  const again = () => (void list.reload(), departments.again());
  const depth = (d: Department): number => (d.parent_id ? 1 + depth(all.find((p) => p.id === d.parent_id) ?? { ...d, parent_id: null }) : 0);
  return (
    <div class="stack">
      {manage && (
        <div class="acts">
          <button type="button" onClick={() => setAsking("add")}>{t("d.add")}</button>
          <button type="button" onClick={() => setAsking("import")}>{t("d.import")}</button>
        </div>
      )}
      <ProblemNote problem={list.problem ?? act.problem} />
      {list.value?.length === 0 && <Empty text={t("d.none")} />}
      {all.length > 0 && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("tab.departments")}</caption>
            <thead><tr><th scope="col">{t("d.name")}</th><th scope="col">{t("d.code")}</th><th scope="col" class="number">{t("d.active")}</th>{manage && <th scope="col"><span class="hidden-visually">{shared("remove")}</span></th>}</tr></thead>
            <tbody>
              {all.map((d) => (
                <tr key={d.id}>
                  <th scope="row"><span aria-hidden="true">{"– ".repeat(depth(d))}</span>{d.name}</th><td>{d.code}</td>
                  <td class="number" title={d.people < publishable ? t("d.small") : undefined}>{number(d.people)}</td>
                  {manage && <td><button type="button" class="plain" aria-label={`${shared("remove")}: ${d.name}`} onClick={() => void act.run(async () => (await api.del("/api/v1/departments/{id}", { ids: [d.id], etag: `"${d.rev}"` }), again()))}>{shared("remove")}</button></td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking === "add" && <Add all={all} onClose={() => setAsking(undefined)} onDone={() => (setAsking(undefined), again())} />}
      {asking === "import" && <Import onClose={() => setAsking(undefined)} onDone={() => (setAsking(undefined), again())} />}
    </div>
  );
}

function Add({ all, onClose, onDone }: { all: readonly Department[]; onClose(): void; onDone(): void }) {
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [people, setPeople] = useState("");
  const [parent, setParent] = useState("");
  return (
    <Dialog title={t("d.add")} onClose={onClose}>
      <Form submit={t("d.add")} onCancel={onClose} onSubmit={async () => (await api.post("/api/v1/departments", { body: { name, ...(code && { code }), ...(people && { active_people: Number(people) }), ...(parent && { parent_id: parent }) } }), onDone())}>
        {(problem: unknown) => (
          <>
            <TextField label={t("d.name")} required maxLength={120} value={name} onValue={setName} wrong={wrong(problem, "name")} />
            <TextField label={t("d.code")} optional maxLength={40} value={code} onValue={setCode} wrong={wrong(problem, "code")} />
            <TextField label={t("d.active")} optional type="number" min={0} value={people} onValue={setPeople} wrong={wrong(problem, "active_people")} />
            {all.length > 0 && <SelectField label={t("d.parent")} value={parent} onValue={setParent} options={[["", t("d.top")], ...all.map((d) => [d.id, d.name] as const)]} />}
          </>
        )}
      </Form>
    </Dialog>
  );
}

function Import({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const [text, setText] = useState("");
  const [report, setReport] = useState<Schemas["ImportReport"] | undefined>();
  const send = async (dry: boolean) => (await api.post("/api/v1/departments/import", { body: text as never, media: "text/csv", query: { dry_run: dry } as never })).data;
  const ready = report && report.problems.length === 0;
  return (
    <Dialog title={t("d.import")} onClose={onClose}>
      <p>{t("d.import.hint")}</p>
      <label class="button">
        CSV
        <input type="file" accept=".csv,text/csv" class="hidden-visually" onChange={async (e) => (setReport(undefined), setText((await e.currentTarget.files?.[0]?.text()) ?? ""))} />
      </label>
      {text && <pre class="panel wrap preserve small">{text.slice(0, 400)}</pre>}
      <Form submit={t(ready ? "d.import.go" : "d.import.try")} disabled={!text} onCancel={onClose} onSubmit={async () => {
        if (!ready) return setReport(await send(true));
        await send(false);
        onDone();
      }}>
        {report && <p role="status">{t("d.import.result", { added: report.added, updated: report.updated, unchanged: report.unchanged, problems: report.problems.length })}</p>}
        {report && report.problems.length > 0 && <ul class="small">{report.problems.slice(0, 20).map((p) => <li>{p.line}: {p.column} {p.code}</li>)}</ul>}
      </Form>
    </Dialog>
  );
}
