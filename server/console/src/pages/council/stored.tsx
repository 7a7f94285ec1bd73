// Every field that is kept, and who sees something of it.
import { useState } from "preact/hooks";
import { type Schemas } from "../../api/client.ts";
import { language, number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { SelectField } from "../../ui/form.tsx";
import { t } from "./texts.ts";

type Table = Schemas["Transparency"]["stored"][number];
type Role = Schemas["Transparency"]["roles"][number];

const about = ["staff", "users", "nobody"] as const;

export function Stored({ tables }: { tables: readonly Table[] }) {
  const [whom, setWhom] = useState<string>("staff");
  const l = language.value;
  const shown = tables.filter((table) => table.people.id === whom);
  return (
    <section class="stack tight">
      <h2>{t("h.stored")}</h2>
      <p class="note">{t("never")}</p>
      <SelectField label={t("whom")} value={whom} onValue={setWhom} options={about.map((a) => [a, t(`about.${a}`)])} />
      <p class="muted" role="status">{t("tables", { n: shown.length })} {t("fields", { n: shown.reduce((sum, one) => sum + one.fields.length, 0) })}</p>
      <ul class="stack tight plain-list">
        {shown.map((table) => (
          <li key={table.table.id} class="panel">
            <details>
              <summary class="row spread"><h3>{table.table[l]}</h3><span class="muted">{table.kept[l]}</span></summary>
              <dl class="facts">
                <dt>{t("purpose")}</dt><dd>{table.purpose[l]}</dd>
                <dt>{t("basis")}</dt><dd>{table.legal_basis[l]}</dd>
                <dt>{t("term")}</dt><dd>{table.kept[l]}</dd>
              </dl>
              <div class="table-scroll" tabIndex={0} role="region" aria-label={table.table[l]}>
                <table class="plain-table">
                  <caption class="hidden-visually">{table.table[l]}</caption>
                  <thead><tr><th scope="col">{t("field")}</th><th scope="col">{t("meaning")}</th></tr></thead>
                  <tbody>{table.fields.map((f) => <tr key={f.id}><th scope="row"><code>{table.table.id}.{f.id}</code></th><td>{f[l]}</td></tr>)}</tbody>
                </table>
              </div>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Roles({ roles, smallest }: { roles: readonly Role[]; smallest: number }) {
  return (
    <section class="stack tight">
      <h2>{t("h.roles")}</h2>
      <p>{t("roles.lead", { n: smallest })}</p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.roles")}>
        <table class="plain-table">
          <caption class="hidden-visually">{t("h.roles")}</caption>
          <thead><tr><th scope="col">{t("role")}</th><th scope="col" class="number">{t("people")}</th><th scope="col">{t("sees")}</th></tr></thead>
          <tbody>{roles.map((r) => <tr key={r.role}><th scope="row">{word("role", r.role)}</th><td class="number">{number(r.people)}</td><td>{r.sight.map((s) => s[language.value]).join("; ") || t("nothing")}</td></tr>)}</tbody>
        </table>
      </div>
    </section>
  );
}
