// What a version changes, in sentences, each stricter or milder.
import type { Schemas } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { Tag, type Tone } from "../../ui/badge.tsx";
import { t } from "./texts.ts";

const tones: Record<string, Tone> = { tightens: "ok", loosens: "stop", neutral: "muted" };

export function ChangeList({ changes }: { changes: readonly Schemas["PolicyChange"][] }) {
  return (
    <ul class="stack tight">
      {changes.map((c) => <li class="row tight"><Tag tone={tones[c.op] ?? "muted"}>{t(`op.${c.op}`)}</Tag><span>{language.value === "nl" ? c.sentence_nl : c.sentence_en}</span></li>)}
    </ul>
  );
}
