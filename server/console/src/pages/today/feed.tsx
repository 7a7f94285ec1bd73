// Attempts as they come in, over server-sent events.
import { useEffect, useState } from "preact/hooks";
import type { Schemas } from "../../api/client.ts";
import { destinationName } from "../../api/names.ts";
import { Ago, Code } from "../../ui/badge.tsx";
import { t } from "./texts.ts";

type FeedLine = Schemas["FeedLine"];

const shown = 10;

export function Feed() {
  const [lines, setLines] = useState<FeedLine[]>([]);
  const [state, setState] = useState<"on" | "off" | "gap">("on");
  useEffect(() => {
    const source = new EventSource("/api/v1/feed");
    source.addEventListener("open", () => setState((s) => (s === "off" ? "on" : s)));
    // The stream ends every minute and the browser asks again: only a longer silence is a fault.
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && setState("off"));
    source.addEventListener("attempt", (event) => setLines((before) => [JSON.parse((event as MessageEvent<string>).data) as FeedLine, ...before].slice(0, shown)));
    source.addEventListener("gap", () => setState("gap"));
    return () => source.close();
  }, []);
  return (
    <section class="panel stack">
      <h2>{t("h.feed")}</h2>
      {state === "off" && <p class="tone-warn">{t("feed.off")}</p>}
      {state === "gap" && <p class="tone-warn">{t("feed.gap")}</p>}
      <p class="hidden-visually" role="status">{lines.length > 0 ? t("feed.new", { n: lines.length }) : ""}</p>
      {lines.length === 0 && state !== "off" && <p class="muted">{t("feed.quiet")}</p>}
      <ol class="stack tight">
        {lines.map((line) => (
          <li class="row spread" key={line.event_id}>
            <Code list="action" code={line.action} />
            <span>{destinationName(line.destination_id)}</span>
            <span class="muted small"><Ago at={line.at} /></span>
            {line.incident_id && <a href={`/console/incidenten?open=${line.incident_id}`}>{t("see")}</a>}
          </li>
        ))}
      </ol>
    </section>
  );
}
