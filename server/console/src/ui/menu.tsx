// A button with a list of acts under it. Arrows move, Esc closes and gives the focus back.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

export interface Act {
  text: string;
  act(): void;
}

interface Props {
  label: ComponentChildren;
  acts: readonly Act[];
  /** To open it by a shortcut. */
  name?: string;
  end?: boolean;
  up?: boolean;
}

export function Menu({ label, acts, name, end }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>("li button")?.focus();
    const outside = (e: Event) => !root.current?.contains(e.target as Node) && setOpen(false);
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const items = [...root.current!.querySelectorAll<HTMLElement>("li button")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(at + step + items.length) % items.length]?.focus();
    else if (event.key === "Escape") setOpen(false), root.current?.querySelector("button")?.focus();
    else if (event.key === "Tab") return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class={end ? "menu end" : "menu"} ref={root} onKeyDown={onKeyDown}>
      <button type="button" data-menu={name} aria-expanded={open} aria-haspopup="true" disabled={acts.length === 0} onClick={() => setOpen(!open)}>{label}<Icon name="down" /></button>
      {open && (
        <ul>
          {acts.map(({ text, act }) => <li><button type="button" onClick={() => (setOpen(false), root.current?.querySelector("button")?.focus(), act())}>{text}</button></li>)}
        </ul>
      )}
    </div>
  );
}

/** Opens the menu with the name, for a shortcut. */
export function openMenu(name: string): void {
  document.querySelector<HTMLButtonElement>(`[data-menu="${CSS.escape(name)}"]`)?.click();
}
