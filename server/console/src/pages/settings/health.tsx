// The service's own checks.
import { api } from "../../api/client.ts";
import { Tag } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { t } from "./texts.ts";

const checks = ["chain", "policy", "redis", "register", "rules", "serving"] as const;

const checkWord = (name: string): string => {
  const known = checks.find((one) => one === name);
  return known ? t(`check.${known}`) : name.replaceAll("_", " ");
};

export function Health() {
  const ready = useData(async (signal) => (await fetch("/readyz", { signal })).json() as Promise<{ ready: boolean; degraded: boolean; checks: Record<string, { ok: boolean; code?: string }> }>, []);
  const version = useData(async (signal) => (await api.get("/version", { signal })).data, []);
  const r = ready.value;
  return (
    <div class="stack">
      <ProblemNote problem={ready.problem} retry={ready.reload} />
      {r && <p class={r.ready ? (r.degraded ? "note warn" : "note ok") : "note stop"}>{t(r.ready ? (r.degraded ? "h.degraded" : "h.ready") : "h.down")}</p>}
      {r && (
        <div class="table-scroll">
          <table class="plain-table">
            <caption class="hidden-visually">{t("tab.health")}</caption>
            <thead><tr><th scope="col">{t("h.check")}</th><th scope="col">{t("h.state")}</th></tr></thead>
            <tbody>{Object.entries(r.checks).map(([name, { ok, code }]) => <tr><th scope="row">{checkWord(name)}</th><td><Tag tone={ok ? "ok" : "stop"}>{ok ? t("h.ok") : (code ?? "–")}</Tag></td></tr>)}</tbody>
          </table>
        </div>
      )}
      {version.value && <p class="small muted">{t("h.version", { version: version.value.version, rules: version.value.rules_version })}</p>}
    </div>
  );
}
