// Builds the detection core for the device (guard.wasm) and the stored form of its rules (guard.dat).
// Without inlining the module is a tenth shorter; what reads the rules has it, since that time is waited for. slim takes out what only stack traces need.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** The files of the core by their names. Go makes again only what has changed, in a folder that is not part of the project. */
export function buildCore(repository) {
  const folder = join(repository, "node_modules/.cache/dijkwacht-core");
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  const go = (args, env = {}) => execFileSync("go", args, { cwd: repository, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  const inlined = ["text", "lexicon", "rule"].map((name) => `-gcflags=dijkwacht/internal/${name}=`);
  const flags = ["-trimpath", "-gcflags=all=-l", ...inlined, "-ldflags=-s -w", "-buildmode=c-shared"];
  // Each process its own files: two builds may run at once.
  const own = (name) => at(`${process.pid}-${name}`);
  go(["build", ...flags, "-o", own("whole.wasm"), "./extension/wasm"], { GOOS: "wasip1", GOARCH: "wasm" });
  go(["run", "./extension/wasm/slim", own("whole.wasm"), own("guard.wasm")]);
  go(["run", "./extension/wasm/pack", own("guard.dat")]);
  const core = { "guard.wasm": readFileSync(own("guard.wasm")), "guard.dat": readFileSync(own("guard.dat")) };
  for (const name of ["whole.wasm", ...Object.keys(core)]) rmSync(own(name));
  return core;
}

/** Leaves the loader of the core in a script of its own, guard.js: it is a part of the core, which the background only calls. */
export const coreScript = {
  name: "core",
  setup(builder) {
    builder.onResolve({ filter: /\/wasm\/guard$/ }, () => ({ path: "./guard.js", external: true }));
  },
};

/** What the bytes weigh in brotli as a server would store them. */
export function brotliSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}
