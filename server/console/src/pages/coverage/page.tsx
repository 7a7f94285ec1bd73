// Who or what is not guarded now?
import { api, type Schemas } from "../../api/client.ts";
import { destinationName } from "../../api/names.ts";
import { moment, number } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Tag, type Tone } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Devices } from "./devices.tsx";
import { Keys } from "./keys.tsx";
import { t } from "./texts.ts";

type Coverage = Schemas["Coverage"];

export default function CoveragePage() {
  const found = useData(async (signal) => (await api.get("/api/v1/coverage", { signal })).data, []);
  const c = found.value;
  return (
    <Page title={c ? titleOf(c) : t("plain")} lead={t("lead")}>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {c && <Figures coverage={c} />}
      {c && <Sites coverage={c} />}
      {may("devices.read") && <Devices />}
      {may("devices.read") && <Keys />}
    </Page>
  );
}

function titleOf(c: Coverage): string {
  if (c.enrolled === 0) return t("title.none");
  const places = c.gaps.length + (c.silent_3d > 0 ? 1 : 0) + (c.missing > 0 ? 1 : 0) + (c.outdated > 0 ? 1 : 0);
  return places > 0 ? t("title.gaps", { n: places }) : t("title.good");
}

function Figures({ coverage: c }: { coverage: Coverage }) {
  const list: [number, string, boolean][] = [
    [c.enrolled, t("enrolled"), false], [c.active_7d, t("active"), false], [c.on_policy, t("on_policy"), false], [c.silent_3d, t("silent"), true], [c.outdated, t("outdated"), true],
    ...(c.expected > 0 ? [[c.missing, t("missing"), true] as [number, string, boolean]] : []), [c.uninspected, t("uninspected"), true],
  ];
  return (
    <ul class="figures panel">
      {list.map(([n, text, bad]) => <li><span class={`figure${bad && n > 0 ? " tone-warn" : ""}`}>{number(n)}</span><br /><span class="small muted">{text}</span></li>)}
    </ul>
  );
}

const tones: Record<string, Tone> = { guarded: "ok", gap: "stop", switched_off: "warn" };

function Sites({ coverage: c }: { coverage: Coverage }) {
  return (
    <section class="stack tight">
      <h2>{t("h.sites")}</h2>
      {c.gaps.map((g) => <p class="note warn">{g.reason === "ratio" ? t("gap.ratio", { site: destinationName(g.destination_id), n: g.inspected, all: g.observed }) : t("gap.canary", { site: destinationName(g.destination_id) })} {t("gap.since", { when: moment(g.opened_at) })}</p>)}
      {c.sites.length === 0
        ? <p class="muted">{t("sites.none")}</p>
        : (
          <div class="table-scroll">
            <table class="plain-table">
              <caption class="hidden-visually">{t("h.sites")}</caption>
              <thead><tr><th scope="col">{t("s.site")}</th><th scope="col">{t("s.state")}</th><th scope="col" class="number">{t("s.observed")}</th><th scope="col" class="number">{t("s.inspected")}</th><th scope="col" class="number">{t("s.ratio")}</th><th scope="col">{t("s.version")}</th></tr></thead>
              <tbody>
                {c.sites.map((s) => (
                  <tr>
                    <th scope="row">{destinationName(s.destination_id)}</th>
                    <td><Tag tone={tones[s.state] ?? "muted"}>{t(`state.${s.state}`)}</Tag></td>
                    <td class="number">{number(s.observed)}</td><td class="number">{number(s.inspected)}</td><td class="number">{s.observed > 0 ? `${number(100 * s.ratio, 1)} %` : "–"}</td><td>{s.adapter_version ?? "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
    </section>
  );
}
