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

/**
 * Looks at what was stopped, as far as it told. A link whose prompt may leave is opened again, now with it, and what an element of a page loads is loaded
 * again. What is not new was told already.
 */
export async function bypassed(inspector: Inspector, details: Details, told: Pick<Ask, "state" | "pieces" | "files">, isNew: boolean): Promise<void> {
  const { url, tabId, type, method, frameId } = details;
  const { hostname: host, pathname: path } = new URL(url);
  const reply = told.pieces.length ? await inspector.ask({ what: "ask", id: 0, host, endpoint: "network", transport: "fetch", ...told }, { tab: tabId, path, channel: "typed" }) : undefined;
  const link = type === "main_frame" && method === "GET";
  if (reply?.verdict.go === "send") {
    // Firefox has waited, and lets it past by itself.
    if ("getBrowserInfo" in ext.runtime) return;
    if (method === "GET") {
      // Without a ledger a door says nothing of a body.
      await globalThis.dijkwachtDoors?.open(url, RETRY_MS);
      return void (link ? ext.tabs.update(tabId, { url }) : loadAgain(details));
    }
  }
  if (!isNew) return;
  const notice: Notice = reply?.notice?.kind === "decision" ? reply.notice : { kind: "held", reason: "bypass" };
  // A worker that serves several tabs has none of its own: the one in front on its host is told.
  const tab = tabId < 0 ? (await ext.tabs.query({ url: `*://${host}/*`, active: true }))[0]?.id : tabId;
  if (tab !== undefined) void show(tab, notice, link ? 0 : Math.max(0, frameId));
}

function loadAgain({ url, type, tabId, frameId, parentFrameId }: Details): void {
  const target = { tabId, frameIds: [type === "sub_frame" ? parentFrameId : frameId] };
  ext.scripting.executeScript({ target, args: [url], func: elementsAgain, world: "MAIN" }).catch(() => undefined);
}

// Runs in the page, under its own content policy. A script, and a link, load once: another takes their place.
function elementsAgain(url: string): void {
  for (const element of document.querySelectorAll<HTMLImageElement>("[src],link,[style]")) {
    const { style, src, nodeName } = element;
    const { href } = element as unknown as HTMLLinkElement;
    if (style.cssText.includes(url)) {
      const { cssText } = style;
      style.cssText = "";
      void element.offsetWidth;
      style.cssText = cssText;
    }
    if (src !== url && href !== url) continue;
    if (!/^(script|link)$/i.test(nodeName)) element.src = src;
    else {
      const other = document.createElement(nodeName);
      for (const { name, value } of element.attributes) other.setAttribute(name, value);
      element.replaceWith(other);
    }
  }
}

// The page of a link is still on its way.
async function show(tab: number, notice: Notice, frameId: number): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const push: Push = { what: "show", notice };
    if (await ext.tabs.sendMessage(tab, push, { frameId }).then(() => true, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
