// Builds the extension for Chromium and Firefox, and prints what it weighs (the bars are in test/unit/manifest.test.ts).
//   node build/build.mjs                                            development: a server on this machine
//   node build/build.mjs --package --api-origin URL [--hosts FILE]  one deployment; more than one --api-origin is allowed
//     [--version N.N.N] another version than package.json has, to go back: browsers only install upwards
//     [--update-url URL] where the packages will be served from, over https; [--key FILE] signs the package for Chrome and Edge, and is made when absent
// Guarded are the hosts of the site table, of the catalogue of AI services, and of FILE. --out is the folder to write to, by default dist.
import { build, transformSync } from "esbuild";
import { buildReader, sharedReader } from "./reader.mjs";
import { buildCore, coreScript } from "./wasm.mjs";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { minifySync } from "rolldown/utils";
import { forStore, manifestFor } from "./manifest.mjs";
import { rulesFor } from "./rules.mjs";
import { crx, extensionId, signingKey } from "./crx.mjs";
import { policyFiles, updatesJson, updatesXml } from "./deploy.mjs";
import { readCatalogue, readFolder, readHosts, readOrigins, readVersion } from "./input.mjs";
import { zip } from "./zip.mjs";

const DEV_ORIGINS = ["http://localhost:8787", "http://127.0.0.1:8787"];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const { values } = parseArgs({
  options: { package: { type: "boolean" }, "api-origin": { type: "string", multiple: true }, hosts: { type: "string" }, "update-url": { type: "string" }, version: { type: "string" }, key: { type: "string" }, out: { type: "string" } },
});
const release = values.package ?? false;
if (release && !values["api-origin"]) fail("--package needs --api-origin");
const origins = attempt(() => (release ? readOrigins(values["api-origin"]) : DEV_ORIGINS));
const updateUrl = attempt(() => (values["update-url"] ? readFolder(values["update-url"]) : undefined));
const version = attempt(() => (values.version ? readVersion(values.version) : undefined));
const extraHosts = attempt(() => (values.hosts ? readHosts(readFileSync(values.hosts, "utf8")) : []));

// What runs in pages (dialog only when something is held there, answers only when something was replaced), and on pages of our own: each file stands alone. The background is a module and shares files with none but reader.js.
const scripts = {
  page: "src/page/hook.ts",
  bridge: "src/bridge/bridge.ts",
  dialog: "src/bridge/held.ts",
  files: "src/bridge/uploads.ts",
  notice: "src/bridge/notice.ts",
  writing: "src/bridge/writing.ts",
  answers: "src/bridge/answers.ts",
  saved: "src/page/saved.ts",
  pages: "src/popup/pages.ts",
};
const worker = { background: "src/background/main.ts" };

const table = JSON.parse(readFileSync(join(root, "src/sites/sites.json"), "utf8"));
const { sites } = table;
const catalogue = readCatalogue(readFileSync(join(root, "../rules/destinations.yaml"), "utf8"));
const hosts = [...new Set([...sites.flatMap((s) => s.hosts), ...catalogue, ...extraHosts])];
const otherHosts = sites.flatMap((s) => [...(s.apiHosts ?? []), ...(s.uploadHosts ?? [])]);

const core = attempt(() => buildCore(join(root, "..")));

