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

/** One host a line, `*.` in front for all below it; `#` begins a comment. */
export function readHosts(text) {
  const hosts = text.split("\n").map((line) => line.replace(/#.*/, "").trim().toLowerCase()).filter(Boolean);
  for (const host of hosts) {
    if (!/^(\*\.)?([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/.test(host)) throw new Error(`not a host name: ${host}`);
  }
  return [...new Set(hosts)];
}
