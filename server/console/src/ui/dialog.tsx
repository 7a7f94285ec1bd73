// Dialogs that ask something. The browser keeps the focus inside and gives it back.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n/shared.ts";
import { Icon } from "./icon.tsx";

interface Props {
  title: string;
  wide?: boolean;
  onClose(): void;
  children: ComponentChildren;
}

export function Dialog({ title, wide, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the browser draws: who types on at once types here, not in what is behind.
  useLayoutEffect(() => {
    const dialog = ref.current!;
    if (!dialog.open) dialog.showModal();
    // What the dialog asks comes before the button that closes it.
    dialog.querySelector<HTMLElement>("input:not([readonly]), select, textarea, li button, button.primary")?.focus();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      class={wide ? "modal wide" : "modal"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="stack">
        <div class="row spread">
          <h2 id={id}>{title}</h2>
          <button type="button" class="icon" aria-label={t("close")} onClick={onClose}><Icon name="close" /></button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
