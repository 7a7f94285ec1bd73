// What is allowed, and what changes when I change this?
import { api } from "../../api/client.ts";
import { departmentName } from "../../api/names.ts";
import { moment } from "../../i18n/i18n.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { useData } from "../../ui/data.ts";
import { SelectField } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import type { Draft } from "./draft.ts";
import { Editor } from "./editor.tsx";
import { Exceptions } from "./exceptions.tsx";
import { Publish } from "./publish.tsx";
import { Replay } from "./replay.tsx";
import { Rules } from "./rules.tsx";
import { Tests } from "./tests.tsx";
import { Versions } from "./versions.tsx";
import { t } from "./texts.ts";

export default function PolicyPage() {
  const policies = useData(async (signal) => (await api.get("/api/v1/policies", { signal })).data.items, []);
  const id = param("policy") || (policies.value?.find((p) => !p.department_id) ?? policies.value?.[0])?.id;
  const rules = useData(async (signal) => (await api.get("/api/v1/rules", { signal })).data.items, []);
  const newest = useData(async (signal) => (id ? (await api.get("/api/v1/policies/{id}/versions", { ids: [id], query: { limit: 1 }, signal })).data.items[0] : undefined), [id]);
  const draft = useData<Draft | undefined>((signal) => (id ? api.get("/api/v1/policies/{id}/draft", { ids: [id], signal }) : Promise.resolve(undefined)), [id]);
  const tighten = may("policy.tighten");
  const names = ["rules", ...(tighten ? ["edit", "tests", "replay", "publish"] : []), "versions", "exceptions"] as const;
  const tab = names.find((name) => name === param("tab")) ?? "rules";
  const mine = rules.value?.filter((r) => r.policy_id === id) ?? [];
  return (
    <Page
      title={rules.value ? t("title", { n: rules.value.filter((r) => r.mode === "enforce").length }) : t("plain")}
      lead={newest.value && t("lead", { version: newest.value.version, when: moment(newest.value.activated_at) })}
    >
      <ProblemNote problem={policies.problem ?? draft.problem} retry={() => (void policies.reload(), void draft.reload())} />
      {(policies.value?.length ?? 0) > 1 && (
        <SelectField label={t("which")} value={id ?? ""} onValue={(policy) => setParams({ policy })} options={policies.value!.map((p) => [p.id, p.department_id ? departmentName(p.department_id) : t("whole")])} />
      )}
      {id && draft.value && draft.value.data.id === id && (
        <Tabs label={t("tabs")} tabs={names.map((name) => [name, t(`tab.${name}` as "tab.rules")])} chosen={tab} onChoose={(name) => setParams({ tab: name === "rules" ? "" : name, rule: "" }, { replace: true })}>
          {tab === "edit" ? <Editor key={id} draft={draft.value} onSaved={draft.set} reload={draft.reload} />
            : tab === "tests" ? <Tests draft={draft.value} onSaved={draft.set} />
            : tab === "replay" ? <Replay id={id} />
            : tab === "publish" ? <Publish draft={draft.value} onDone={() => (void draft.reload(), void rules.reload(), void newest.reload())} />
            : tab === "versions" ? <Versions id={id} onDone={() => (void draft.reload(), void rules.reload(), void newest.reload())} />
            : tab === "exceptions" ? <Exceptions rules={mine.map((r) => r.id)} onDone={draft.reload} />
            : <Rules id={id} version={newest.value?.version} rules={mine} chosen={param("rule")} />}
        </Tabs>
      )}
    </Page>
  );
}
