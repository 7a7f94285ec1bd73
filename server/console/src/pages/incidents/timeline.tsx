// What happened to a case, oldest first.
import { api, type Schemas } from "../../api/client.ts";
import { userName } from "../../api/names.ts";
import { t as shared } from "../../i18n/shared.ts";
import { word } from "../../i18n/words.ts";
import { Moment } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { changes } from "./acts.ts";
import { actWord } from "../../i18n/acts.ts";
import { t } from "./texts.ts";

type Entry = Schemas["IncidentTimeline"]["items"][number];

export function Timeline({ id }: { id: string }) {
  const lines = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/timeline", { ids: [id], signal })).data.items, [id, changes.value]);
  if (!lines.value) return lines.problem ? <ProblemNote problem={lines.problem} retry={lines.reload} /> : <p class="muted">{shared("loading")}</p>;
  return (
    <ol class="timeline">
      {lines.value.map((line) => (
        <li>
          <span class="muted small"><Moment at={line.at} /></span>
          <span><span class="strong">{word("timeline", line.kind)}</span>: {what(line)} <span class="muted">· {who(line.by)}</span></span>
        </li>
      ))}
    </ol>
  );
}

function what({ kind, what: code }: Entry): string {
  if (kind === "event") return word("action", code);
  if (kind === "outcome") return word("outcome", code);
  if (kind === "notification") return word("notification", code);
  if (kind === "alert") return `${code} h`;
  return actWord(code);
}

function who(by: string): string {
  if (by === "device") return t("tl.device");
  return by.startsWith("usr_") ? userName(by) : t("tl.service");
}
