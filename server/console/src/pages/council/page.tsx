// What does the employer see, and does it do as agreed?
import { api, type Schemas } from "../../api/client.ts";
import { may } from "../../shell/session.ts";
import { param, setParams } from "../../shell/router.ts";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { ChangeList } from "../policy/changes.tsx";
import { Moment } from "../../ui/badge.tsx";
import { Agreed } from "./agreed.tsx";
import { Notices } from "./notices.tsx";
import { Reveals } from "./reveals.tsx";
import { Roles, Stored } from "./stored.tsx";
import { t } from "./texts.ts";

type Window = Schemas["Transparency"];

const tabs = ["agreed", "notices", "stored", "roles", "reveals", "policy"] as const;
type Tab = (typeof tabs)[number];

export default function Council() {
  const found = useData(async (signal) => (await api.get("/api/v1/transparency", { signal })).data, []);
  const tab = tabs.find((one) => one === param("tab")) ?? "agreed";
  const state = found.value?.consent.state;
  const name = (one: Tab) => (one === "notices" && found.value?.unread ? t("tab.notices.n", { n: found.value.unread }) : t(`tab.${one}`));
  return (
    <Page title={state ? t(`title.${state}`) : t("plain")} lead={t("lead")}>
      <ProblemNote problem={found.problem} retry={found.reload} />
      <Tabs label={t("tabs")} tabs={tabs.map((one) => [one, name(one)])} chosen={tab} onChoose={(one) => setParams({ tab: one === "agreed" ? "" : one }, { replace: true })}>
        {found.value && <Shown tab={tab} window={found.value} onRead={(unread) => found.set({ ...found.value!, unread })} />}
      </Tabs>
    </Page>
  );
}

function Shown({ tab, window, onRead }: { tab: Tab; window: Window; onRead(unread: number): void }) {
  switch (tab) {
    case "agreed": return <Agreed window={window} />;
    case "notices": return <Notices unread={window.unread} remarks={may("reveal.approve_council")} answers={may("notification.decide")} onRead={onRead} />;
    case "stored": return <Stored tables={window.stored} />;
    case "roles": return <Roles roles={window.roles} smallest={window.smallest_group} />;
    case "reveals": return <Reveals />;
    case "policy": return <Changes changes={window.policy_changes} />;
  }
}

function Changes({ changes }: { changes: Window["policy_changes"] }) {
  return (
    <section class="stack tight">
      <h2>{t("h.policy")}</h2>
      {changes.length === 0 && <p class="muted">{t("no_changes")}</p>}
      {changes.map((v) => <div class="panel stack tight" key={v.version}><h3>{t("version", { n: v.version })} · <Moment at={v.activated_at} /></h3><ChangeList changes={v.changes} /></div>)}
    </section>
  );
}
