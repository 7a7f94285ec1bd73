// Puts all attempts of a case into another one.
import { useState } from "preact/hooks";
import { api } from "../../../api/client.ts";
import { moment } from "../../../i18n/i18n.ts";
import { t as shared } from "../../../i18n/shared.ts";
import { word } from "../../../i18n/words.ts";
import { setParams } from "../../../shell/router.ts";
import { Code, Severity } from "../../../ui/badge.tsx";
import { useData } from "../../../ui/data.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Form } from "../../../ui/form.tsx";
import { ProblemNote } from "../../../ui/problem.tsx";
import { say } from "../../../ui/toast.tsx";
import { changes, type Case } from "../acts.ts";
import type { Line } from "../query.ts";
import { fits, movableStates } from "./rules.ts";
import { t } from "./texts.ts";

const limit = 200;

export function Merge({ case: i, onClose }: { case: Case; onClose(): void }) {
  const [into, setInto] = useState("");
  const found = useData(async (signal) => {
    const { data } = await api.get("/api/v1/incidents", { query: { destination: [i.destination_id], state: [...movableStates], source: ["device"], limit }, signal });
    const items = data.items.filter((line) => fits(i, line));
    // Most often it is one person who tried again.
    return { items: [...items.filter((line) => line.pseudonym === i.pseudonym), ...items.filter((line) => line.pseudonym !== i.pseudonym)], more: data.next_cursor !== null };
  }, [i.id]);
  const items = found.value?.items ?? [];
  const target = items.find((line) => line.id === into);
  return (
    <Dialog wide title={t("merge.title", { number: i.number })} onClose={onClose}>
      <p>{t("merge.lead", { number: i.number })}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {!found.value && !found.problem && <p class="muted" role="status">{shared("loading")}</p>}
      {found.value && items.length === 0 && <p class="note">{t("merge.none")}</p>}
      {items.length > 0 && (
        <Form
          submit={t("merge.go")}
          disabled={!target}
          onCancel={onClose}
          onSubmit={async () => {
            await api.post("/api/v1/incidents/{id}/merge", { ids: [i.id], body: { into } });
            say(t("merge.done", { number: i.number, into: target?.number ?? "" }));
            onClose();
            changes.value++;
            setParams({ open: into, tab: "" });
          }}
        >
          <fieldset>
            <legend class="strong">{t("merge.which")}</legend>
            <ul class="choices">{items.map((line) => <Choice line={line} same={line.pseudonym !== null && line.pseudonym === i.pseudonym} chosen={line.id === into} onChoose={() => setInto(line.id)} />)}</ul>
          </fieldset>
          {found.value?.more && <p class="small muted">{t("merge.more", { n: limit })}</p>}
        </Form>
      )}
    </Dialog>
  );
}

function Choice({ line, same, chosen, onChoose }: { line: Line; same: boolean; chosen: boolean; onChoose(): void }) {
  return (
    <li>
      <label class="choice">
        <input type="radio" name="into" checked={chosen} onChange={onChoose} />
        <span class="stack tight">
          <span class="row tight"><span class="strong">{line.number}</span><Severity level={line.severity} /><Code list="state" code={line.state} />{same && <span class="small tone-info">{t("merge.same")}</span>}</span>
          <span class="small muted">{moment(line.occurred_from)} · {t("attempts", { n: line.events })} · {line.types.map(({ type }) => word("type", type)).join(", ")}</span>
        </span>
      </label>
    </li>
  );
}
