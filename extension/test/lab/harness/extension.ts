// The extension under test: a real package, made for the address of this run.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { ROOT, run } from "./process.ts";
import { tempFolder } from "./temp.ts";

/** Makes a package that talks to `apiOrigin`, and returns the folder of the unpacked extension. */
export async function makePackage(apiOrigin: string, target: "chromium" | "firefox"): Promise<string> {
  const parent = tempFolder("extension");
  await run("node", [`${ROOT}extension/build/build.mjs`, "--package", "--api-origin", apiOrigin, "--out", parent]);
  return join(parent, `package-${target}`);
}

/** The id that Chromium gives an unpacked extension: its path, hashed, in the letters a to p. */
export function unpackedId(folder: string): string {
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}
