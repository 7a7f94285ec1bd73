// What does the employer see, and does it do as agreed?
import { api } from "../../api/client.ts";
import { language, number } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { Moment } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { ChangeList } from "../policy/changes.tsx";
import { t } from "./texts.ts";

export default function Council() {
  return (
    <Page title={t("title")} lead={t("lead")}>
      <p class="note">{t("never")}</p>
      {may("policy.read") && <Stored />}
      <Reveals />
      {may("policy.read") && <Changes />}
    </Page>
  );
}

function Stored() {
  const found = useData(async (signal) => (await api.get("/api/v1/settings/retention", { signal })).data.terms, []);
  return (
    <section class="stack tight">
      <h2>{t("h.stored")}</h2>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("h.stored")}</caption>
            <thead><tr><th scope="col">{t("kind")}</th><th scope="col">{t("term")}</th><th scope="col">{t("why")}</th></tr></thead>
            <tbody>{found.value.map((term) => <tr><th scope="row">{t(`kind.${term.kind}`)}</th><td class="nowrap">{term.value === 0 ? t("zero") : t(`unit.${term.unit}`, { n: term.value })}</td><td>{term.reason[language.value]}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Reveals() {
  const found = useData(async (signal) => (await api.get("/api/v1/transparency/reveals", { signal })).data, []);
  const none = found.value?.items.every((i) => i.done === 0);
  return (
    <section class="stack tight">
      <h2>{t("h.reveals")}</h2>
      <p class="muted">{t("period")} {none && t("zero.reveals")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("h.reveals")}</caption>
            <thead><tr><th scope="col">{t("purpose")}</th><th scope="col" class="number">{t("done")}</th><th scope="col" class="number">{t("withheld")}</th></tr></thead>
            <tbody>{found.value.items.map((i) => <tr><th scope="row">{word("purpose", i.purpose)}</th><td class="number">{number(i.done)}</td><td class="number">{number(i.withheld)}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Changes() {
  const found = useData(async (signal) => {
    const whole = (await api.get("/api/v1/policies", { signal })).data.items.find((p) => !p.department_id);
    return whole ? (await api.get("/api/v1/policies/{id}/versions", { ids: [whole.id], query: { limit: 20 }, signal })).data.items.filter((v) => v.changes.length > 0) : [];
  }, []);
  return (
    <section class="stack tight">
      <h2>{t("h.policy")}</h2>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value?.length === 0 && <p class="muted">{t("no_changes")}</p>}
      {found.value?.map((v) => <div class="panel stack tight"><h3>{t("version", { n: v.version })} · <Moment at={v.activated_at} /></h3><ChangeList changes={v.changes} /></div>)}
    </section>
  );
}
