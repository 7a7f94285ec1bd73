// Nothing here yet: what would be here, and how to get it.
import type { ComponentChildren } from "preact";

export function Empty({ text, children }: { text: string; children?: ComponentChildren }) {
  return (
    <div class="panel empty">
      <p>{text}</p>
      {children}
    </div>
  );
}
