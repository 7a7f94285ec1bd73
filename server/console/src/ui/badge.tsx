// Words with a shape and a colour: severity, states, actions. The word alone says it all.
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { duration, fullMoment, moment } from "../i18n/i18n.ts";
import { t } from "../i18n/shared.ts";
import { word, type List } from "../i18n/words.ts";
import { now } from "./clock.ts";

export type Tone = "ok" | "warn" | "stop" | "info" | "muted";

const shapes: Record<string, [string, Tone]> = { very_high: ["▲", "stop"], high: ["◆", "stop"], medium: ["●", "warn"], low: ["○", "muted"] };

export function Severity({ level }: { level: string }) {
  const [shape, tone] = shapes[level] ?? ["○", "muted"];
  return <span class={`tag tone-${tone}`}><span aria-hidden="true">{shape}</span>{word("severity", level)}</span>;
}

export function Tag({ tone = "muted", boxed = true, children }: { tone?: Tone; boxed?: boolean; children: ComponentChildren }) {
  return <span class={`tag ${boxed ? "boxed" : ""} tone-${tone}`}>{children}</span>;
}

const tones: Partial<Record<List, Record<string, Tone>>> = {
  state: { detected: "info", triaged: "info", confirmed_leak: "stop", assessed: "warn", prevented: "ok" },
  class: { approved: "ok", tolerated: "warn", unapproved: "warn", blocked: "stop" },
  action: { block: "stop", redact: "warn", justify: "warn", warn: "warn" },
  mode: { enforce: "ok", shadow: "info" },
  egress: { none: "ok", partial: "stop", full: "stop", unknown: "warn" },
  device_state: { active: "ok", revoked: "stop" },
  guarded: { guarded: "ok", partly: "warn", silent: "warn", unknown: "muted" },
  key_state: { active: "ok" },
  user_state: { active: "ok", invited: "info" },
  approval_state: { open: "info", approved: "ok", refused: "stop" },
};

/** The word for a code, in the colour of what it means. */
export function Code({ list, code, boxed = true }: { list: List; code: string; boxed?: boolean }) {
  return <Tag tone={tones[list]?.[code] ?? "muted"} boxed={boxed}>{word(list, code)}</Tag>;
}

/** How long ago something was; the moment itself on hover. */
export function Ago({ at }: { at: string }) {
  const text = useComputed(() => {
    const passed = now.value - Date.parse(at);
    return passed < 60_000 ? t("just_now") : t("ago", { time: duration(passed) });
  });
  return <time dateTime={at} title={fullMoment(at)}>{text.value}</time>;
}

export function Moment({ at, full }: { at: string; full?: boolean }) {
  return <time dateTime={at} title={fullMoment(at)}>{full ? fullMoment(at) : moment(at)}</time>;
}
