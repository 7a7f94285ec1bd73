// Put into the page's own world once something in its conversation was replaced, and not before: what a person copies with the site's own button, or saves
// as a file that the page made, has the real values. What the page sends is held as ever. Beside answers.ts, which knows the values.

import { KEPT } from "../shared/channel";
import { apply, construct, defineProperty, descriptorOf, wrap, wrapClass } from "./natives";

const TEXT = /^(text\/(?!javascript)|application\/(json|csv|xml|markdown|rtf)|$)/i;

const node = document.createElement("i");

function restored(text: string): string {
  node.setAttribute(KEPT.text, text);
  node.dispatchEvent(new Event(KEPT.event));
  return node.getAttribute(KEPT.text) ?? text;
}

function hookClipboard(): void {
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

/** The words of blobs, as far as they are known without waiting: an address is asked for at once. */
const words = new WeakMap<object, string>();

function wordsOf(part: unknown): string | undefined {
  if (part instanceof Blob) return words.get(part);
  if (!(part instanceof ArrayBuffer || ArrayBuffer.isView(part))) return String(part);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(part as ArrayBuffer);
  } catch {
    // Bytes, such as of an archive, stay as they are.
    return undefined;
  }
}

// Only the address that a page makes for a blob shows the values: the blob itself, which can be sent, keeps the placeholders.
function hookFiles(): void {
  for (const name of ["Blob", "File"]) {
    wrapClass(name, (native, args, kind) => {
      const blob = construct(native, args, kind) as Blob;
      const parts = TEXT.test(blob.type) ? [...((args[0] as Iterable<unknown> | undefined) ?? [])].map(wordsOf) : [undefined];
      if (parts.every((p) => p !== undefined)) words.set(blob, parts.join(""));
      return blob;
    });
  }
  wrap(Response.prototype, "blob", async (native, self, args) => {
    const blob = await (apply(native, self, args) as Promise<Blob>);
    if (TEXT.test(blob.type)) words.set(blob, await blob.text());
    return blob;
  });
  wrap(URL, "createObjectURL", (native, self, args) => {
    const [blob] = args as [Blob];
    const text = words.get(blob);
    const shown = text === undefined ? text : restored(text);
    return apply(native, self, [shown === text ? blob : new Blob([shown as string], { type: blob.type })]);
  });
}

const DATA = /^data:(text\/[^,]*|application\/json[^,]*),/i;

// An address that is the file itself. In base64 it holds bytes.
function shownIn(address: string): string {
  const head = DATA.exec(address)?.[0];
  if (!head) return address;
  const packed = /;base64,$/i.test(head);
  try {
    const rest = address.slice(head.length);
    const text = packed ? new TextDecoder().decode(Uint8Array.from(atob(decodeURIComponent(rest)), (c) => c.charCodeAt(0))) : decodeURIComponent(rest);
    const shown = restored(text);
    return shown === text ? address : `${head.replace(/;base64,$/i, ",").replace(/(;charset=[^,;]*)?,$/i, ";charset=utf-8,")}${encodeURIComponent(shown)}`;
  } catch {
    return address;
  }
}

function hookLinks(): void {
  const proto = HTMLAnchorElement.prototype;
  const href = descriptorOf(proto, "href");
  if (href?.set) {
    const { set } = href;
    defineProperty(proto, "href", { ...href, set: new Proxy(set, { apply: (native, self, [value]) => apply(native, self, [shownIn(String(value))]) }) });
  }
  const setAttribute = new Proxy(proto.setAttribute, { apply: (native, self, [name, value]) => apply(native, self, [name, String(name).toLowerCase() === "href" ? shownIn(String(value)) : value]) });
  defineProperty(proto, "setAttribute", { value: setAttribute, configurable: true, enumerable: true, writable: true });
}

// Taken once: a page that has its values already is not hooked twice.
document.dispatchEvent(new MouseEvent(KEPT.hello, { relatedTarget: node }));
if (node.hasAttribute(KEPT.text)) {
  hookClipboard();
  hookFiles();
  hookLinks();
}
