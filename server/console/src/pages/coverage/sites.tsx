// How much of what people send was looked at, by AI service; and taking a site that the guard breaks out of it for some hours.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { destinationName } from "../../api/names.ts";
import { moment, number } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { Tag, type Tone } from "../../ui/badge.tsx";
import { useAct } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { AskOff, PastSwitches, Waiting } from "./acts/switches.tsx";
import { t as acts } from "./acts/texts.ts";
import { t } from "./texts.ts";

type Coverage = Schemas["Coverage"];
type Site = Coverage["sites"][number];

const tones: Record<string, Tone> = { guarded: "ok", gap: "stop", switched_off: "warn" };

export function Sites({ coverage: c, onChange }: { coverage: Coverage; onChange(): void }) {
  const [asking, setAsking] = useState<string | undefined>();
  const [round, setRound] = useState(0);
  const changed = () => (setRound(round + 1), onChange());
  // A site that reported nothing shows all the same while it is out of the guard.
  const quiet = c.switches.filter((s) => !c.sites.some((site) => site.destination_id === s.destination_id));
  return (
    <section class="stack tight">
      <div class="row spread"><h2>{t("h.sites")}</h2>{may("devices.manage") && <button type="button" onClick={() => setAsking("")}>{acts("off")}</button>}</div>
      {c.gaps.map((g) => <p class="note warn">{g.reason === "ratio" ? t("gap.ratio", { site: destinationName(g.destination_id), n: g.inspected, all: g.observed }) : t("gap.canary", { site: destinationName(g.destination_id) })} {t("gap.since", { when: moment(g.opened_at) })}</p>)}
      <Waiting key={round} onStarted={onChange} />
      {c.sites.length === 0 && quiet.length === 0
        ? <p class="muted">{t("sites.none")}</p>
        : (
          <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.sites")}>
            <table class="plain-table">
              <caption class="hidden-visually">{t("h.sites")}</caption>
              <thead><tr><th scope="col">{t("s.site")}</th><th scope="col">{t("s.state")}</th><th scope="col" class="number">{t("s.observed")}</th><th scope="col" class="number">{t("s.inspected")}</th><th scope="col" class="number">{t("s.ratio")}</th><th scope="col">{t("s.version")}</th></tr></thead>
              <tbody>
                {c.sites.map((s) => (
                  <tr key={s.destination_id}>
                    <th scope="row">{destinationName(s.destination_id)}</th>
                    <td><State site={s.destination_id} state={s.state} until={s.until} coverage={c} onChange={changed} /></td>
                    <td class="number">{number(s.observed)}</td><td class="number">{number(s.inspected)}</td><td class="number">{s.observed > 0 ? `${number(100 * s.ratio, 1)} %` : "–"}</td><td>{s.adapter_version ?? "–"}</td>
                  </tr>
                ))}
                {quiet.map((s) => (
                  <tr key={s.id}><th scope="row">{destinationName(s.destination_id)}</th><td><State site={s.destination_id} state="switched_off" until={s.until} coverage={c} onChange={changed} /></td><td class="number">0</td><td class="number">0</td><td class="number">–</td><td>–</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      <PastSwitches key={`past-${round}`} />
      {asking !== undefined && <AskOff onClose={() => setAsking(undefined)} onDone={() => (setAsking(undefined), changed())} />}
    </section>
  );
}

interface StateProps {
  site: string;
  state: Site["state"];
  until: string | null;
  coverage: Coverage;
  onChange(): void;
}

function State({ site, state, until, coverage, onChange }: StateProps) {
  const act = useAct();
  const out = coverage.switches.find((s) => s.destination_id === site);
  const back = () => act.run(async () => {
    await api.post("/api/v1/coverage/switches/{id}/end", { ids: [out!.id] });
    say(acts("off.back_done", { site: destinationName(site) }));
    onChange();
  });
  return (
    <>
      <span class="row tight">
        <Tag tone={tones[state] ?? "muted"}>{t(`state.${state}`)}</Tag>
        {until && <span class="small muted">{acts("off.until", { when: moment(until) })}</span>}
        {out && may("devices.revoke") && <button type="button" class="plain" disabled={act.busy} aria-label={`${acts("off.back")}: ${destinationName(site)}`} onClick={() => void back()}>{acts("off.back")}</button>}
      </span>
      <ProblemNote problem={act.problem} />
    </>
  );
}
