// What each tab's guard could prove of itself: shown in the popup and on the icon, counted for the console. Green only with proof.

import { ext } from "../shared/ext";
import type { Coverage } from "../shared/messages";
import { count } from "./pulse";
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
  await ext.action.setBadgeText({ tabId: tab, text: state === "guarded" ? "" : "!" });
  await ext.action.setBadgeBackgroundColor({ tabId: tab, color: "#7A4E00" });
}

export async function coverageOf(tab: number): Promise<Coverage | undefined> {
  const known = await load<Noted>("session", key(tab));
  return known && Date.now() - known.at < FRESH_MS ? { state: known.state } : undefined;
}

export function forgetTab(tab: number): void {
  void drop("session", key(tab));
}
