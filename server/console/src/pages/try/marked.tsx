// A text with what was found in it underlined, each with its kind. Offsets are UTF-16 code units, as in strings here.
import type { Schemas } from "../../api/client.ts";
import { listed } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";

type Finding = Schemas["TrialFinding"];

export function Marked({ text, findings }: { text: string; findings: readonly Finding[] }) {
  const sorted = [...findings].sort((a, b) => a.start - b.start);
  let at = 0;
  const parts = sorted.flatMap((f) => {
    if (f.start < at) return [];
    const before = text.slice(at, f.start);
    at = f.end;
    return [before, <mark class={`found ${f.group}`} title={`${word("type", f.type)} · ${word("confidence", f.confidence)} · ${listed(f.evidence.map((e) => word("evidence", e)))} · ${f.rule}`}>{text.slice(f.start, f.end)}<span class="kind">{word("type", f.type)}</span></mark>];
  });
  return <p class="panel wrap preserve marked">{parts}{text.slice(at)}</p>;
}
