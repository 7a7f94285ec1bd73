// What must outlive the sleep of the worker but not the browser: decisions without text, and the placeholders of each tab's conversation.

import type { DecisionView } from "../shared/messages";
import { base64url } from "./jws";
import { emptyMap, type PlaceholderMap } from "./placeholders";
import { sites } from "./sites";
import { load, save } from "./store";
import type { Finding } from "./verdict";

/** A decision that waits for its user. The text is known by its hash alone. */
export interface OpenDecision {
  readonly decisionId: string;
  readonly textKey: string;
  readonly action: DecisionView["action"];
  readonly findings: readonly Finding[];
  /** What the text that was decided about already had replaced, one layer over the other. */
  readonly layers: readonly (readonly Finding[])[];
  readonly safe: boolean;
  readonly original: boolean;
  readonly reasons: readonly string[];
  readonly glass: boolean;
  /** Milliseconds since 1970; after it the register knows that nothing was chosen. */
  readonly until: number;
  readonly where: {
    readonly tab: number;
    readonly path: string;
    readonly channel: string;
    readonly host: string;
    readonly hook: "submit" | "fetch" | "xhr" | "ws";
  };
}

const MOST = 50;

export async function keepDecision(decision: OpenDecision): Promise<void> {
  const all = ((await load<OpenDecision[]>("session", "decisions")) ?? []).filter((d) => d.decisionId !== decision.decisionId);
  await save("session", "decisions", [...all, decision].slice(-MOST));
}

export async function openDecision(id: string): Promise<OpenDecision | undefined> {
  return ((await load<OpenDecision[]>("session", "decisions")) ?? []).find((d) => d.decisionId === id);
}

interface Conversation {
  readonly id: string;
  readonly map: PlaceholderMap;
}

const mapKey = (tab: number): string => `map:${tab}`;

/** The conversation in a page's address, behind its host; nothing behind it for one that has no address yet. */
export function conversationOf(host: string, path: string): string {
  const pattern = sites().of(host)?.conversation;
  return `${host}/${(pattern && new RegExp(pattern).exec(path)?.[1]) ?? ""}`;
}

const isNew = (conversation: string): boolean => conversation.endsWith("/");

/** The placeholders of a tab's conversation. A new conversation keeps them when it gets its address. */
export async function placeholders(tab: number, conversation: string): Promise<PlaceholderMap> {
  const kept = await load<Conversation>("session", mapKey(tab));
  if (!kept || !(kept.id === conversation || (isNew(kept.id) && conversation.startsWith(kept.id)))) return emptyMap();
  if (kept.id !== conversation) await keepPlaceholders(tab, conversation, kept.map);
  return kept.map;
}

/** Whether anything was replaced in this tab on this host. */
export async function placeholdersIn(tab: number, host: string): Promise<boolean> {
  return (await load<Conversation>("session", mapKey(tab)))?.id.startsWith(`${host}/`) ?? false;
}

export function keepPlaceholders(tab: number, conversation: string, map: PlaceholderMap): Promise<void> {
  return save("session", mapKey(tab), { id: conversation, map } satisfies Conversation);
}

const keys = new Map<string, string>();

/** Keyed hash of the conversation, so that the register can group without knowing the address. */
export async function conversationKey(host: string, tab: number, conversation: string): Promise<string> {
  const name = isNew(conversation) ? `${host} tab ${tab}` : conversation;
  const known = keys.get(name);
  if (known) return known;
  let secret = await load<string>("session", "conversationSecret");
  if (!secret) {
    secret = crypto.randomUUID();
    await save("session", "conversationSecret", secret);
  }
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const made = base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(name))));
  keys.set(name, made);
  return made;
}
