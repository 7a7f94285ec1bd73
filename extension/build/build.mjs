// Builds the extension for Chromium and Firefox, and prints what it weighs.
//   node build/build.mjs                                            development: a server on this machine
//   node build/build.mjs --package --api-origin URL [--hosts FILE]  one deployment; more than one --api-origin is allowed
// Guarded are the hosts of the site table, of the catalogue of AI services, and of FILE. --out is the folder to write to, by default dist.
import { build, transformSync } from "esbuild";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { manifestFor } from "./manifest.mjs";
import { readCatalogue, readHosts, readOrigins } from "./input.mjs";
import { zip } from "./zip.mjs";

const MAX_GZIP = 25_000;
const DEV_ORIGINS = ["http://localhost:8787", "http://127.0.0.1:8787"];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const { values } = parseArgs({
  options: { package: { type: "boolean" }, "api-origin": { type: "string", multiple: true }, hosts: { type: "string" }, out: { type: "string" } },
});
const release = values.package ?? false;
if (release && !values["api-origin"]) fail("--package needs --api-origin");
const origins = attempt(() => (release ? readOrigins(values["api-origin"]) : DEV_ORIGINS));
const extraHosts = attempt(() => (values.hosts ? readHosts(readFileSync(values.hosts, "utf8")) : []));

const entries = {
  page: "src/page/hook.ts",
  bridge: "src/bridge/bridge.ts",
  background: "src/background/main.ts",
  options: "src/options/options.ts",
};

const { SITES } = await loadTable();
const catalogue = readCatalogue(readFileSync(join(root, "../rules/destinations.yaml"), "utf8"));
const hosts = [...new Set([...SITES.flatMap((s) => s.hosts), ...catalogue, ...extraHosts])];
const uploadHosts = SITES.flatMap((s) => s.uploadHosts ?? []);

for (const target of ["chromium", "firefox"]) {
  const out = join(values.out ?? join(root, "dist"), release ? `package-${target}` : target);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const manifest = manifestFor(root, target, { origins, hosts, uploadHosts });
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: out,
    bundle: true,
    format: "iife",
    target: target === "chromium" ? "chrome137" : "firefox140",
    minify: true,
    legalComments: "none",
    define: {
      __API_ORIGINS__: JSON.stringify(origins),
    },
  });
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(root, "managed_schema.json"), join(out, "managed_schema.json"));
  cpSync(join(root, "src/options/options.html"), join(out, "options.html"));
  writeCss(join(out, "options.css"), "src/options/options.css");
  writeCss(join(out, "notice.css"), "src/bridge/notice.css");
  mkdirSync(join(out, "texts"));
  for (const language of ["nl", "en"]) cpSync(join(root, `src/shared/i18n/${language}.json`), join(out, `texts/${language}.json`));
  cpSync(join(root, "icons"), join(out, "icons"), { recursive: true, filter: (f) => !f.endsWith(".svg") });
  if (release) writeFileSync(`${out}.${target === "firefox" ? "xpi" : "zip"}`, zip(out));
  weigh(target, out);
}

function writeCss(file, own) {
  const css = ["src/shared/look.css", own].map((f) => readFileSync(join(root, f), "utf8")).join("");
  writeFileSync(file, transformSync(css, { loader: "css", minify: true }).code);
}

function weigh(target, out) {
  let total = 0;
  const parts = [];
  for (const file of readdirSync(out).filter((f) => f.endsWith(".js")).sort()) {
    const size = gzipSync(readFileSync(join(out, file)), { level: 9 }).length;
    total += size;
    parts.push(`${file} ${size}`);
  }
  console.log(`${target}: ${total} bytes gzip of scripts (${parts.join(", ")}), bar ${MAX_GZIP}`);
  if (total > MAX_GZIP) fail(`${target} is over the bar`);
}

async function loadTable() {
  const { outputFiles } = await build({ absWorkingDir: root, entryPoints: ["src/sites/table.ts"], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

function attempt(read) {
  try {
    return read();
  } catch (error) {
    return fail(error.message);
  }
}

function fail(message) {
  console.error(`build: ${message}`);
  process.exit(2);
}
