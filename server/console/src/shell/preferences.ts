// What a person prefers in this browser: theme, density, single-key shortcuts.
import { signal } from "@preact/signals";

function kept<T extends string>(name: string, first: T) {
  const value = signal((localStorage.getItem(`dijkwacht.${name}`) ?? first) as T);
  return {
    get value(): T {
      return value.value;
    },
    set(next: T): void {
      value.value = next;
      localStorage.setItem(`dijkwacht.${name}`, next);
      if (name !== "keys") document.documentElement.dataset[name] = next;
    },
  };
}

export const theme = kept<"system" | "light" | "dark">("theme", "system");
export const density = kept<"comfortable" | "compact">("density", "comfortable");
/** Shortcuts of one key can be switched off (WCAG 2.1.4). */
export const singleKeys = kept<"on" | "off">("keys", "on");
