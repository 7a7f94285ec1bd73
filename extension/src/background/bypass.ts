// A request that did not pass the hook and was stopped on the network: of a worker, of a tab from before the installation, a link with a prompt. Its text
// is looked at all the same, so that the attempt is in the register and the user hears why.

import { ext } from "../shared/ext";
import type {} from "./doors";
import type { Ask, AskReply, Notice, Push } from "../shared/messages";

/** An address that turned out harmless may leave when the site tries again. */
const RETRY_MS = 10_000;

type Details = chrome.webRequest.OnBeforeRequestDetails;

interface Inspector {
  ask(ask: Ask, sender: { tab: number; path: string; channel: string }): Promise<AskReply>;
}

/** Looks at what was stopped. A link whose prompt may leave is opened again, now with it. What is not new was told already. */
export async function bypassed(inspector: Inspector, details: Details, pieces: readonly string[], isNew: boolean): Promise<void> {
  const { url, tabId, type, method, frameId } = details;
  const { hostname: host, pathname: path } = new URL(url);
  const ask: Ask = { what: "ask", id: 0, host, endpoint: "network", transport: "fetch", state: pieces.length ? "text" : "unreadable", pieces };
  const reply = pieces.length ? await inspector.ask(ask, { tab: tabId, path, channel: "typed" }) : undefined;
  const link = type === "main_frame" && method === "GET";
  // Without a ledger a door says nothing of a body.
  if (reply?.verdict.go === "send" && method === "GET") await globalThis.dijkwachtDoors?.open(url, RETRY_MS);
  if (link && reply?.verdict.go === "send") {
    // Firefox has waited, and lets it past by itself.
    if (!("getBrowserInfo" in ext.runtime)) void ext.tabs.update(tabId, { url });
    return;
  }
  if (!isNew) return;
  const notice: Notice = reply?.notice?.kind === "decision" ? reply.notice : { kind: "held", reason: "bypass" };
  // A worker that serves several tabs has none of its own: the one in front on its host is told.
  const tab = tabId < 0 ? (await ext.tabs.query({ url: `*://${host}/*`, active: true }))[0]?.id : tabId;
  if (tab !== undefined) void show(tab, notice, link ? 0 : Math.max(0, frameId));
}

// The page of a link is still on its way.
async function show(tab: number, notice: Notice, frameId: number): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const push: Push = { what: "show", notice };
    if (await ext.tabs.sendMessage(tab, push, { frameId }).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
