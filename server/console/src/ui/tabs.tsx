// Tabs after the ARIA pattern: arrows move between them.
import { useId } from "preact/hooks";
import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  tabs: readonly (readonly [id: string, text: string])[];
  chosen: string;
  onChoose(id: string): void;
  children: ComponentChildren;
}

export function Tabs({ label, tabs, chosen, onChoose, children }: Props) {
  const base = useId();
  const at = Math.max(0, tabs.findIndex(([id]) => id === chosen));
  const move = (event: KeyboardEvent, to: number) => {
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length]!;
    onChoose(next[0]);
    document.getElementById(`${base}-${next[0]}`)?.focus();
  };
  return (
    <div class="stack">
      <div
        class="tabs"
        role="tablist"
        aria-label={label}
        onKeyDown={(e) => {
          if (e.key === "ArrowRight") move(e, at + 1);
          if (e.key === "ArrowLeft") move(e, at - 1);
          if (e.key === "Home") move(e, 0);
          if (e.key === "End") move(e, tabs.length - 1);
        }}
      >
        {tabs.map(([id, text], i) => (
          <button type="button" role="tab" id={`${base}-${id}`} aria-selected={i === at} aria-controls={`${base}-panel`} tabIndex={i === at ? 0 : -1} onClick={() => onChoose(id)}>{text}</button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${tabs[at]![0]}`} class="stack">{children}</div>
    </div>
  );
}
