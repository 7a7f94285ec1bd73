// How often a name was asked for and disclosed, for what, and what came of it. No name, pseudonym or case.
import { api } from "../../api/client.ts";
import { day, number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { useData } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { t } from "./texts.ts";

export function Reveals() {
  const found = useData(async (signal) => (await api.get("/api/v1/transparency/reveals", { signal })).data, []);
  const roles = (list: readonly string[]) => list.map((r) => word("role", r)).join(", ") || "–";
  const none = found.value?.items.every((i) => i.done === 0);
  return (
    <section class="stack tight">
      <h2>{t("h.reveals")}</h2>
      <p class="muted">{t("period")} {none && t("zero.reveals")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value && (
        <>
          <div class="table-scroll">
            <table class="plain-table">
              <caption class="hidden-visually">{t("h.reveals")}</caption>
              <thead><tr><th scope="col">{t("purpose")}</th><th scope="col" class="number">{t("done")}</th><th scope="col" class="number">{t("withheld")}</th></tr></thead>
              <tbody>{found.value.items.map((i) => <tr key={i.purpose}><th scope="row">{word("purpose", i.purpose)}</th><td class="number">{number(i.done)}</td><td class="number">{number(i.withheld)}</td></tr>)}</tbody>
            </table>
          </div>
          <h3>{t("h.requests")}</h3>
          {found.value.requests.length === 0 && <p class="muted">{t("no_requests")}</p>}
          {found.value.requests.length > 0 && (
            <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.requests")}>
              <table class="plain-table">
                <caption class="hidden-visually">{t("h.requests")}</caption>
                <thead><tr><th scope="col">{t("col.on")}</th><th scope="col">{t("purpose")}</th><th scope="col">{t("col.outcome")}</th><th scope="col">{t("col.asked")}</th><th scope="col">{t("col.decided")}</th><th scope="col">{t("col.told")}</th></tr></thead>
                <tbody>
                  {found.value.requests.map((r, i) => (
                    <tr key={i}>
                      <th scope="row" class="nowrap">{day(r.on)}</th><td>{word("purpose", r.purpose)}</td><td>{t(`outcome.${r.outcome}`)}</td><td>{roles(r.asked_by)}</td><td>{roles(r.decided_by)}</td>
                      <td>{r.outcome !== "done" ? "–" : t(r.withheld ? "told.withheld" : r.employee_told ? "told.yes" : "told.soon")}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </section>
  );
}
