// What was agreed, what is more than that by now, and the papers.
import { address, type Schemas } from "../../api/client.ts";
import { day, language } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Since } from "./needed/needed.tsx";
import { t } from "./texts.ts";

type Window = Schemas["Transparency"];

const papers = ["dpia", "consent-request"] as const;

export function Agreed({ window: { consent, agreements, volunteers, council_approves, council_waits } }: { window: Window }) {
  return (
    <>
      <section class="stack tight">
        <h2>{t("h.consent")}</h2>
        <div class={consent.state === "in_force" ? "note ok stack tight" : "note warn stack tight"}>
          <p>{t(`consent.${consent.state}`)} {volunteers && t("volunteers")}</p>
          {consent.changes.length > 0 && (
            <ul class="stack tight">
              {consent.changes.map((c) => <li key={c.sentence.id + c.what}><p><b>{c.sentence[language.value]}</b> <Since change={c} /></p></li>)}
            </ul>
          )}
          {consent.state === "needed_again" && may("reveal.approve_council") && <p>{t("consent.council")}</p>}
        </div>
        <p>{t(council_approves ? "approves.yes" : "approves.no")} {council_waits && t("approves.waits")}</p>
        {consent.state !== "in_force" && may("settings.manage") && <div class="acts"><a class="button primary" href="/console/beginnen">{t("record")}</a></div>}
      </section>
      <section class="stack tight">
        <h2>{t("h.papers")}</h2>
        <p>{t("papers")}</p>
        {papers.map((paper) => {
          const at = (format: string) => address(`/api/v1/transparency/${paper}`, [], { format, lang: language.value });
          return (
            <div class="row spread wrap" key={paper}>
              <p>{t(`paper.${paper}`)}</p>
              <div class="acts">
                <a class="button" href={at("html")} target="_blank" rel="noopener" aria-label={`${t(`paper.${paper}`)}: ${t("show")}`}>{t("show")}</a>
                <a class="button" href={at("pdf")} download={`${paper}.pdf`} aria-label={`${t(`paper.${paper}`)}: PDF`}>PDF</a>
                <a class="button" href={at("json")} download={`${paper}.json`} aria-label={`${t(`paper.${paper}`)}: JSON`}>JSON</a>
              </div>
            </div>
          );
        })}
      </section>
      <section class="stack tight">
        <h2>{t("h.agreements")}</h2>
        {agreements.length === 0 && <p class="muted">{t("no_agreements")}</p>}
        {agreements.length > 0 && (
          <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.agreements")}>
            <table class="plain-table">
              <caption class="hidden-visually">{t("h.agreements")}</caption>
              <thead><tr><th scope="col">{t("col.consented")}</th><th scope="col">{t("col.reference")}</th><th scope="col">{t("col.assessed")}</th><th scope="col">{t("col.evaluate")}</th><th scope="col">{t("col.fingerprint")}</th></tr></thead>
              <tbody>
                {[...agreements].reverse().map((a) => (
                  <tr key={a.recorded_at}>
                    <th scope="row" class="nowrap">{a.consented_on ? day(a.consented_on) : "–"}</th><td>{a.reference ?? "–"}</td><td class="nowrap">{a.assessed_on ? day(a.assessed_on) : "–"}</td>
                    <td class="nowrap">{a.evaluate_on ? day(a.evaluate_on) : "–"}</td><td><code>{a.fingerprint?.slice(0, 12) ?? t("no_fingerprint")}</code></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </>
  );
}
