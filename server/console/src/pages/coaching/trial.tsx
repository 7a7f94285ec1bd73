// Two texts of a message beside each other, and what people did when they saw each.
import type { Schemas } from "../../api/client.ts";
import { language, number } from "../../i18n/i18n.ts";
import { winner } from "./compare.ts";
import { share } from "./effect.tsx";
import { t } from "./texts.ts";

interface Props {
  message: Schemas["Message"];
  effect: Schemas["CoachingTrial"] | undefined;
}

export function Trial({ message: m, effect }: Props) {
  return (
    <section class="panel stack tight" aria-labelledby={`trial-${m.id}`}>
      <h3 id={`trial-${m.id}`}><a href={`/console/coaching?open=${m.id}`}>{m.id}</a></h3>
      {[m, m.second!].map((text, n) => <p><span class="strong">{t("trial.text", { n: n + 1 })}:</span> {text[language.value]}</p>)}
      {effect && (effect.first && effect.second ? <Comparison first={effect.first} second={effect.second} /> : <p class="small muted">{t("trial.few", { k: effect.k })}</p>)}
    </section>
  );
}

function Comparison({ first, second }: { first: Schemas["CoachingText"]; second: Schemas["CoachingText"] }) {
  const both = [first, second];
  const won = winner(first, second);
  const rows: [string, (x: Schemas["CoachingText"]) => string][] = [
    [t("effect.shown"), (x) => number(x.shown)],
    [t("trial.edited"), (x) => share(x.edited + x.redacted + x.redirected, x.shown)],
    [t("trial.stopped"), (x) => share(x.stopped, x.shown)],
    [t("effect.sent"), (x) => share(x.sent, x.shown)],
  ];
  return (
    <>
      <div class="table-scroll"><table class="plain-table">
        <caption class="hidden-visually">{t("trial.tag")}</caption>
        <thead><tr><td />{both.map((_, n) => <th scope="col" class="number">{t("trial.text", { n: n + 1 })}</th>)}</tr></thead>
        <tbody>{rows.map(([what, cell]) => <tr><th scope="row">{what}</th>{both.map((x) => <td class="number">{cell(x)}</td>)}</tr>)}</tbody>
      </table></div>
      <p class={won ? "tone-ok" : "muted"}>{won ? t("trial.won", { n: won }) : t("trial.even")}</p>
    </>
  );
}
