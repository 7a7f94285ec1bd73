// Merges the manifests. Every host in it comes from the site table or from the deployment, so nothing is asked for that is not guarded.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const json = (root, name) => JSON.parse(readFileSync(join(root, name), "utf8"));

/** The manifest of one browser. hosts run our scripts; otherHosts are only guarded on the network. Firefox looks for updates at updateUrl; for Chrome and Edge the policy says where. */
export function manifestFor(root, target, { origins, hosts, otherHosts, updateUrl, version = json(root, "package.json").version }) {
  const pages = hosts.map((h) => `*://${h}/*`);
  // In Chromium the star of a pattern is http and https alone; in Firefox it is sockets too.
  const sockets = [...hosts, ...otherHosts].flatMap((h) => [`ws://${h}/*`, `wss://${h}/*`]);
  const script = { matches: pages, run_at: "document_start", all_frames: true, match_about_blank: true, match_origin_as_fallback: true };
  const own = json(root, `manifest.${target}.json`);
  if (updateUrl && own.browser_specific_settings) own.browser_specific_settings.gecko.update_url = new URL("updates.json", updateUrl).href;
  return {
    ...json(root, "manifest.base.json"),
    ...own,
    version,
    host_permissions: [...origins.map((o) => matchPattern(o)), ...pages, ...otherHosts.map((h) => `*://${h}/*`), ...(target === "chromium" ? sockets : [])],
    // The hook comes first: it must listen before the bridge hands over the port.
    content_scripts: [
      { ...script, js: ["page.js"], world: "MAIN" },
      { ...script, js: ["reader.js", "bridge.js"] },
    ],
  };
}

// Match patterns have no port: a server on a port is asked for by its host.
function matchPattern(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/** The same manifest for a store, where nobody knows whether a policy will install it: with the rules that stand in for the ledger. */
export function forStore(manifest) {
  return {
    ...manifest,
    background: { ...manifest.background, service_worker: "store.js" },
    permissions: [...manifest.permissions, "declarativeNetRequestWithHostAccess"],
    declarative_net_request: { rule_resources: [{ id: "store", enabled: true, path: "rules.json" }] },
  };
}
