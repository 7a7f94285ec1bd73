// Builds the detection core for the device (guard.wasm) and the stored form of its rules (guard.dat) into a folder.
// Without inlining the module is a tenth shorter; slim takes out what only stack traces need.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const MAX_BROTLI = 1_400_000;

/** Writes guard.wasm and guard.dat. */
export function buildCore(repository, out) {
  const scratch = mkdtempSync(join(tmpdir(), "dijkwacht-core-"));
  const go = (args, env = {}) => execFileSync("go", args, { cwd: repository, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
  try {
    const whole = join(scratch, "whole.wasm");
    const flags = ["-trimpath", "-gcflags=all=-l", "-ldflags=-s -w", "-buildmode=c-shared"];
    go(["build", ...flags, "-o", whole, "./extension/wasm"], { GOOS: "wasip1", GOARCH: "wasm" });
    go(["run", "./extension/wasm/slim", whole, join(out, "guard.wasm")]);
    go(["run", "./extension/wasm/pack", join(out, "guard.dat")]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What the core weighs in brotli, and the most it may; quality 11 as a server would store it. */
export function weighCore(out) {
  const size = (name) => {
    const bytes = readFileSync(join(out, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return brotliCompressSync(bytes, { params }).length;
  };
  return { brotli: size("guard.wasm") + size("guard.dat"), max: MAX_BROTLI };
}
