// A button with a list of acts under it. Arrows move, Esc closes and gives the focus back.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

/** Something to do, or a file to take. */
export type Act = { text: string } & ({ act(): void } | { href: string; download: string });

interface Props {
  label: ComponentChildren;
  acts: readonly Act[];
  /** To open it by a shortcut. */
  name?: string;
  end?: boolean;
  up?: boolean;
}

const items = "li button, li a";

export function Menu({ label, acts, name, end }: Props) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>(items)?.focus();
    const outside = (e: Event) => !root.current?.contains(e.target as Node) && setOpen(false);
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const list = [...root.current!.querySelectorAll<HTMLElement>(items)];
    const at = list.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) list[(at + step + list.length) % list.length]?.focus();
    else if (event.key === "Escape") setOpen(false), root.current?.querySelector("button")?.focus();
    else if (event.key === "Tab") return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const close = () => (setOpen(false), root.current?.querySelector("button")?.focus());
  return (
    <div class={end ? "menu end" : "menu"} ref={root} onKeyDown={onKeyDown}>
      <button type="button" data-menu={name} aria-expanded={open} aria-haspopup="true" disabled={acts.length === 0} onClick={() => setOpen(!open)}>{label}<Icon name="down" /></button>
      {open && (
        <ul>
          {acts.map((one) => (
            <li>
              {"href" in one
                ? <a class="button" href={one.href} download={one.download} onClick={close}>{one.text}</a>
                : <button type="button" onClick={() => (close(), one.act())}>{one.text}</button>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Opens the menu with the name, for a shortcut. */
export function openMenu(name: string): void {
  document.querySelector<HTMLButtonElement>(`[data-menu="${CSS.escape(name)}"]`)?.click();
}
