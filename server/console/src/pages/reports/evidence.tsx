// How much people were coached in a year: evidence for AI literacy (AI Act article 4).
import { useState } from "preact/hooks";
import { address } from "../../api/client.ts";
import { SelectField } from "../../ui/form.tsx";
import { t } from "./texts.ts";

const forms = ["xlsx", "csv", "json"] as const;

export function Evidence() {
  const now = new Date().getFullYear();
  const [year, setYear] = useState(String(now));
  return (
    <section class="stack tight">
      <h2>{t("h.evidence")}</h2>
      <p class="muted">{t("e.text")}</p>
      <div class="row">
        <SelectField label={t("e.year")} value={year} onValue={setYear} options={[0, 1, 2].map((back) => [String(now - back), String(now - back)])} />
        {forms.map((form) => <a class="button" href={address("/api/v1/reports/ai-literacy", [], { year, format: form })} download={form === "json" ? `dijkwacht-ai-literacy-${year}.json` : true}>{form.toUpperCase()}</a>)}
      </div>
    </section>
  );
}
