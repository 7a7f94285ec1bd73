// The attempts that make up a case, each with its decision; and the cases that it came from or went into.
import { api } from "../../../api/client.ts";
import { word } from "../../../i18n/words.ts";
import { withParams } from "../../../shell/router.ts";
import { Moment } from "../../../ui/badge.tsx";
import { useData } from "../../../ui/data.ts";
import { ProblemNote } from "../../../ui/problem.tsx";
import { changes, type Case } from "../acts.ts";
import { t } from "./texts.ts";

export function Attempts({ case: i }: { case: Case }) {
  const found = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/events", { ids: [i.id], signal })).data.items, [i.id, changes.value]);
  return (
    <section class="stack tight">
      <h3>{t("events")}</h3>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value?.length === 0 && <p class="muted">{t("events.none")}</p>}
      {found.value && found.value.length > 0 && (
        <div class="table-scroll short" tabIndex={0} role="region" aria-label={t("events")}>
          <table class="plain-table">
            <caption class="hidden-visually">{t("events")}</caption>
            <thead><tr><th scope="col">{t("events.at")}</th><th scope="col">{t("events.action")}</th><th scope="col">{t("events.outcome")}</th><th scope="col">{t("events.kinds")}</th></tr></thead>
            <tbody>
              {found.value.map((event) => (
                <tr key={event.id}>
                  <th scope="row" class="nowrap"><a href={`/console/activiteit?open=${event.decision_id}`}><Moment at={event.at} /></a></th>
                  <td>{word("action", event.action)}</td><td>{event.outcome ? word("outcome", event.outcome.outcome) : "–"}</td>
                  <td>{event.types.map(({ type }) => word("type", type)).join(", ") || "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Where the case went, or what it hangs together with. */
export function Related({ case: i }: { case: Case }) {
  const others = i.links.filter((id) => id !== i.merged_into);
  return (
    <>
      {i.merged_into && <div class="note row spread"><p>{t("merged_into")}</p><a class="button" href={withParams({ open: i.merged_into, tab: "" })}>{t("merged_open")}</a></div>}
      {others.length > 0 && <p>{t("links")}: {others.map((id, n) => <>{n > 0 && ", "}<Numbered id={id} /></>)}</p>}
    </>
  );
}

function Numbered({ id }: { id: string }) {
  const found = useData(async (signal) => (await api.get("/api/v1/incidents/{id}", { ids: [id], signal })).data.number, [id]);
  return <a href={withParams({ open: id, tab: "" })}>{found.value ?? t("link")}</a>;
}
