// The background worker: the only part that speaks with the server. Every listener is set before the first await, as a worker must.

import { ext } from "../shared/ext";
import type { HoldReason, Push, Request, Status } from "../shared/messages";
import { ulid } from "../shared/ulid";
import { accessToken, authorised, currentDevice, enrol, Held } from "./enrol";
import { localCheck } from "./failmode";
import { coverageOf, forgetTab, note, noteOpen } from "./coverage";
import type {} from "./doors";
import { bypassed } from "./bypass";
import { glance } from "./glance";
import { held, Inspector } from "./inspect";
import { Ledger, mayBlock, startLedger, type Judge } from "./ledger";
import * as outbox from "./outbox";
import { currentBundle, destinationOf, refreshBundle, signatureIsBad } from "./policy";
import { guarded, sites } from "./sites";
import { own, summary } from "./own";
import { isSwitchedOff, recallSwitchedOff, switchOff } from "./off";
import { beat, count, type Command, type SwitchedOff } from "./pulse";
import { allowedOrigins, readSettings, saveLanguage, saveSettings } from "./settings";
import * as session from "./session";
import { drop, reread } from "./store";
import { isGuarded } from "./trial";
import { uiData } from "./ui";

type Details = chrome.webRequest.OnBeforeRequestDetails;

const TICK = "tick";
const ledger = new Ledger(sites);
const inspector = new Inspector(ledger, () => void flushOutbox(), localCheck);
void recallSwitchedOff();
const judge: Judge = (details) => (isSwitchedOff(new URL(details.url).hostname) ? {} : ledger.judge(details));
startLedger(judge, guarded(), strayed);
globalThis.dijkwachtDoors?.watch(judge, guarded(), strayed);

ext.runtime.onMessage.addListener((message: Request, sender, respond) => {
  // Only our own scripts: another extension cannot reach this listener, a page neither.
  if (sender.id !== ext.runtime.id) return false;
  answer(message, sender).then(respond, () => respond(message.what === "ask" ? held("offline") : undefined));
  return true;
});
ext.alarms.onAlarm.addListener(() => void tick());
ext.runtime.onInstalled.addListener(() => {
  void noteOpen();
  void tick();
});
ext.runtime.onStartup.addListener(() => void tick());
ext.storage.onChanged.addListener((_, area) => {
  if (area !== "managed") return;
  reread();
  void tick();
});
ext.tabs.onRemoved.addListener((tab) => {
  forgetTab(tab);
  void drop("session", `map:${tab}`);
});
void ext.alarms.create(TICK, { periodInMinutes: 1 });
void tick();

async function answer(message: Request, sender: chrome.runtime.MessageSender): Promise<unknown> {
  const tab = sender.tab?.id;
  if (message.what === "status") return status(sender);
  if (message.what === "sites") {
    if (tab !== undefined && (await session.placeholdersIn(tab, hostOf(sender)))) showAnswers(sender);
    return currentBundle().then(async () => ({ ...sites().table, gated: await globalThis.dijkwachtDoors?.gated }));
  }
  if (message.what === "ui") return uiData((await readSettings()).language);
  if (sender.url?.startsWith(ext.runtime.getURL(""))) return answerPage(message);
  if (tab === undefined) return undefined;
  switch (message.what) {
    case "ask": {
      const reply = await inspector.ask(message.ask, { tab, path: message.path, channel: message.channel });
      if (reply.verdict.go === "rewrite") showAnswers(sender);
      return reply;
    }
    case "originals":
      return (await session.placeholders(tab, session.conversationOf(hostOf(sender), message.path))).originals;
    case "open":
      await globalThis.dijkwachtDoors?.open(message.url);
      return ledger.open(message.key ?? message.url);
    case "left":
      return inspector.left(message.requestId, message.egress);
    case "choose":
      return inspector.choices.choose(message, tab);
    case "feedback":
      await outbox.putFeedback({ decision_id: message.decisionId, finding_id: message.findingId, verdict: "false_positive", kind: message.kind });
      return void flushOutbox();
    case "glance":
      return glance(message.text, hostOf(sender), localCheck);
    case "dialog":
    case "files":
    case "notice":
    case "writing":
      return ext.scripting.executeScript({ target: { tabId: tab, frameIds: [sender.frameId ?? 0] }, files: [`${message.what}.js`] });
    case "coverage":
      return note(tab, hostOf(sender), message.state);
    case "relay":
      return ext.tabs.sendMessage(tab, { what: "show", notice: message.notice } satisfies Push, { frameId: 0 });
  }
}

