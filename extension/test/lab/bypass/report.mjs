// Writes docs/bypass-matrix.md from the results of the last runs.
import { build } from "esbuild";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const { outputFiles } = await build({ entryPoints: [fileURLToPath(new URL("vectors.ts", import.meta.url))], bundle: true, format: "esm", write: false });
const { VECTORS, REASONS } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const RUNS = [
  ["chromium-bare", "Chromium, no guard"], ["firefox-bare", "Firefox, no guard"],
  ["chromium", "Chromium, unpacked"], ["chromium-policy", "Chromium, policy"], ["firefox", "Firefox ESR"], ["chromium-store", "Chromium, store"],
];
const runs = RUNS.map(([name, title]) => ({ name, title, results: load(name) })).filter((run) => run.results.size);
const guarded = runs.filter((run) => !run.name.endsWith("-bare"));

function load(name) {
  const file = `${root}test-results/bypass/${name}.json`;
  return new Map(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).map((r) => [r.id, r]) : []);
}

function cell({ name, results }, vector) {
  const r = results.get(vector.id);
  if (!r) return "–";
  if (name.endsWith("-bare")) return r.leaked ? "arrives" : "does not work";
  if (r.leaked) return "**LEAK**";
  if (!r.arrives && vector.absent?.some((browser) => name.startsWith(browser))) return `held${r.events ? ", 1 event" : ""}; does not work without a guard either`;
  return `held, ${r.events === 1 ? "1 event" : r.events ? `${r.events} events` : "no event"}; harmless ${r.arrives === "again" ? "arrives at the second try" : r.arrives ? "arrives" : "stays"}`;
}

// Where, and which ways, a harmless text stays for a reason.
function stayers(reason) {
  return guarded.map(({ name, title, results }) => {
    const ids = VECTORS.filter((v) => results.has(v.id) && results.get(v.id).arrives !== true && (v.stays?.[name] ?? v.stays?.[name.split("-")[0]]) === reason && !v.absent?.some((b) => name.startsWith(b))).map((v) => v.id);
    return ids.length ? `${title}: ${ids.join(", ")}` : "";
  }).filter(Boolean).join("; ");
}

const leaks = ({ results }) => [...results.values()].filter((r) => r.leaked).map((r) => r.id);
const lines = [
  "# Bypass matrix",
  "",
  "Ways in which a page can send a prompt, tried with a real browser, the real extension and the real server, against an imitated chat site. Each way is",
  "tried with a text that holds a BSN, and with a harmless one. Made by `make bypass`; the ways are in `extension/test/lab/bypass/vectors.ts`.",
  "",
  `${VECTORS.length} ways.`,
  "",
  ...runs.map((run) => `- ${run.title}: ${run.name.endsWith("-bare") ? `${leaks(run).length} of ${run.results.size} work` : `${leaks(run).length} of ${run.results.size} leak${leaks(run).length ? ` (${leaks(run).join(", ")})` : ""}`}.`),
  "",
  "Harmless texts arrive, but for these:",
  "",
  ...Object.entries(REASONS).map(([reason, why]) => [why, stayers(reason)]).filter(([, where]) => where).map(([why, where]) => `- ${why} ${where}.`),
  "",
  "Installed from a store, or by hand, Chrome and Edge do not let an extension stop requests (no `webRequestBlocking`): rules in the package shut every",
  "address that the table knows, and what was let through gets a door for one request. What remains, and is reported to the register as sent unguarded: a",
  "worker that posts to an address which the table does not know (V77), or in the moment (at most 2 s) in which a door to the same address is open. Install",
  "by policy.",
  "",
  `| way | row | what the page does | ${runs.map((r) => r.title).join(" | ")} |`,
  `|---|---|---|${runs.map(() => "---|").join("")}`,
  ...VECTORS.map((v) => `| ${v.id} | ${v.row} | ${v.title} | ${runs.map((run) => cell(run, v)).join(" | ")} |`),
  "",
];
writeFileSync(`${root}docs/bypass-matrix.md`, lines.join("\n"));
const worst = guarded.flatMap((run) => leaks(run).filter((id) => !VECTORS.find((v) => v.id === id).beyond?.includes(run.name)));
console.log(lines.slice(6, 8 + runs.length).join("\n"));
process.exit(worst.length ? 1 : 0);
