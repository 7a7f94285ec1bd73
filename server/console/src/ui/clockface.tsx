// The clock of the notification to the authority: how long still, and red when it is over.
import { duration, fullMoment, texts } from "../i18n/i18n.ts";
import { now } from "./clock.ts";
import { Icon } from "./icon.tsx";

const t = texts(
  { left: "nog {time}", late: "{time} te laat" },
  { left: "{time} left", late: "{time} late" },
);

const soon = 24 * 3_600_000;

export function Countdown({ deadline }: { deadline: string }) {
  const left = Date.parse(deadline) - now.value;
  const tone = left < 0 ? "stop" : left < soon ? "warn" : "info";
  return (
    <span class={`tag tone-${tone}`} title={fullMoment(deadline)}>
      <Icon name="clock" />
      {t(left < 0 ? "late" : "left", { time: duration(left) })}
    </span>
  );
}
