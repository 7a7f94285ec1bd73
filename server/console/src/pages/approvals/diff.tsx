// What an approval is about: changes of policy in sentences, all else as names and values.
import type { Schemas } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { ChangeList } from "../policy/changes.tsx";
import { t } from "./texts.ts";

export function Diff({ approval }: { approval: Schemas["Approval"] }) {
  const diff = approval.diff as Record<string, unknown> | null;
  if (!diff || Object.keys(diff).length === 0) return null;
  const changes = diff["changes"];
  const rest = Object.entries(diff).filter(([key]) => key !== "changes");
  return (
    <details open={Array.isArray(changes)}>
      <summary>{t("details")}</summary>
      <div class="stack tight">
        {Array.isArray(changes) && <ChangeList changes={changes as Schemas["PolicyChange"][]} />}
        {rest.length > 0 && <dl class="facts small">{rest.map(([key, value]) => <><dt>{key.replaceAll("_", " ")}</dt><dd>{show(value)}</dd></>)}</dl>}
      </div>
    </details>
  );
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join(", ");
  if (value !== null && typeof value === "object") return JSON.stringify(value);
  return typeof value === "number" ? value.toLocaleString(language.value) : String(value ?? "–");
}
