// Which people a report goes to.
import { users } from "../../api/names.ts";
import { Check } from "../../ui/form.tsx";
import { t } from "./texts.ts";

/** Who of the people with an account get it. */
export function People({ chosen, onChosen, wrong: mistake }: { chosen: readonly string[]; onChosen(chosen: string[]): void; wrong?: string | undefined }) {
  const able = users.value.filter((u) => u.state !== "disabled" && u.email);
  return (
    <fieldset class="fields">
      <legend class="strong">{t("s.who")}</legend>
      <div class="stack tight">
        {able.map((u) => <Check label={<>{u.name || u.email}{u.name && <span class="muted"> {u.email}</span>}</>} checked={chosen.includes(u.id)} onChange={(on) => onChosen(on ? [...chosen, u.id] : chosen.filter((id) => id !== u.id))} />)}
      </div>
      {mistake && <p class="wrong">{t("s.who.wrong")}</p>}
    </fieldset>
  );
}
