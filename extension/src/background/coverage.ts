// What each tab's guard could prove of itself: shown in the popup and on the icon, counted for the console. Green only with proof.

import { ext } from "../shared/ext";
import type { Coverage } from "../shared/messages";
import { count } from "./pulse";
import { pages, sites } from "./sites";
import { drop, load, save } from "./store";

/** A page that was not heard of for this long proves nothing. */
const FRESH_MS = 90_000;

type Noted = Coverage & { readonly at: number };

const key = (tab: number): string => `page:${tab}`;

/** Takes note of what a page's guard said of itself. */
export async function note(tab: number, host: string, state: Coverage["state"]): Promise<void> {
  const before = (await load<Noted>("session", key(tab)))?.state;
  await save("session", key(tab), { state, at: Date.now() } satisfies Noted);
  if (state === before) return;
  await count(host, state === "hook" || state === "drift" ? "fail" : "ok", state === "guarded" ? undefined : `page.${state}`);
  await badge(tab, state === "guarded" ? "" : "!");
}

async function badge(tabId: number, text: string): Promise<void> {
  await ext.action.setBadgeText({ tabId, text });
  await ext.action.setBadgeBackgroundColor({ tabId, color: "#7A4E00" });
}

/** What a tab proved of itself; a page that we guard and that does not speak has another version's scripts, or none. Undefined for any other. */
export async function coverageOf(tab: number): Promise<Coverage | undefined> {
  const known = await load<Noted>("session", key(tab));
  if (known && Date.now() - known.at < FRESH_MS) return { state: known.state };
  const { url } = await ext.tabs.get(tab).catch(() => ({ url: "" }));
  return url && sites().of(new URL(url).hostname) ? { state: "hook" } : undefined;
}

/** After an installation or an update: the pages that are open have the scripts of before, and hold everything, or none. */
export async function noteOpen(): Promise<void> {
  for (const { id } of await ext.tabs.query({ url: pages() })) if (id !== undefined) await badge(id, "!").catch(() => undefined);
}

export function forgetTab(tab: number): void {
  void drop("session", key(tab));
}
