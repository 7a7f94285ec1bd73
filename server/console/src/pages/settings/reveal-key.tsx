// Whether identities are kept, sealed to a key that the service does not have.
import { api } from "../../api/client.ts";
import { moment } from "../../i18n/i18n.ts";
import { Copy } from "../../ui/copy.tsx";
import { useData } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { t } from "./texts.ts";

const command = "dijkwacht reveal init";

export function RevealKey() {
  const found = useData(async (signal) => (await api.get("/api/v1/reveal-key", { signal })).data, []);
  return (
    <div class="stack">
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value?.present && <><p class="note ok">{t("k.present")}</p><p class="muted">{t("k.since", { when: found.value.created_at ? moment(found.value.created_at) : "–", id: found.value.id ?? "" })}</p></>}
      {found.value && !found.value.present && <><p class="note">{t("k.absent")}</p><p>{t("k.how")}</p><div class="row"><code>{command}</code><Copy text={command} /></div></>}
    </div>
  );
}
