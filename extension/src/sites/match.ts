// From a request's address to the site and endpoint that tell how to read it.

import { genericSite, QUERY_KEYS, SITES, type Endpoint, type Site } from "./table";
import { looksWritten } from "./path";

declare const __EXTRA_HOSTS__: readonly string[];

/** Any other request of a listed site: read by universal keys. */
export const OTHER: Endpoint = { id: "other", kind: "prompt", path: "" };

/** What has to be looked at before it leaves. */
export interface Target {
  readonly site: Site;
  readonly endpoint: Endpoint;
  readonly url: URL;
}

const sites: readonly Site[] = [...SITES, ...__EXTRA_HOSTS__.map(genericSite)];

function hostMatches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : host === pattern;
}

/** The site whose pages live on this host. */
export function siteOf(host: string): Site | undefined {
  return sites.find((s) => s.hosts.some((p) => hostMatches(p, host)));
}

function uploadSiteOf(host: string): Site | undefined {
  return sites.find((s) => s.uploadHosts?.some((p) => hostMatches(p, host)));
}

const UPLOADED_BYTES: Endpoint = { id: "upload-host", kind: "upload", path: "" };

/** The target of a request, or undefined when there is nothing to look at. */
export function match(url: URL, method: string): Target | undefined {
  const reads = /^(GET|HEAD|OPTIONS)$/i.test(method);
  const site = siteOf(url.hostname);
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
