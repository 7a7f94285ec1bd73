// The fields of the form for a webhook.
import type { Schemas } from "../../api/client.ts";
import { Check, TextField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { noticeWord, types } from "./deliveries.tsx";
import { t } from "./texts.ts";

export type Webhook = Schemas["Webhook"];

/** What is asked of a webhook. */
export type Terms = Required<Pick<Schemas["WebhookChange"], "url" | "label" | "events">>;

/** The address of a webhook, its name and what it hears of. */
export function Fields({ value, onValue, problem }: { value: Terms; onValue(value: Terms): void; problem: unknown }) {
  const has = (type: (typeof types)[number]) => value.events.includes(type);
  return (
    <>
      <TextField label={t("w.url")} hint={t("w.url.hint")} type="url" inputMode="url" required maxLength={2000} placeholder="https://" value={value.url} onValue={(url) => onValue({ ...value, url })} wrong={wrong(problem, "url")} />
      <TextField label={t("w.label")} optional maxLength={120} value={value.label} onValue={(label) => onValue({ ...value, label })} wrong={wrong(problem, "label")} />
      <fieldset class="fields">
        <legend class="strong">{t("w.events")}</legend>
        <div class="stack tight">{types.map((type) => <Check label={noticeWord(type)} checked={has(type)} onChange={(on) => onValue({ ...value, events: on ? [...value.events, type] : value.events.filter((e) => e !== type) })} />)}</div>
        {value.events.length === 0 && <p class="wrong">{t("w.none")}</p>}
      </fieldset>
    </>
  );
}
