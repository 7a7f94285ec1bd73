// Puts some attempts of a case into a new one.
import { useState } from "preact/hooks";
import { api } from "../../../api/client.ts";
import { moment } from "../../../i18n/i18n.ts";
import { t as shared } from "../../../i18n/shared.ts";
import { word } from "../../../i18n/words.ts";
import { setParams } from "../../../shell/router.ts";
import { useData } from "../../../ui/data.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Form } from "../../../ui/form.tsx";
import { ProblemNote } from "../../../ui/problem.tsx";
import { say } from "../../../ui/toast.tsx";
import { changes, type Case } from "../acts.ts";
import type { Attempt } from "./rules.ts";
import { t } from "./texts.ts";

export function Split({ case: i, onClose }: { case: Case; onClose(): void }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const found = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/events", { ids: [i.id], signal })).data.items, [i.id]);
  const all = found.value ?? [];
  const toggle = (id: string, on: boolean) => setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <Dialog wide title={t("split.title", { number: i.number })} onClose={onClose}>
      <p>{t("split.lead")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {!found.value && !found.problem && <p class="muted" role="status">{shared("loading")}</p>}
      {found.value && all.length < 2 && <p class="note">{t("events.none")}</p>}
      {all.length > 1 && (
        <Form
          submit={t("split.go")}
          disabled={chosen.length === 0 || chosen.length === all.length}
          onCancel={onClose}
          onSubmit={async () => {
            const { data } = await api.post("/api/v1/incidents/{id}/split", { ids: [i.id], body: { events: [...chosen] } });
            say(t("split.done", { number: data.number }));
            onClose();
            changes.value++;
            setParams({ open: data.id, tab: "" });
          }}
        >
          <fieldset>
            <legend class="strong">{t("split.which")}</legend>
            <ul class="choices">
              {all.map((event) => (
                <li key={event.id}>
                  <label class="choice">
                    <input type="checkbox" checked={chosen.includes(event.id)} onChange={(e) => toggle(event.id, e.currentTarget.checked)} />
                    <span class="stack tight"><span>{moment(event.at)} · {what(event)}</span><span class="small muted">{kindsOf(event)}</span></span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
          <p class="small muted" role="status">{t("split.chosen", { n: chosen.length, all: all.length })}</p>
        </Form>
      )}
    </Dialog>
  );
}

const what = (event: Attempt): string => [word("action", event.action), event.outcome && word("outcome", event.outcome.outcome)].filter(Boolean).join(" · ");

const kindsOf = (event: Attempt): string => event.types.map(({ type }) => word("type", type)).join(", ") || "–";
