// Who may do what, and for which part of the organisation?
import { api } from "../../api/client.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { Departments } from "./departments.tsx";
import { Users } from "./users.tsx";
import { t } from "./texts.ts";

export default function People() {
  const users = useData(async (signal) => (may("people.read") ? (await api.get("/api/v1/users", { query: { limit: 200 }, signal })).data.items : []), []);
  const tabs = [...(may("people.read") ? ["people" as const] : []), "departments" as const];
  const tab = tabs.find((name) => name === param("tab")) ?? tabs[0]!;
  return (
    <Page title={users.value && may("people.read") ? t("title", { n: users.value.filter((u) => u.state === "active").length }) : t("plain")} lead={t("lead")}>
      <Tabs label={t("tabs")} tabs={tabs.map((name) => [name, t(`tab.${name}`)])} chosen={tab} onChoose={(name) => setParams({ tab: name }, { replace: true })}>
        {tab === "departments" ? <Departments /> : <Users users={users} />}
      </Tabs>
    </Page>
  );
}
