// How much is left of the month that the law gives.
import { duration } from "../../i18n/i18n.ts";
import { Tag } from "../../ui/badge.tsx";
import { now } from "../../ui/clock.ts";
import { t } from "./texts.ts";

const week = 7 * 24 * 3_600_000;

export function Left({ due }: { due: string }) {
  const ms = Date.parse(due) - now.value;
  return <Tag tone={ms < 0 ? "stop" : ms < week ? "warn" : "muted"}>{t(ms < 0 ? "late" : "left", { time: duration(Math.abs(ms)) })}</Tag>;
}
