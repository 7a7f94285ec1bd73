// What each tab's guard could prove of itself: shown in the popup and on the icon, counted for the console. Green only with proof.

import { ext } from "../shared/ext";
import type { Coverage } from "../shared/messages";
import { count } from "./pulse";

/** A page that was not heard of for this long proves nothing. */
const FRESH_MS = 90_000;

const tabs = new Map<number, Coverage & { readonly at: number }>();

/** Takes note of what a page's guard said of itself. */
export async function note(tab: number, host: string, state: Coverage["state"]): Promise<void> {
  const before = tabs.get(tab)?.state;
  tabs.set(tab, { state, at: Date.now() });
  if (state === before) return;
  await count(host, state === "hook" || state === "drift" ? "fail" : "ok", state === "guarded" ? undefined : `page.${state}`);
  await ext.action.setBadgeText({ tabId: tab, text: state === "guarded" ? "" : "!" });
  await ext.action.setBadgeBackgroundColor({ tabId: tab, color: "#7A4E00" });
}

export function coverageOf(tab: number): Coverage | undefined {
  const known = tabs.get(tab);
  return known && Date.now() - known.at < FRESH_MS ? { state: known.state } : undefined;
}

export function forgetTab(tab: number): void {
  tabs.delete(tab);
}
