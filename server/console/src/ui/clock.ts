// The time of day, for ages and clocks that count: one tick a minute for the whole screen.
import { signal } from "@preact/signals";

export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 60_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) now.value = Date.now();
});
