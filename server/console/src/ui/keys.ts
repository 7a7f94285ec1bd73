// Shortcuts of one key. They rest while somebody types, while a dialog asks something, and when they are switched off.
import { useLayoutEffect, useRef } from "preact/hooks";
import { singleKeys } from "../shell/preferences.ts";

type Keys = Record<string, (event: KeyboardEvent) => void>;
const layers: Keys[] = [];
let waiting: string | undefined;

const typing = (target: EventTarget | null) => target instanceof HTMLElement && target.matches("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog:modal")) return;
  const escape = event.key === "Escape";
  if (typing(event.target)) {
    // The first Esc leaves the field, so that a half-written text is not closed away.
    if (escape) (event.target as HTMLElement).blur();
    return;
  }
  if (!escape && singleKeys.value === "off") return;
  const key = waiting ? `${waiting} ${event.key}` : event.key;
  waiting = undefined;
  const act = [...layers].reverse().find((layer) => layer[key])?.[key];
  if (act) {
    event.preventDefault();
    act(event);
  } else if (event.key === "g") {
    waiting = "g";
  }
});

/** Keys that count while the component is on the screen; later components come first. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useLayoutEffect(() => {
    const layer: Keys = new Proxy({}, { get: (_, name: string) => latest.current[name] });
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, []);
}
