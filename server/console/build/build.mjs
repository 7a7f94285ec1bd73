// Builds the console into dist, which the Go program embeds, and prints what the first load weighs.
//   node build/build.mjs            types, texts, bundle
//   node build/build.mjs --types    the types of the API alone
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { readDocument, typesOf } from "./openapi.mjs";
import { mistakesInTexts } from "./texts.mjs";

const MAX_FIRST_LOAD = 75_000;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

await writeTypes();
if (!process.argv.includes("--types")) {
  const mistakes = mistakesInTexts(root);
  if (mistakes.length > 0) fail(mistakes.join("\n"));
  await bundle();
}

async function writeTypes() {
  const file = join(root, "src/api/schema.ts");
  const types = await typesOf(readDocument(join(root, "../../internal/api/wire/openapi")));
  // Left alone when nothing changed, so that nothing looks newer than it is.
  if (!existsSync(file) || readFileSync(file, "utf8") !== types) writeFileSync(file, types);
}

async function bundle() {
  mkdirSync(dist, { recursive: true });
  for (const file of readdirSync(dist)) if (file !== ".keep") rmSync(join(dist, file), { recursive: true });
  mkdirSync(join(dist, "assets"), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { console: "src/main.tsx", theme: "src/shell/theme-first.ts" },
    outdir: join(dist, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["chrome120", "firefox128", "safari17.5"],
    minify: true,
    legalComments: "none",
    metafile: true,
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const made = Object.entries(metafile.outputs).map(([path, output]) => ({ ...output, name: basename(path) }));
  const entry = (source) => made.find((o) => o.entryPoint === source) ?? fail(`no bundle of ${source}`);
  const main = entry("src/main.tsx");
  const css = main.cssBundle && basename(main.cssBundle);
  const html = readFileSync(join(root, "index.html"), "utf8")
    .replace("{theme}", entry("src/shell/theme-first.ts").name).replace("{css}", css).replace("{script}", main.name);
  writeFileSync(join(dist, "index.html"), html);
  for (const { name } of made) {
    const file = join(dist, "assets", name);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  }
  weigh(made, main, css, entry("src/shell/theme-first.ts"), html);
}

// What a browser fetches before the first page shows: the entries with all that they import, and the page Today.
function weigh(made, main, css, theme, html) {
  const today = made.find((o) => o.entryPoint === "src/pages/today/page.tsx");
  const names = new Set([css]);
  const add = (output) => {
    if (!output || names.has(output.name)) return;
    names.add(output.name);
    for (const { path, kind } of output.imports) if (kind === "import-statement") add(made.find((o) => o.name === basename(path)));
  };
  [main, theme, today].forEach(add);
  const size = [...names].reduce((sum, name) => sum + readFileSync(join(dist, "assets", `${name}.gz`)).length, gzipSync(html).length);
  console.log(`console: ${size} bytes gzip in the first load, bar ${MAX_FIRST_LOAD}`);
  if (size > MAX_FIRST_LOAD) fail("the first load is over the bar");
}

function fail(message) {
  console.error(`build: ${message}`);
  process.exit(2);
}
