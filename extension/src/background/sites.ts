// The site table in force: the package's own, or a newer one from the signed policy bundle. A bundle changes how a host is read; which hosts are
// guarded is in the manifest.

import { ext } from "../shared/ext";
import packaged from "../sites/sites.json";
import { listedIn, parseTable, Sites } from "../sites/reader";
import type { Table } from "../sites/table";

/** Match patterns of the pages our scripts run on. */
export const pages = (): string[] => ext.runtime.getManifest().content_scripts?.[0]?.matches ?? [];

let current: Sites | undefined;

/** The table, at once: the network ledger cannot wait. */
export function sites(): Sites {
  return (current ??= new Sites(packaged as Table, listedIn(pages())));
}

/** Takes a table of the bundle if it is sound and newer than the one in force. */
export function adopt(offered: unknown): void {
  if (((offered as Table | undefined)?.version ?? 0) <= sites().table.version) return;
  const table = parseTable(offered);
  if (table) current = new Sites(table, listedIn(pages()));
}

/** Match patterns of every address that carries prompts or files. */
export function guarded(): string[] {
  const beside = sites().table.sites.flatMap((s) => [...(s.apiHosts ?? []), ...(s.uploadHosts ?? [])]);
  const patterns = [...pages(), ...beside.map((h) => `*://${h}/*`)];
  return [...patterns, ...patterns.flatMap((p) => [p.replace("*", "ws"), p.replace("*", "wss")])];
}