for (const target of ["chromium", "firefox"]) {
  const out = join(values.out ?? join(root, "dist"), release ? `package-${target}` : target);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const manifest = manifestFor(root, target, { origins, hosts, otherHosts, updateUrl, version });
  const common = {
    absWorkingDir: root, outdir: out, bundle: true, minify: true, legalComments: "none", target: target === "chromium" ? "chrome137" : "firefox140",
    define: { __API_ORIGINS__: JSON.stringify(origins) },
  };
  const names = await buildReader(common);
  await build({ ...common, entryPoints: scripts, format: "iife", plugins: [sharedReader(names, "")] });
  await build({ ...common, entryPoints: worker, format: "esm", plugins: [sharedReader(names, 'import "./reader.js";'), coreScript] });
  const store = target === "chromium";
  if (store) await build({ ...common, entryPoints: { doors: "src/background/doors.ts" }, format: "esm" });
  await build({ ...common, entryPoints: { guard: "src/wasm/guard.ts" }, format: "esm" });
  shrink(out);
  writeFileSync(join(out, "sites.js"), `export default ${JSON.stringify(table)};\n`);
  if (store) {
    writeFileSync(join(out, "rules.json"), `${JSON.stringify(rulesFor(table, hosts))}\n`);
    writeFileSync(join(out, "store.js"), 'import "./doors.js";\nimport "./background.js";\n');
  }
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify(store ? forStore(manifest) : manifest, null, 2)}\n`);
  cpSync(join(root, "managed_schema.json"), join(out, "managed_schema.json"));
  for (const page of ["options/options", "popup/popup", "popup/overview"]) cpSync(join(root, `src/${page}.html`), join(out, `${page.split("/")[1]}.html`));
  writeCss(join(out, "pages.css"), "src/popup/pages.css");
  writeCss(join(out, "notice.css"), "src/bridge/notice.css");
  mkdirSync(join(out, "texts"));
  for (const language of ["nl", "en"]) cpSync(join(root, `src/shared/i18n/${language}.json`), join(out, `texts/${language}.json`));
  for (const [name, bytes] of Object.entries(core)) writeFileSync(join(out, name), bytes);
  cpSync(join(root, "icons"), join(out, "icons"), { recursive: true, filter: (f) => !f.endsWith(".svg") });
  if (release) pack(target, out, manifest);
  weigh(target, out);
}

// The archive for a store, and beside it, when it is known from where they will be served, the signed package with its update manifest.
function pack(target, out, manifest) {
  const firefox = target === "firefox";
  const folder = dirname(out);
  const name = `dijkwacht-${manifest.version}`;
  writeFileSync(`${out}.${firefox ? "xpi" : "zip"}`, zip(out));
  if (!updateUrl) return;
  // What a policy installs has the ledger, and asks for no rules.
  if (!firefox) {
    for (const file of ["store.js", "doors.js", "rules.json"]) rmSync(join(out, file));
    writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  const archive = zip(out);
  const at = (file) => new URL(file, updateUrl).href;
  if (firefox) {
    const { id: geckoId } = manifest.browser_specific_settings.gecko;
    // Firefox wants the file signed by its add-on site: sign it, and put its digest here.
    const sha256 = createHash("sha256").update(archive).digest("hex");
    writeFileSync(join(folder, `${name}.xpi`), archive);
    writeFileSync(join(folder, "updates.json"), updatesJson({ geckoId, version: manifest.version, link: at(`${name}.xpi`), sha256 }));
    return;
  }
  const key = signingKey(values.key ?? join(root, "signing-key.pem"));
  const id = extensionId(key);
  const { gecko } = JSON.parse(readFileSync(join(root, "manifest.firefox.json"), "utf8")).browser_specific_settings;
  writeFileSync(join(folder, `${name}.crx`), crx(archive, key));
  writeFileSync(join(folder, "updates.xml"), updatesXml({ id, version: manifest.version, codebase: at(`${name}.crx`) }));
  mkdirSync(join(folder, "policies"), { recursive: true });
  const settings = { apiOrigin: origins[0], enrolmentKey: "ENROLMENT_KEY", groups: [], language: "nl" };
  const files = policyFiles({ id, updateUrl: at("updates.xml"), geckoId: gecko.id, xpiUrl: at(`${name}.xpi`), settings });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "policies", file), text);
  console.log(`chromium: id ${id}, signed; policies to paste are in ${join(folder, "policies")}`);
}

// A second pass, by a compressor that sees more than esbuild does.
function shrink(out) {
  for (const name of readdirSync(out).filter((f) => f.endsWith(".js"))) {
    const file = join(out, name);
    const options = { module: ["background.js", "doors.js"].includes(name), compress: { treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false } }, mangle: { toplevel: true } };
    const { code, errors } = minifySync(name, readFileSync(file, "utf8"), { ...options, codegen: { removeWhitespace: true } });
    if (errors.length) fail(`${name}: ${errors[0].message}`);
    writeFileSync(file, code);
  }
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
  console.log(`${target}: ${total} bytes gzip of scripts (${parts.join(", ")})`);
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
