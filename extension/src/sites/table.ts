// The shape of the site table: how prompts leave each site. The table itself is data (sites.json): a site that changes is a change of data, which the
// signed policy bundle can bring. Sources of the entries: public captures and open-source code of 2025-26; each has a fixture beside it.

import { parsePath } from "./path";

/** What a request on an endpoint is for. A draft is the text while the user is still typing. */
export type EndpointKind = "prompt" | "draft" | "upload";

export interface Endpoint {
  readonly id: string;
  readonly kind: EndpointKind;
  /** Regular expression over the path of the URL, without a leading slash. */
  readonly path: string;
  /** Text paths in the body, see path.ts; absent where every known key is looked at, and on uploads. */
  readonly text?: readonly string[];
}

export interface Site {
  readonly id: string;
  /** Host names whose pages are the site's; `*.` in front stands for every host below it. */
  readonly hosts: readonly string[];
  /** Other hosts that the site's pages send prompts to. Our scripts do not run there. */
  readonly apiHosts?: readonly string[];
  /** Hosts where the site's pages put files. Our scripts do not run there. */
  readonly uploadHosts?: readonly string[];
  readonly endpoints: readonly Endpoint[];
  /** Paths that carry no user text and must not be touched: sign-in, proof tokens, telemetry. */
  readonly ignore?: readonly string[];
  /** Regular expression over the page's path; its group is the conversation. */
  readonly conversation?: string;
  /** Selectors of the composer and of what sends it, in order of preference. */
  readonly input?: readonly string[];
  readonly send?: readonly string[];
}

export interface Table {
  /** Counts up: an older table never takes the place of a newer one. */
  readonly version: number;
  readonly sites: readonly Site[];
  /** For a listed host without an entry of its own. */
  readonly generic: Site;
  /** Body keys that hold text on most services; used where the table knows no path. */
  readonly keys: readonly string[];
  /** Query parameters that prefill or send a prompt. */
  readonly query: readonly string[];
  /** Told to pages: the endpoints are shut on the network, and what leaves needs a door. */
  readonly gated?: boolean;
}

const KINDS: readonly unknown[] = ["prompt", "draft", "upload"];

/** A table that came from elsewhere, if it is one in every part; undefined otherwise. */
export function parseTable(value: unknown): Table | undefined {
  const t = value as Table | undefined;
  try {
    const sound =
      t && Number.isInteger(t.version) && Array.isArray(t.sites) && [...t.sites, t.generic].every(isSite) && strings(t.keys) && strings(t.query);
    return sound ? t : undefined;
  } catch {
    return undefined;
  }
}

function isSite(s: Site): boolean {
  const lists = [s.hosts, s.apiHosts ?? [], s.uploadHosts ?? [], s.ignore ?? [], s.input ?? [], s.send ?? []];
  for (const source of [...(s.ignore ?? []), s.conversation ?? "", ...s.endpoints.map((e) => e.path)]) new RegExp(source);
  return typeof s.id === "string" && lists.every(strings) && s.endpoints.every(isEndpoint);
}

// Throws on a path that is none, which counts as unsound.
function isEndpoint({ id, kind, path, text = [] }: Endpoint): boolean {
  return typeof id === "string" && KINDS.includes(kind) && typeof path === "string" && path !== "" && strings(text) && text.every((p) => parsePath(p).length > 0);
}

function strings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((v) => typeof v === "string" && v.length < 500);
}
