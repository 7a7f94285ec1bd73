// Temporary folders, gone when the process ends, however a case went.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];
process.on("exit", () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

export function tempFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `dijkwacht-${name}-`));
  made.push(folder);
  return folder;
}
