// The extension under test: the real package, made for the address of this run.
import { createHash } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "./process.ts";

export type Target = "chromium" | "firefox";

/** Makes an unpacked package that talks to `apiOrigin`, and returns its folder. */
export async function packageFor(apiOrigin: string, target: Target): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), "dijkwacht-extension-"));
  await run("node", [`${ROOT}extension/build/build.mjs`], { API_ORIGIN: apiOrigin, OUT: out });
  return join(out, target);
}

/** The id that Chromium gives an unpacked extension: its path, hashed, in the letters a to p. */
export function unpackedId(folder: string): string {
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}
