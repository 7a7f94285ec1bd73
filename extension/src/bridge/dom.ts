// Builds elements without markup, so that no text can become an element.

import type { Language, Say } from "../shared/i18n/texts";

type Props = Record<string, string | boolean | ((event: Event) => void)>;

/** An element with attributes, listeners (functions, by event name) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, props: Props = {}, ...children: (Node | string | false | undefined)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== false && c !== undefined) as (Node | string)[]);
  return node;
}

/** Where a notice stands in the page. */
export interface Mounted {
  readonly root: ShadowRoot;
  remove(): void;
}

/** What a notice is made with: the texts of one language, and a place of its own; restore is called when the page took that away and it came back. */
export interface Ui {
  readonly language: Language;
  readonly say: Say;
  mount(restore: () => void): Mounted;
}

/** A closed shadow root on a host of its own that the page's style cannot hide. The host comes back when the page takes it away. */
export function mount(css: string, restore: () => void): Mounted {
  const host = document.createElement("dijkwacht-notice");
  const shown = { all: "initial", display: "block", position: "fixed", "z-index": "2147483647", visibility: "visible", opacity: "1" };
  const style = (): void => {
    for (const [name, value] of Object.entries(shown)) host.style.setProperty(name, value, "important");
  };
  style();
  const root = host.attachShadow({ mode: "closed" });
  dress(root, css);
  // Keys typed in our fields are not shortcuts of the page.
  for (const type of ["keydown", "keyup", "keypress", "input", "paste"]) host.addEventListener(type, (e) => e.stopPropagation());
  document.documentElement.append(host);
  const guard = new MutationObserver(() => {
    if (!host.isConnected) {
      document.documentElement.append(host);
      restore();
    }
    if (host.style.display !== "block" || host.hidden || host.inert) {
      host.hidden = host.inert = false;
      style();
    }
  });
  guard.observe(document.documentElement, { childList: true });
  guard.observe(host, { attributes: true });
  return {
    root,
    remove() {
      guard.disconnect();
      host.remove();
    },
  };
}

function dress(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Firefox, where a content script may not adopt a sheet.
    root.append(el("style", {}, css));
  }
}
