// Short answers to what somebody did, with a way back where there is one.
import { signal } from "@preact/signals";
import { t } from "../i18n/shared.ts";

interface Toast {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
}

const shown = signal<Toast[]>([]);
let last = 0;
const life = 8_000;

/** Says that something was done. With undo it stays until it is used or ten minutes are over. */
export function say(text: string, undo?: () => void): void {
  const id = ++last;
  shown.value = [...shown.value.filter((one) => !one.undo || !undo), { id, text, undo }].slice(-3);
  setTimeout(() => dismiss(id), undo ? 600_000 : life);
}

const dismiss = (id: number) => (shown.value = shown.value.filter((one) => one.id !== id));

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {shown.value.map(({ id, text, undo }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {undo && <button type="button" onClick={() => (dismiss(id), undo())}>{t("undo")}</button>}
          {undo && <button type="button" onClick={() => dismiss(id)}>{t("close")}</button>}
        </div>
      ))}
    </div>
  );
}
