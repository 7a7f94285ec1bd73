// Where the settings come from: the organisation's management, else the options page.

import { ext, load, save } from "../shared/ext";

export interface Settings {
  readonly managed: boolean;
  readonly apiOrigin: string;
  readonly enrolmentKey: string;
  readonly groups: readonly string[];
  readonly user: string | undefined;
  readonly language: "nl" | "en";
  readonly supportUrl: string | undefined;
}

/** The servers this package was built for; no other is ever spoken to. */
export function allowedOrigins(): string[] {
  return __API_ORIGINS__;
}

declare const __API_ORIGINS__: string[];

/** Reads the settings. A managed value of the wrong type counts as absent. */
export async function readSettings(): Promise<Settings> {
  const managed = await ext.storage.managed.get().catch(() => ({})) as Record<string, unknown>;
  const local = (await load<Record<string, unknown>>("local", "settings")) ?? {};
  const isManaged = typeof managed.apiOrigin === "string";
  const from = isManaged ? managed : local;
  const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
  const groups = Array.isArray(managed.groups) ? managed.groups.filter((g) => typeof g === "string") : [];
  return {
    managed: isManaged,
    apiOrigin: originOf(text(from.apiOrigin) ?? ""),
    enrolmentKey: text(from.enrolmentKey) ?? "",
    groups,
    user: text(managed.user),
    language: language(text(managed.language)),
    supportUrl: text(managed.supportUrl),
  };
}

export async function saveSettings(apiOrigin: string, enrolmentKey: string): Promise<void> {
  await save("local", "settings", { apiOrigin: originOf(apiOrigin), enrolmentKey });
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

function language(managed: string | undefined): "nl" | "en" {
  return (managed ?? navigator.language).toLowerCase().startsWith("nl") ? "nl" : "en";
}
