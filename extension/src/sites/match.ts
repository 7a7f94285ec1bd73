// From a request's address to the site and endpoint that tell how to read it.

import { looksWritten } from "./path";
import type { Endpoint, Site, Table } from "./table";

/** Any other request of a listed site: read by universal keys. */
const OTHER: Endpoint = { id: "other", kind: "prompt", path: "" };
const UPLOADED_BYTES: Endpoint = { id: "upload-host", kind: "upload", path: "" };

/** What has to be looked at before it leaves. */
export interface Target {
  readonly site: Site;
  readonly endpoint: Endpoint;
  readonly url: URL;
  readonly table: Table;
}

/** Whether a host without an entry of its own is guarded too. */
export type Listed = (host: string) => boolean;

/** Whether a host is one of a pattern: itself, or with `*.` in front any host below. */
export function hostMatches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

const among = (patterns: readonly string[] | undefined, host: string): boolean => patterns?.some((p) => hostMatches(p, host)) ?? false;

/** The hosts of match patterns such as `*://*.example.com/*`. */
export function listedIn(patterns: readonly string[]): Listed {
  const hosts = patterns.map((p) => p.split("/")[2] ?? "");
  return (host) => among(hosts, host);
}

/** One table, and the hosts that are guarded beside those in it. */
export class Sites {
  constructor(readonly table: Table, private readonly listed: Listed) {}

  /** The site whose pages or prompts live on this host. */
  of(host: string): Site | undefined {
    const { sites, generic } = this.table;
    return sites.find((s) => among(s.hosts, host) || among(s.apiHosts, host)) ?? (this.listed(host) ? { ...generic, hosts: [host] } : undefined);
  }

  /** The target of a request, or undefined when there is nothing to look at. Of a socket the method is OPEN, of a frame on it WS. */
  match(url: URL, method: string): Target | undefined {
    const { table } = this;
    const reads = /^(GET|HEAD|OPTIONS)$/i.test(method);
    const host = url.hostname;
    const store = reads ? undefined : table.sites.find((s) => among(s.uploadHosts, host));
    if (store) return { site: store, endpoint: UPLOADED_BYTES, url, table };
    const site = this.of(host);
    if (!site) return undefined;
    if (reads && !this.hasPrompt(url)) return undefined;
    const path = url.pathname.slice(1);
    const on = (source: string): boolean => new RegExp(source).test(path);
    const endpoint = reads ? undefined : site.endpoints.find((e) => on(e.path));
    if (!endpoint && !reads && site.ignore?.some(on)) return undefined;
    // The address of a socket can hold a token, so its query is left out.
    return { site, endpoint: endpoint ?? OTHER, url: method === "WS" ? new URL(url.origin + url.pathname) : url, table };
  }

  /** Whether the address itself carries a prompt. */
  hasPrompt(url: URL): boolean {
    return [...url.searchParams].some(([key, value]) => this.table.query.includes(key) && looksWritten(value));
  }

  /** The address without its prompt. */
  withoutPrompt(url: URL): URL {
    const bare = new URL(url);
    for (const key of this.table.query) bare.searchParams.delete(key);
    return bare;
  }
}
