// Where the settings come from: the organisation's management, else the options page.

import { load, managedSettings, save } from "./store";

export interface Settings {
  readonly managed: boolean;
  readonly apiOrigin: string;
  readonly enrolmentKey: string;
  readonly groups: readonly string[];
  readonly user: string | undefined;
  /** Name of the machine, so that all profiles on it are one device. */
  readonly workstation: string | undefined;
  readonly language: "nl" | "en";
  readonly languageManaged: boolean;
  /** Counts only before the first signed policy. */
  readonly failMode: "closed" | "local" | "open";
  readonly supportUrl: string | undefined;
}

/** A group as the server takes it; another is left out, so that a slip in it does not stop enrolment. */
const GROUP = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** The servers this package was built for; no other is ever spoken to. */
export function allowedOrigins(): string[] {
  return __API_ORIGINS__;
}

declare const __API_ORIGINS__: string[];

/** Reads the settings. A managed value of the wrong type counts as absent. */
export async function readSettings(): Promise<Settings> {
  const managed = await managedSettings();
  const mine = await local();
  const isManaged = typeof managed.apiOrigin === "string";
  const from = isManaged ? managed : mine;
  const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
  const groups = (Array.isArray(managed.groups) ? managed.groups : []).map((g) => String(g).trim().toLowerCase()).filter((g) => GROUP.test(g));
  return {
    managed: isManaged,
    apiOrigin: originOf(text(from.apiOrigin) ?? ""),
    enrolmentKey: text(from.enrolmentKey) ?? "",
    groups: groups.slice(0, 20),
    user: text(managed.user),
    workstation: text(managed.workstation),
    language: language(text(managed.language) ?? text(mine.language)),
    languageManaged: text(managed.language) !== undefined,
    failMode: managed.failMode === "local" || managed.failMode === "open" ? managed.failMode : "closed",
    supportUrl: text(managed.supportUrl),
  };
}

const local = async (): Promise<Record<string, unknown>> => (await load<Record<string, unknown>>("local", "settings")) ?? {};

export async function saveSettings(apiOrigin: string, enrolmentKey: string): Promise<void> {
  await save("local", "settings", { ...(await local()), apiOrigin: originOf(apiOrigin), enrolmentKey });
}

export async function saveLanguage(chosen: "nl" | "en"): Promise<void> {
  await save("local", "settings", { ...(await local()), language: chosen });
}

/** The origin of an address, or "" when it is not one this package may speak to. */
function originOf(address: string): string {
  try {
    const { origin } = new URL(address);
    return allowedOrigins().includes(origin) ? origin : "";
  } catch {
    return "";
  }
}

function language(chosen: string | undefined): "nl" | "en" {
  return (chosen ?? navigator.language).toLowerCase().startsWith("nl") ? "nl" : "en";
}
