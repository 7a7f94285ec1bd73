// Checks what a deployment gives: server origins and hosts.

/** Origins with https, or http on this machine. */
export function readOrigins(values) {
  return values.map((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    const local = url?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname);
    if (!url || url.origin !== value.replace(/\/$/, "") || !(url.protocol === "https:" || local)) {
      throw new Error(`--api-origin must be an origin such as https://dijkwacht.example, not ${value}`);
    }
    return url.origin;
  });
}

/** The folder on the web where the packages will be, with a slash at the end. */
export function readFolder(value) {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const local = url?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname);
  if (!url || url.search || url.hash || !(url.protocol === "https:" || local)) throw new Error(`--update-url must be an address such as https://software.example/dijkwacht/, not ${value}`);
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/** A version as browsers compare them: up to four numbers. */
export function readVersion(value) {
  if (!/^\d{1,5}(\.\d{1,5}){1,3}$/.test(value) || value.split(".").some((n) => n > 65535 || String(Number(n)) !== n)) throw new Error(`--version must be numbers such as 0.1.2, not ${value}`);
  return value;
}

/** One host a line, `*.` in front for all below it; `#` begins a comment. */
export function readHosts(text) {
  const hosts = text.split("\n").map((line) => line.replace(/#.*/, "").trim().toLowerCase()).filter(Boolean);
  for (const host of hosts) {
    if (!/^(\*\.)?([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(host)) throw new Error(`not a host name: ${host}`);
  }
  return [...new Set(hosts)];
}

/** The hosts of the catalogue of AI services (rules/destinations.yaml), which keeps each list on one line. */
export function readCatalogue(yaml) {
  const lists = [...yaml.matchAll(/^\s+hosts: \[(.*)\]$/gm)].map((m) => m[1]);
  if (lists.length !== [...yaml.matchAll(/^\s*hosts:/gm)].length) throw new Error("rules/destinations.yaml: a list of hosts is not on one line");
  return readHosts(lists.flatMap((list) => list.split(",").map((host) => host.trim().replaceAll('"', ""))).join("\n"));
}
