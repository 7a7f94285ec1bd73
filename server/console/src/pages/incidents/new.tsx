// A case that was found in another way than by a device.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { departments, destinations } from "../../api/names.ts";
import { codes, word } from "../../i18n/words.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { localNow } from "./moves.tsx";
import { t } from "./texts.ts";

const common = ["person_name", "bsn", "patient_number", "date_of_birth", "address", "phone", "email", "diagnosis", "medication", "mental_health", "iban", "secret_password"];

export function NewCase({ onClose, onMade }: { onClose(): void; onMade(id: string): void }) {
  const [destination, setDestination] = useState("chatgpt");
  const [department, setDepartment] = useState("");
  const [when, setWhen] = useState(localNow());
  const [types, setTypes] = useState<string[]>([]);
  const [people, setPeople] = useState("1");
  const [summary, setSummary] = useState("");
  return (
    <Dialog wide title={t("new.title")} onClose={onClose}>
      <p>{t("new.hint")}</p>
      <Form
        submit={t("new.go")}
        disabled={types.length === 0}
        onCancel={onClose}
        onSubmit={async () => {
          const n = Number(people);
          const { data } = await api.post("/api/v1/incidents", {
            body: { destination_id: destination, occurred_from: new Date(when).toISOString(), types, subjects_min: n, subjects_max: n, summary, ...(department && { department_id: department }) },
          });
          onMade(data.id);
        }}
      >
        {(problem: unknown) => (
          <>
            <SelectField label={t("new.destination")} value={destination} onValue={setDestination} options={destinations.value.map((d) => [d.id, d.name])} />
            {departments.value.length > 0 && <SelectField label={t("d.department")} value={department} onValue={setDepartment} options={[["", "–"], ...departments.value.map((d) => [d.id, d.name] as const)]} />}
            <TextField label={t("new.when")} type="datetime-local" required max={localNow()} value={when} onValue={setWhen} />
            <fieldset>
              <legend class="strong">{t("new.types")}</legend>
              <div class="checks">{[...common, ...codes("type").filter((c) => types.includes(c) && !common.includes(c))].map((type) => <Check label={word("type", type)} checked={types.includes(type)} onChange={(on) => setTypes(on ? [...types, type] : types.filter((x) => x !== type))} />)}</div>
            </fieldset>
            <TextField label={t("new.people")} type="number" min={0} max={1000000} required value={people} onValue={setPeople} />
            <AreaField label={t("new.summary")} hint={t("note.hint")} required value={summary} onValue={setSummary} wrong={wrong(problem, "summary")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
