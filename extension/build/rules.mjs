// The rules of the network for Chrome and Edge where the extension was not installed by policy, and so may not stop requests itself: every way on which
// no script of a page speaks for what leaves is shut. What may leave gets a door of its own (src/background/doors.ts).

const WRITES = ["post", "put", "patch"];
/** What a page's own scripts send, and its workers. */
const SENT = ["xmlhttprequest", "other"];

const domains = (hosts) => [...new Set(hosts.map((h) => h.replace("*.", "")))];

/** A regular expression over a path as one over an address, as RE2 has them. */
function onAddress(path) {
  const anchored = path.replace(/^\(\^\|\/\)/, "^(.*/)?").replace(/^(?!\^)/, "^.*");
  return anchored.replace("^", "^[a-z]+://[^/?#]+/").replace(/\$$/, "([?#]|$)");
}

/** hosts run our scripts; what sites.json has beside them is guarded too. */
export function rulesFor({ sites, generic, query }, hosts) {
  const own = (s) => domains([...s.hosts, ...(s.apiHosts ?? [])]);
  const known = sites.flatMap(own);
  const pages = domains([...hosts, ...known]);
  const stores = domains(sites.flatMap((s) => s.uploadHosts ?? []));
  // More than a word and a small number: a size, an identifier, a token without a sign in it stay as they are.
  const prompt = `[?&](${query.join("|")})=[^&#]*([^a-z0-9_&#-]|[0-9]{5})`;
  const bare = { type: "redirect", redirect: { transform: { queryTransform: { removeParams: query } } } };
  const endpoints = [...sites.map((s) => [own(s), s]), [pages.filter((h) => !known.includes(h)), generic]]
    .flatMap(([requestDomains, { endpoints }]) => endpoints.map(({ path }) => ({ requestDomains, regexFilter: onAddress(path), requestMethods: WRITES, resourceTypes: SENT })));
  const rules = [
    { condition: { requestDomains: pages, regexFilter: prompt, requestMethods: ["get"], resourceTypes: ["main_frame"] }, action: bare },
    { condition: { requestDomains: pages, regexFilter: prompt, requestMethods: ["get", "head"], excludedResourceTypes: ["main_frame"] } },
    { condition: { requestDomains: pages, regexFilter: prompt, resourceTypes: ["ping"] } },
    { condition: { requestDomains: [...pages, ...stores], resourceTypes: ["websocket", "webtransport"] } },
    ...(stores.length ? [{ condition: { requestDomains: stores, requestMethods: WRITES, resourceTypes: SENT } }] : []),
    ...endpoints.map((condition) => ({ condition })),
  ];
  return rules.map(({ condition, action = { type: "block" } }, i) => ({ id: i + 1, priority: 1, action, condition }));
}
