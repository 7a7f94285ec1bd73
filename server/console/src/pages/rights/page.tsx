// Which employee waits for my decision on what is kept about them, and until when?
import { api, type Schemas } from "../../api/client.ts";
import { day } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { param, setParams, withParams } from "../../shell/router.ts";
import { now } from "../../ui/clock.ts";
import { useData } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { Left } from "./left.tsx";
import { RequestDrawer } from "./request.tsx";
import { t } from "./texts.ts";

type Request = Schemas["EmployeeRequest"];

const states = ["open", "granted", "refused"] as const;
type State = (typeof states)[number];

const load = async (state: State, signal: AbortSignal) => (await api.get("/api/v1/rights-requests", { query: { state }, signal })).data.items;

export default function Rights() {
  const state = states.find((s) => s === param("state")) ?? "open";
  const list = useData((signal) => load(state, signal), [state]);
  const open = useData((signal) => load("open", signal), []);
  const opened = param("open");
  const late = open.value?.filter((r) => Date.parse(r.due_at) < now.value).length ?? 0;
  const title = !open.value ? t("plain") : late > 0 ? t("title.late", { n: late }) : open.value.length > 0 ? t("title", { n: open.value.length }) : t("title.none");
  const reload = () => void (list.reload(), open.reload());
  return (
    <Page title={title} lead={t("lead")}>
      <Tabs label={t("tabs")} tabs={states.map((s) => [s, word("right_state", s)])} chosen={state} onChoose={(s) => setParams({ state: s === "open" ? "" : s, open: "" }, { replace: true })}>
        <ProblemNote problem={list.problem ?? open.problem} retry={reload} />
        {list.value?.length === 0 && <Empty text={t(state === "open" ? "empty.open" : "empty.done")} />}
        {list.value && list.value.length > 0 && <Requests items={list.value} opened={opened} />}
      </Tabs>
      {opened && <RequestDrawer id={opened} onChange={reload} onClose={() => setParams({ open: "" })} />}
    </Page>
  );
}

function Requests({ items, opened }: { items: readonly Request[]; opened: string }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={t("plain")}>
      <table class="plain-table">
        <caption class="hidden-visually">{t("plain")}</caption>
        <thead><tr><th scope="col">{t("col.kind")}</th><th scope="col">{t("col.ground")}</th><th scope="col">{t("col.about")}</th><th scope="col">{t("col.at")}</th><th scope="col">{t("col.due")}</th></tr></thead>
        <tbody>
          {items.map((r) => (
            <tr key={r.id} class={r.id === opened ? "chosen" : undefined}>
              <th scope="row"><a href={withParams({ open: r.id })}>{word("right", r.kind)}</a></th><td>{word("ground", r.ground)}</td><td>{t(r.event_id ? "about.one" : "about.all")}</td>
              <td class="nowrap">{day(r.at)}</td><td class="nowrap">{day(r.due_at)} {r.state === "open" && <Left due={r.due_at} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
