// The extension under test: a real package, made for the address of this run.
import { createHash } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "./process.ts";

export interface ExtensionPackage {
  /** Temporary folder that holds everything made. */
  parent: string;
  /** The unpacked extension. */
  folder: string;
}

/** Makes a package that talks to `apiOrigin`. */
export async function makePackage(apiOrigin: string, target: "chromium" | "firefox"): Promise<ExtensionPackage> {
  const parent = await mkdtemp(join(tmpdir(), "dijkwacht-extension-"));
  await run("node", [`${ROOT}extension/build/build.mjs`, "--package", "--api-origin", apiOrigin, "--out", parent]);
  return { parent, folder: join(parent, `package-${target}`) };
}

/** The id that Chromium gives an unpacked extension: its path, hashed, in the letters a to p. */
export function unpackedId(folder: string): string {
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}
