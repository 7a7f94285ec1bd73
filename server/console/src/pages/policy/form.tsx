// One rule as a form. Each change replaces one value in the document and leaves the rest as it is.
import { codes, word } from "../../i18n/words.ts";
import { Check, SelectField } from "../../ui/form.tsx";
import { setAction, setOverride, type Rule } from "./model.ts";
import { sentence } from "./sentence.ts";
import { t } from "./texts.ts";
import { get, put, type MapNode } from "./yaml.ts";

interface Props {
  rule: Rule;
  document: string;
  disabled: boolean;
  onChange(document: string): void;
}

const flow = (values: string[]) => `[${values.join(", ")}]`;
const toggle = (list: string[], value: string, on: boolean) => (on ? [...list, value] : list.filter((v) => v !== value));
const offers = ["safe_rewrite", "redirect", "break_glass"] as const;

export function RuleForm({ rule, document, disabled, onChange }: Props) {
  const set = (map: MapNode, key: string, value: string) => onChange(put(document, map, key, value));
  const destination = get(rule.node, "when", "destination");
  return (
    <details class="panel rule">
      <summary><span class="strong">{rule.id}</span><br /><span class="small muted">{sentence(rule)}</span></summary>
      <fieldset disabled={disabled} class="fields">
        <legend class="hidden-visually">{rule.id}</legend>
        <div class="row">
          <SelectField label={t("f.mode")} value={rule.mode} onValue={(mode) => set(rule.node, "mode", mode)} options={codes("mode").map((c) => [c, word("mode", c)])} />
          <SelectField label={t("f.action")} value={rule.action} onValue={(action) => onChange(setAction(document, rule, action))} options={codes("action").map((c) => [c, word("action", c)])} />
          <SelectField label={t("f.severity")} value={rule.severity} onValue={(severity) => severity && set(rule.then, "severity", severity)} options={[...(rule.severity ? [] : [["", t("f.default")] as const]), ...codes("severity").map((c) => [c, word("severity", c)] as const)]} />
        </div>
        {destination?.kind === "map" && (
          <fieldset>
            <legend class="strong">{t("f.classes")}</legend>
            <div class="checks">{codes("class").map((c) => <Check label={word("class", c)} checked={rule.classes.includes(c)} onChange={(on) => set(destination, "class", flow(toggle(rule.classes, c, on)))} />)}</div>
          </fieldset>
        )}
        <fieldset>
          <legend class="strong">{t("f.offers")}</legend>
          <div class="checks">{offers.map((c) => <Check label={t(`offer.${c}`)} checked={rule.offers.includes(c)} onChange={(on) => set(rule.then, "offers", flow(toggle(rule.offers, c, on)))} />)}</div>
        </fieldset>
        <Check label={t("f.override")} checked={rule.override} onChange={(on) => onChange(setOverride(document, rule, on))} />
        {rule.message && <p class="small">{t("f.message")}: <a href={`/console/coaching?open=${rule.message}`}>{rule.message}</a></p>}
      </fieldset>
    </details>
  );
}
