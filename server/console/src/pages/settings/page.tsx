// Is everything set up well?
import { api, type Schemas } from "../../api/client.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { Needed } from "../council/needed/needed.tsx";
import { ApiKeys } from "./api-keys.tsx";
import { Deliveries } from "./deliveries.tsx";
import { Health } from "./health.tsx";
import { Legal } from "./legal.tsx";
import { Mail } from "./mail.tsx";
import { Organisation } from "./organisation.tsx";
import { Retention } from "./retention.tsx";
import { RevealKey } from "./reveal-key.tsx";
import { SSO } from "../sso/sso.tsx";
import { t } from "./texts.ts";
import { Webhooks } from "./webhooks.tsx";

const parts = [
  ["organisation", () => may("settings.read"), Organisation],
  ["legal", () => may("incidents.assess"), Legal],
  ["retention", () => may("policy.read"), Retention],
  ["reveal", () => may("settings.read"), RevealKey],
  ["sso", () => may("settings.read"), SSO],
  ["mail", () => may("settings.read"), Mail],
  ["webhooks", () => may("settings.read"), Webhooks],
  ["keys", () => may("keys.read"), ApiKeys],
  ["sent", () => may("settings.read"), Deliveries],
  ["health", () => may("settings.read"), Health],
] as const;

export default function Settings() {
  const mine = parts.filter(([, visible]) => visible());
  const [name, , Part] = mine.find(([tab]) => tab === param("tab")) ?? mine[0]!;
  const setup = useData(async (signal) => (await api.get("/api/v1/setup", { signal })).data, []);
  return (
    <Page title={setup.value ? titleOf(setup.value) : t("plain")}>
      <Needed consent={setup.value?.consent} />
      <Tabs label={t("tabs")} tabs={mine.map(([tab]) => [tab, t(`tab.${tab}`)])} chosen={name} onChoose={(tab) => setParams({ tab, open: "" }, { replace: true })}><Part /></Tabs>
    </Page>
  );
}

function titleOf({ steps, sandbox, consent }: Schemas["Setup"]): string {
  if (sandbox) return t("title.trial");
  if (consent.state === "needed_again") return t("title.consent");
  const open = steps.filter(({ state }) => state === "open").length;
  return open > 0 ? t("title.open", { n: open }) : t("title");
}
