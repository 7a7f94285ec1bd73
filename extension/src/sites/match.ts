// From a request's address to the site and endpoint that tell how to read it.

import { looksWritten } from "./path";
import { genericSite, QUERY_KEYS, SITES, type Endpoint, type Site } from "./table";

/** Any other request of a listed site: read by universal keys. */
export const OTHER: Endpoint = { id: "other", kind: "prompt", path: "" };

/** What has to be looked at before it leaves. */
export interface Target {
  readonly site: Site;
  readonly endpoint: Endpoint;
  readonly url: URL;
}

/** Whether a host without an entry of its own is guarded too. */
export type Listed = (host: string) => boolean;

/** Whether a host is one of a pattern: itself, or with `*.` in front any host below. */
export function hostMatches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** The site whose pages live on this host. */
export function siteOf(host: string, listed: Listed): Site | undefined {
  return SITES.find((s) => s.hosts.some((p) => hostMatches(p, host))) ?? (listed(host) ? genericSite(host) : undefined);
}

function uploadSiteOf(host: string): Site | undefined {
  return SITES.find((s) => s.uploadHosts?.some((p) => hostMatches(p, host)));
}

const UPLOADED_BYTES: Endpoint = { id: "upload-host", kind: "upload", path: "" };

/** The target of a request, or undefined when there is nothing to look at. */
export function match(url: URL, method: string, listed: Listed): Target | undefined {
  const reads = /^(GET|HEAD|OPTIONS)$/i.test(method);
  const site = siteOf(url.hostname, listed);
  if (!site) {
    const upload = reads ? undefined : uploadSiteOf(url.hostname);
    return upload && { site: upload, endpoint: UPLOADED_BYTES, url };
  }
  const path = url.pathname.slice(1);
  if (reads) return hasQueryText(url) ? { site, endpoint: OTHER, url } : undefined;
  const endpoint = site.endpoints.find((e) => new RegExp(e.path).test(path));
  if (endpoint) return { site, endpoint, url };
  if (site.ignore?.some((p) => new RegExp(p).test(path))) return undefined;
  return { site, endpoint: OTHER, url };
}

/** Whether the address itself carries a prompt. */
export function hasQueryText(url: URL): boolean {
  for (const [key, value] of url.searchParams) if (QUERY_KEYS.has(key) && looksWritten(value)) return true;
  return false;
}

/** The address without its prompt. */
export function withoutQueryText(url: URL): URL {
  const bare = new URL(url);
  for (const key of QUERY_KEYS) bare.searchParams.delete(key);
  return bare;
}
