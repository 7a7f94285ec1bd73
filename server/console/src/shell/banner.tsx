// Says on every page that this is still a trial.
import { api } from "../api/client.ts";
import { useData } from "../ui/data.ts";
import { path } from "./router.ts";
import { may } from "./session.ts";
import { t } from "./texts.ts";

const setup = "/console/beginnen";

export function Banner() {
  const found = useData(async (signal) => (await api.get("/api/v1/setup", { signal })).data, []);
  if (!found.value?.sandbox || path.value === setup) return null;
  return (
    <div class="note warn row spread" role="note">
      <p>{t("sandbox")}</p>
      {may("settings.manage") && <a href={setup}>{t("sandbox.act")}</a>}
    </div>
  );
}