const hostOf = (sender: chrome.runtime.MessageSender): string => new URL(sender.url ?? "about:").hostname;

// Puts the real values back into what is shown, copied and saved, from now on.
function showAnswers({ tab, frameId = 0 }: chrome.runtime.MessageSender): void {
  const target = { tabId: tab?.id ?? -1, frameIds: [frameId] };
  const { executeScript } = ext.scripting;
  executeScript({ target, files: ["answers.js"] }).then(() => executeScript({ target, files: ["saved.js"], world: "MAIN" })).catch(() => undefined);
}

// What only our own pages may ask.
async function answerPage(message: Request): Promise<unknown> {
  switch (message.what) {
    case "enrol":
      return signUp(message.apiOrigin, message.enrolmentKey);
    case "coverageOf":
      return coverageOf(message.tab);
    case "summary":
      return summary();
    case "own":
      return own(message.path, message.body);
    case "language":
      return saveLanguage(message.language);
  }
}

// Once a minute, and whenever something changed: identity, policy, outcomes.
async function tick(): Promise<void> {
  // Not enrolled or no connection: what is asked for in the meantime is held, and the next tick tries again.
  await refreshBundle().catch(() => undefined);
  await flushOutbox();
  await beat(obey).catch(() => undefined);
}

async function obey(commands: readonly Command[], off: readonly SwitchedOff[]): Promise<void> {
  await switchOff(off);
  // Firefox looks for another version by itself.
  if (commands.includes("update")) ext.runtime.requestUpdateCheck?.(() => undefined);
  if (commands.includes("refresh_bundle") || commands.includes("resync")) await refreshBundle().then(flushOutbox, () => undefined);
}

function flushOutbox(): Promise<void> {
  return outbox.flush(async (kind, batch) => {
    const reply = await authorised(`/api/v1/ext/${kind}`, kind === "feedback" ? batch[0] : { [kind]: batch }).catch(() => undefined);
    // What the server will never take must not stand in the way of the next.
    return [202, 400, 404, 413, 422].includes(reply?.status ?? 0);
  }, Date.now());
}

// What nobody could look at: it was stopped, or it is gone.
async function unseen({ url }: Details, kind: "unguarded_send" | "local_block"): Promise<void> {
  const { hostname } = new URL(url);
  void count(hostname, "failed");
  await outbox.putEvent({
    attempt_id: ulid(), kind, destination_id: destinationOf(await currentBundle(), hostname)?.id ?? "unlisted",
    channel: "typed", types: [], rules_version: ext.runtime.getManifest().version, at: new Date().toISOString(),
  });
  void flushOutbox();
}

const REPEAT_MS = 15_000;
const recent = new Map<string, number>();

// Whether this came by a moment ago: what keeps trying is one attempt.
function again({ url, tabId, method }: Details): boolean {
  const key = tabId + method + url;
  const ago = Date.now() - (recent.get(key) ?? 0);
  if (recent.size > 99) recent.clear();
  recent.set(key, Date.now());
  return ago < REPEAT_MS;
}

// A request that did not pass the hook: a worker, a tab from before the installation, a page that took another way. Where the ledger may not stop it and
// no rule did, it is gone.
async function strayed(details: Details, gone = false): Promise<void> {
  void count(new URL(details.url).hostname, "bypassed", "bypass");
  const old = again(details);
  const told = ledger.told(details);
  if ((gone || !told.pieces.length) && !old) void unseen(details, gone ? "unguarded_send" : "local_block");
  if (!gone) await bypassed(inspector, details, told, !old);
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

async function status(sender?: chrome.runtime.MessageSender): Promise<Status> {
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
    switchedOff: sender?.tab?.url !== undefined && isSwitchedOff(new URL(sender.tab.url).hostname),
    ledger: (await mayBlock()) ? "blocking" : "none",
    waiting,
    language: settings.language,
    languageManaged: settings.languageManaged,
    supportUrl: settings.supportUrl,
  };
}

async function reachable(): Promise<Status["state"]> {
  try {
    await accessToken();
    return (await isGuarded()) ? "guarded" : "trial";
  } catch (error) {
    return stateOf(error instanceof Held ? error.reason : "offline");
  }
}

function stateOf(reason: HoldReason): Status["state"] {
  return reason === "refused" || reason === "clock" ? reason : "offline";
}
