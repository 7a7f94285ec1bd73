// Replacing the list of expected workstations by that of a file: first a trial, with what is wrong by line, then the change.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../../api/client.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field, Form } from "../../../ui/form.tsx";
import { say } from "../../../ui/toast.tsx";
import { t } from "./texts.ts";

type Report = Schemas["ExpectedImport"];

const mostBytes = 1 << 20;
const shownProblems = 50;

export function Import({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const [text, setText] = useState("");
  const [big, setBig] = useState(false);
  const [report, setReport] = useState<Report | undefined>();
  const choose = async (file: File | undefined) => {
    setReport(undefined);
    setBig((file?.size ?? 0) > mostBytes);
    setText(file && file.size <= mostBytes ? await file.text() : "");
  };
  const send = async (dry: boolean) => (await api.post("/api/v1/coverage/expected/import", { body: text as never, media: "text/csv", query: { dry_run: dry } as never })).data;
  const ready = report !== undefined && report.problems.length === 0;
  return (
    <Dialog wide title={t("imp.title")} onClose={onClose}>
      <p>{t("imp.text")}</p>
      <Form
        submit={t(ready ? "imp.go" : "imp.check")}
        disabled={!text || (report !== undefined && !ready)}
        onCancel={onClose}
        onSubmit={async () => {
          if (!ready) return setReport(await send(true));
          // Between the trial and now the departments may have changed.
          const done = await send(false);
          if (done.problems.length > 0) return setReport(done);
          say(t("imp.done"));
          onDone();
        }}
      >
        <Field label={t("imp.file")} wrong={big ? t("imp.big") : undefined}>
          {(control) => <input {...control} type="file" accept=".csv,text/csv" required onChange={(e) => void choose(e.currentTarget.files?.[0])} />}
        </Field>
        <div role="status" class="stack tight">{report && <Result report={report} />}</div>
      </Form>
    </Dialog>
  );
}

// The columns by the names that the person knows; what the file itself calls something else is shown as it is.
function columnName(column: string | undefined): string {
  if (column === "workstation" || column === "department") return t(`imp.col.${column}`);
  return column || "–";
}

function Result({ report }: { report: Report }) {
  const { problems } = report;
  if (problems.length === 0) {
    return (
      <>
        <p>{t("imp.result", { added: report.added, updated: report.updated, unchanged: report.unchanged, removed: report.removed })}</p>
        {report.removed > 0 && <p class="note warn">{t("imp.removes", { n: report.removed })}</p>}
      </>
    );
  }
  return (
    <>
      <p class="note stop">{t("imp.wrong", { n: problems.length })}</p>
      <div class="table-scroll short" tabIndex={0} role="region" aria-label={t("imp.what")}>
        <table class="plain-table">
          <caption class="hidden-visually">{t("imp.what")}</caption>
          <thead><tr><th scope="col" class="number">{t("imp.line")}</th><th scope="col">{t("imp.column")}</th><th scope="col">{t("imp.what")}</th></tr></thead>
          <tbody>{problems.slice(0, shownProblems).map((p) => <tr><td class="number">{p.line}</td><td>{columnName(p.column)}</td><td>{t(`imp.${p.code}`)}</td></tr>)}</tbody>
        </table>
      </div>
      {problems.length > shownProblems && <p class="small muted">{t("imp.rest", { n: problems.length - shownProblems })}</p>}
    </>
  );
}
