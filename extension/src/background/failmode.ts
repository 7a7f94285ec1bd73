// What becomes of a message when the service is silent: no connection, too late, or no valid verdict. Everything that the service does say holds in every mode.

import { ext } from "../shared/ext";
import { localGuard } from "../wasm/guard";
import { currentBundle, type Bundle } from "./policy";
import { readSettings } from "./settings";

export type FailMode = "closed" | "local" | "open";

/** What this device finds by itself, with places in UTF-16 units. */
export interface LocalFindings {
  readonly rulesVersion: string;
  readonly findings: readonly { readonly type: string; readonly group?: string; readonly start: number; readonly end: number }[];
}

/** The rules on this device; undefined when they are not there or not ready in time. */
export type LocalCheck = (text: string) => Promise<LocalFindings | undefined>;

/** The same rules as the server's, as far as they are in the package. */
export const localCheck: LocalCheck = async (text) =>
  ({ rulesVersion: ext.runtime.getManifest().version, findings: (await localGuard()).inspect(text) });

export type OnSilence = { readonly go: "hold" } | { readonly go: "send" } | { readonly go: "block"; readonly found: LocalFindings };

/** The mode of the signed policy; before there is one, that of the management; else closed. */
export async function failMode(bundle: Bundle | undefined): Promise<FailMode> {
  return bundle?.fail_mode ?? (await readSettings()).failMode;
}

export async function onSilence(text: string, check: LocalCheck): Promise<OnSilence> {
  const bundle = await currentBundle();
  const mode = await failMode(bundle);
  if (mode !== "local") return { go: mode === "open" ? "send" : "hold" };
  const found = await check(text).catch(() => undefined);
  if (!found) return { go: "hold" };
  const count = (type: string): number => found.findings.filter((f) => f.type === type).length;
  // Before the first policy every finding blocks.
  const blocks = (type: string): boolean => !bundle?.local_rules || bundle.local_rules.some((r) => r.type === type && count(type) >= r.min);
  const findings = found.findings.filter((f) => blocks(f.type));
  return findings.length ? { go: "block", found: { ...found, findings } } : { go: "send" };
}
