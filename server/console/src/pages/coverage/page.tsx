// Who or what is not guarded now?
import { api, type Schemas } from "../../api/client.ts";
import { number } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Expected } from "./acts/expected.tsx";
import { ReleasesPart } from "./acts/releases.tsx";
import { Devices } from "./devices.tsx";
import { Keys } from "./keys.tsx";
import { Sites } from "./sites.tsx";
import { t } from "./texts.ts";

type Coverage = Schemas["Coverage"];

export default function CoveragePage() {
  const found = useData(async (signal) => (await api.get("/api/v1/coverage", { signal })).data, []);
  const c = found.value;
  return (
    <Page title={c ? titleOf(c) : t("plain")} lead={t("lead")}>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {c && <Figures coverage={c} />}
      {c && <Sites coverage={c} onChange={() => void found.reload()} />}
      {c && may("devices.read") && <Expected expected={c.expected} missing={c.missing} onChange={() => void found.reload()} />}
      {may("devices.read") && <Devices />}
      {c && may("devices.read") && <ReleasesPart running={c.versions} />}
      {may("devices.read") && <Keys />}
    </Page>
  );
}

function titleOf(c: Coverage): string {
  if (c.enrolled === 0) return t("title.none");
  const places = c.gaps.length + c.switches.length + (c.silent_3d > 0 ? 1 : 0) + (c.missing > 0 ? 1 : 0) + (c.outdated > 0 ? 1 : 0);
  if (places > 0) return t("title.gaps", { n: places });
  const unseen = c.sites.reduce((sum, s) => sum + s.observed - s.inspected, 0);
  return unseen > 0 ? t("title.unseen", { n: unseen }) : t("title.good");
}

function Figures({ coverage: c }: { coverage: Coverage }) {
  const list: [number, string, boolean][] = [
    [c.enrolled, t("enrolled"), false], [c.active_7d, t("active"), false], [c.on_policy, t("on_policy", { n: c.online }), false], [c.silent_3d, t("silent"), true], [c.outdated, t("outdated"), true],
    ...(c.expected > 0 ? [[c.missing, t("missing"), true] as [number, string, boolean]] : []), [c.uninspected, t("uninspected"), true], [c.open_minutes, t("open"), true],
  ];
  return (
    <ul class="figures panel">
      {list.map(([n, text, bad]) => <li><span class={`figure${bad && n > 0 ? " tone-warn" : ""}`}>{number(n)}</span><br /><span class="small muted">{text}</span></li>)}
    </ul>
  );
}
