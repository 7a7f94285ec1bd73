// A button that copies a text and says that it did.
import { useState } from "preact/hooks";
import { t } from "../i18n/shared.ts";
import { Icon } from "./icon.tsx";

export function Copy({ text, label }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      class="plain no-print"
      aria-label={`${done ? t("copied") : t("copy")}${label ? `: ${label}` : ""}`}
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setDone(true);
        setTimeout(() => setDone(false), 2000);
      }}
    >
      <Icon name={done ? "check" : "copy"} />
      {done ? t("copied") : t("copy")}
    </button>
  );
}
