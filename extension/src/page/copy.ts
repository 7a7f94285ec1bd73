// What the site's own copy button writes to the clipboard. What a person selects and copies comes from the page, where the values are back already.

import { restored } from "./channel";
import { apply, construct, wrap, wrapClass } from "./natives";

export function hookCopy(): void {
  wrap(window.Clipboard?.prototype, "writeText", (native, self, args) => apply(native, self, [restored(String(args[0]))]));
  wrapClass("ClipboardItem", (native, [items, ...rest], kind) => {
    const copied = Object.entries(items as object).map(([type, item]) => [type, type.startsWith("text/") ? valueOf(type, item) : item]);
    return construct(native, [Object.fromEntries(copied), ...rest], kind);
  });
}

async function valueOf(type: string, item: unknown): Promise<Blob> {
  const data = await item;
  return new Blob([restored(data instanceof Blob ? await data.text() : String(data))], { type });
}
