// The background worker: the only part that speaks with the server. Every listener is set before the first await, as a worker must.

import { ext } from "../shared/ext";
import type { HoldReason, Push, Request, Status } from "../shared/messages";
import { call } from "./api";
import { accessToken, currentDevice, device, dropToken, enrol, Held } from "./enrol";
import { held, Inspector } from "./inspect";
import { Ledger, mayBlock, startLedger } from "./ledger";
import * as outbox from "./outbox";
import { currentBundle, refreshBundle, signatureIsBad } from "./policy";
import { allowedOrigins, readSettings, saveSettings } from "./settings";
import { guarded, sites } from "./sites";
import { drop, reread } from "./store";
import { uiData } from "./ui";

const TICK = "tick";
const ledger = new Ledger(sites);
const inspector = new Inspector(ledger, () => void flushOutbox());
startLedger(ledger, guarded(), stopped);

ext.runtime.onMessage.addListener((message: Request, sender, respond) => {
  // Only our own scripts: another extension cannot reach this listener, a page neither.
  if (sender.id !== ext.runtime.id) return false;
  answer(message, sender).then(respond, () => respond(message.what === "ask" ? held("offline") : undefined));
  return true;
});
ext.alarms.onAlarm.addListener(() => void tick());
ext.runtime.onInstalled.addListener(() => void tick());
ext.runtime.onStartup.addListener(() => void tick());
ext.storage.onChanged.addListener((_, area) => {
  if (area !== "managed") return;
  reread();
  void tick();
});
ext.action.onClicked.addListener(() => void ext.runtime.openOptionsPage());
ext.tabs.onRemoved.addListener((tab) => void drop("session", `map:${tab}`));
void ext.alarms.create(TICK, { periodInMinutes: 1 });
void tick();

async function answer(message: Request, sender: chrome.runtime.MessageSender): Promise<unknown> {
  const tab = sender.tab?.id;
  if (message.what === "status") return status();
  if (message.what === "sites") return currentBundle().then(() => sites().table);
  if (message.what === "ui") return uiData((await readSettings()).language);
  if (message.what === "enrol") return sender.url?.startsWith(ext.runtime.getURL("")) ? signUp(message.apiOrigin, message.enrolmentKey) : undefined;
  if (tab === undefined) return undefined;
  switch (message.what) {
    case "ask":
      return inspector.ask(message.ask, { tab, path: message.path, channel: message.channel });
    case "left":
      return inspector.left(message.requestId, message.egress);
    case "choose":
      return inspector.choose(message, tab);
    case "relay":
      return ext.tabs.sendMessage(tab, { what: "show", notice: message.notice } satisfies Push, { frameId: 0 });
  }
}

// Once a minute, and whenever something changed: identity, policy, outcomes.
async function tick(): Promise<void> {
  // Not enrolled or no connection: what is asked for in the meantime is held, and the next tick tries again.
  await refreshBundle().catch(() => undefined);
  await flushOutbox();
}

function flushOutbox(): Promise<void> {
  return outbox.flush(async (outcomes) => {
    try {
      const token = await accessToken();
      const reply = await call({ origin: (await device()).origin, path: "/api/v1/ext/outcomes", body: { outcomes }, token });
      if (reply.status === 401) await dropToken();
      // A batch that the server will never take must not stand in the way of the next.
      return reply.status === 202 || [400, 413, 422].includes(reply.status);
    } catch {
      return false;
    }
  }, Date.now());
}

async function signUp(apiOrigin: string, enrolmentKey: string): Promise<Status> {
  const settings = await readSettings();
  if (!settings.managed && enrolmentKey) await saveSettings(apiOrigin, enrolmentKey);
  try {
    await enrol(await readSettings());
    await tick();
    return await status();
  } catch (error) {
    const reason = error instanceof Held ? error.reason : "offline";
    return { ...(await status()), state: reason === "not_enrolled" ? reason : stateOf(reason) };
  }
}

async function status(): Promise<Status> {
  const [settings, me, bundle, bad, waiting] = await Promise.all([
    readSettings(), currentDevice(), currentBundle(), signatureIsBad(), outbox.overdue(),
  ]);
  const enrolled = me !== undefined && me.origin === settings.apiOrigin;
  return {
    state: bad ? "signature" : enrolled ? await reachable() : "not_enrolled",
    managed: settings.managed,
    apiOrigin: settings.apiOrigin,
    allowedOrigins: allowedOrigins(),
    deviceId: enrolled ? me.deviceId : undefined,
    policyVersion: bundle?.version,
    ledger: (await mayBlock()) ? "blocking" : "none",
    waiting,
    language: settings.language,
    supportUrl: settings.supportUrl,
  };
}

async function reachable(): Promise<Status["state"]> {
  try {
    await accessToken();
    return "guarded";
  } catch (error) {
    return stateOf(error instanceof Held ? error.reason : "offline");
  }
}

function stateOf(reason: HoldReason): Status["state"] {
  return reason === "refused" || reason === "clock" ? reason : "offline";
}

// A request that did not pass the hook: a worker, a tab from before the installation, a page that took another way.
function stopped({ tabId, frameId }: chrome.webRequest.OnBeforeRequestDetails): void {
  if (tabId < 0) return;
  const push: Push = { what: "show", notice: { kind: "held", reason: "bypass" } };
  ext.tabs.sendMessage(tabId, push, { frameId: Math.max(0, frameId) }).catch(() => undefined);
}
