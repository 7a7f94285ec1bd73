// Builds the detection core for the device (guard.wasm) and the stored form of its rules (guard.dat).
// Without inlining the module is a tenth shorter; slim takes out what only stack traces need.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** The files of the core by their names. */
export function buildCore(repository) {
  const scratch = mkdtempSync(join(tmpdir(), "dijkwacht-core-"));
  const at = (name) => join(scratch, name);
  const go = (args, env = {}) => execFileSync("go", args, { cwd: repository, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  try {
    const flags = ["-trimpath", "-gcflags=all=-l", "-ldflags=-s -w", "-buildmode=c-shared"];
    go(["build", ...flags, "-o", at("whole.wasm"), "./extension/wasm"], { GOOS: "wasip1", GOARCH: "wasm" });
    go(["run", "./extension/wasm/slim", at("whole.wasm"), at("guard.wasm")]);
    go(["run", "./extension/wasm/pack", at("guard.dat")]);
    return { "guard.wasm": readFileSync(at("guard.wasm")), "guard.dat": readFileSync(at("guard.dat")) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What the bytes weigh in brotli as a server would store them. */
export function brotliSize(bytes) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}
