// reader.js is one file that the bridge and the background both load, so that it is in the package once. In a page it is a content script before the
// bridge, in the background an import; in both it leaves what it exports under one global name, which only our own scripts can see.
import { build } from "esbuild";

const GLOBAL = "dijkwachtReader";

/** Writes reader.js and returns the names it offers. */
export async function buildReader(options) {
  const source = "src/sites/reader.ts";
  const { metafile } = await build({ ...options, entryPoints: [source], format: "esm", metafile: true, write: false });
  const names = Object.values(metafile.outputs)[0].exports;
  const contents = `import { ${names} } from "./${source}"; globalThis.${GLOBAL} = { ${names} };`;
  await build({ ...options, stdin: { contents, resolveDir: options.absWorkingDir, sourcefile: "reader.js" }, entryPoints: undefined, outdir: undefined, outfile: `${options.outdir}/reader.js`, format: "iife" });
  return names;
}

/** Takes the reader from where reader.js left it, after `load`, and the site table from the package. */
export function sharedReader(names, load) {
  return {
    name: "reader",
    setup(builder) {
      builder.onResolve({ filter: /\/sites\/reader$/ }, () => ({ path: "reader", namespace: "shared" }));
      builder.onResolve({ filter: /^\.\/reader\.js$/ }, ({ path }) => ({ path, external: true }));
      // Not as JSON: Chromium does not find a JSON module again when it wakes a worker that it stopped.
      builder.onResolve({ filter: /\/sites\.json$/ }, () => ({ path: "./sites.js", external: true }));
      builder.onLoad({ filter: /./, namespace: "shared" }, () => ({ contents: `${load}export const { ${names} } = globalThis.${GLOBAL};` }));
    },
  };
}
