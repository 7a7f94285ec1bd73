// Detail beside a list. It takes the focus when it comes and gives it back when it goes; Esc closes it.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n/shared.ts";
import { Icon } from "./icon.tsx";
import { useKeys } from "./keys.ts";

interface Props {
  /** What the drawer shows; another one takes the focus anew. */
  about: string;
  title: ComponentChildren;
  foot?: ComponentChildren;
  onClose(): void;
  children: ComponentChildren;
}

export function Drawer({ about, title, foot, onClose, children }: Props) {
  const ref = useRef<HTMLElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    return () => before?.isConnected && before.focus();
  }, []);
  useLayoutEffect(() => ref.current?.querySelector<HTMLElement>("h2")?.focus(), [about]);
  useKeys({ Escape: onClose });
  return (
    <section class="drawer" role="dialog" aria-labelledby={id} ref={ref}>
      <header>
        <h2 id={id} tabIndex={-1}>{title}</h2>
        <button type="button" class="icon" aria-label={t("close")} onClick={onClose}><Icon name="close" /></button>
      </header>
      <div class="body">{children}</div>
      {foot && <footer>{foot}</footer>}
    </section>
  );
}
