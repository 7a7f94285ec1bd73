// The address is the state of the screen: the page, its filters, what is open. Every list is a link.
import { computed, signal } from "@preact/signals";

const here = signal(read());
function read() {
  return { path: location.pathname, search: location.search };
}

export const path = computed(() => here.value.path);
const query = computed(() => new URLSearchParams(here.value.search));

/** A member of the query, "" when it is not there. */
export const param = (name: string): string => query.value.get(name) ?? "";

addEventListener("popstate", () => (here.value = read()));

export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  here.value = read();
}

/** The address of this page with other members in its query; "" takes one out. */
export function withParams(changes: Record<string, string>): string {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next.size > 0 ? `${path.value}?${next}` : path.value;
}

export function setParams(changes: Record<string, string>, options?: { replace: boolean }): void {
  go(withParams(changes), options);
}

/** Makes links to pages of the console change the address without loading anew. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    const modified = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || modified || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    const to = new URL(link.href);
    if (to.origin !== location.origin || !to.pathname.startsWith("/console/")) return;
    event.preventDefault();
    go(to.pathname + to.search);
  });
}
