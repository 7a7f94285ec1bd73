// Do our warnings help? What people did with each text, and whether they were warned again.
import type { Schemas } from "../../api/client.ts";
import { number } from "../../i18n/i18n.ts";
import { t } from "./texts.ts";

type Effect = Schemas["CoachingEffect"];
type Text = Effect["texts"][number];

export const share = (part: number, of: number): string => (of > 0 ? `${number((100 * part) / of)} %` : "–");

/** What people did with one text. */
export function TextEffect({ text }: { text: Text | undefined }) {
  if (!text || text.shown === 0) return <p class="small muted">{t("effect.none")}</p>;
  const parts: [string, number][] = [
    [t("effect.better"), text.edited + text.redacted + text.redirected + text.stopped], [t("effect.sent"), text.sent], [t("effect.wrong"), text.wrong],
  ];
  return (
    <dl class="stack tight small">
      <div class="row spread"><dt>{t("effect.shown")}</dt><dd class="number">{number(text.shown)}</dd></div>
      {parts.map(([what, n]) => <div class="row spread"><dt>{what}</dt><dd class="number">{share(n, text.shown)}</dd></div>)}
    </dl>
  );
}

/** How often people were warned again. */
export function Repeats({ effect }: { effect: Effect }) {
  if (effect.after.length === 0) return <p class="muted">{t("repeat.none")}</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={t("h.repeat")}>
      <table class="plain-table">
        <caption class="hidden-visually">{t("h.repeat")}</caption>
        <thead><tr><th scope="col">{t("col.nth")}</th><th scope="col" class="number">{t("col.again7")}</th><th scope="col" class="number">{t("col.again28")}</th></tr></thead>
        <tbody>
          {effect.after.map((r) => (
            <tr><th scope="row">{number(r.nth)}</th><td class="number">{share(r.again_7, r.persons_7)}</td><td class="number">{share(r.again_28, r.persons_28)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The answer of the page. */
export function answer(effect: Effect): string {
  const shown = effect.texts.reduce((sum, x) => sum + x.shown, 0);
  if (shown === 0) return t("title.quiet");
  const better = effect.texts.reduce((sum, x) => sum + x.edited + x.redacted + x.redirected + x.stopped, 0);
  return t("title.effect", { share: share(better, shown) });
}
