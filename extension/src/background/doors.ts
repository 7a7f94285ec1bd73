// A script of its own, in the package for stores alone. Where the browser does not let the ledger stop requests, the rules of that package shut every way
// on which no script of a page speaks for what leaves (build/rules.mjs). What was let through gets a door: to its address, for one request, shut behind it.

import { ext } from "../shared/ext";
import type { Judge } from "./ledger";

type Change = chrome.declarativeNetRequest.UpdateRuleOptions;

declare global {
  // Where this script leaves it for the background.
  var dijkwachtDoors: Doors | undefined;
}

/** What the background finds in an installation from a store. */
export interface Doors {
  /** Whether what leaves needs a door. */
  readonly gated: Promise<boolean>;
  /** Lets one request to an address leave, with any query; or for some milliseconds with this query alone. */
  open(url: string, whole?: number): Promise<void>;
  /** Watches what the ledger may not stop. judge is the ledger's; what it refuses was stopped by a rule, or is gone. */
  watch(judge: Judge, urls: string[], strayed: (details: Details, gone?: boolean) => unknown): void;
}

type Details = chrome.webRequest.OnBeforeRequestDetails;

const OPEN_MS = 2000;

// Doors of before the worker slept have lower numbers.
let last = Date.now() % 2 ** 30;
const open = new Map<number, string>();
const update = (change: Change): Promise<void> => ext.declarativeNetRequest.updateSessionRules(change);

/** Installed by policy all the same, the ledger is in their place. */
const gated: Promise<boolean> = ext.permissions.contains({ permissions: ["webRequestBlocking"] }).then((may) => !may);

async function start(): Promise<void> {
  const { declarativeNetRequest: net } = ext;
  await net.updateEnabledRulesets({ [(await gated) ? "enableRulesetIds" : "disableRulesetIds"]: ["store"] });
  await update({ removeRuleIds: (await net.getSessionRules()).map((r) => r.id).filter((id) => !open.has(id)) });
}

// From whatever tab: a service worker sends for its page, and of a window that was opened just now the network does not know the tab.
async function openDoor(url: string, whole?: number): Promise<void> {
  if (!(await gated)) return;
  const { origin, pathname } = new URL(url);
  const id = ++last;
  open.set(id, origin + pathname);
  setTimeout(() => shut([id]), whole ?? OPEN_MS);
  const condition = { urlFilter: whole ? `|${url}|` : `|${origin + pathname}^`, excludedResourceTypes: ["csp_report"] };
  await update({ addRules: [{ id, priority: 2, action: { type: "allow" }, condition } as chrome.declarativeNetRequest.Rule] });
}

// Shuts the door that a request has used.
function shutBehind(url: string): void {
  const { origin, pathname } = new URL(url);
  shut([...open].filter(([, address]) => address === origin + pathname).slice(0, 1).map(([id]) => id));
}

function watch(judge: Judge, urls: string[], strayed: (details: Details, gone?: boolean) => unknown): void {
  const { onBeforeRequest, onBeforeRedirect, onErrorOccurred, onSendHeaders } = ext.webRequest;
  const refused = new Map<string, Details>();
  const look = async (details: Details): Promise<void> => {
    if (!(await gated)) return onBeforeRequest.removeListener(look as never);
    shutBehind(details.url);
    const { cancel, redirectUrl } = judge(details);
    if (cancel || redirectUrl) refused.set(details.requestId, details);
  };
  const then = (gone?: boolean) => async ({ requestId }: { requestId: string }): Promise<void> => {
    await gated;
    const details = refused.get(requestId);
    if (refused.delete(requestId)) strayed(details as Details, gone);
  };
  onBeforeRequest.addListener(look as never, { urls }, ["requestBody"]);
  onBeforeRedirect.addListener(then(), { urls });
  onErrorOccurred.addListener(then(), { urls });
  onSendHeaders.addListener(then(true), { urls });
}

function shut(ids: number[]): void {
  const removeRuleIds = ids.filter((id) => open.delete(id));
  if (removeRuleIds.length) void update({ removeRuleIds });
}

globalThis.dijkwachtDoors = { gated, open: openDoor, watch };
void start();
