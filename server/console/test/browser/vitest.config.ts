// The console in real browsers, against the real server with data of its own. One file at a time: each starts both.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: { include: ["{smoke,e2e}/*.test.ts", "screens.test.ts"], pool: "forks", fileParallelism: false, testTimeout: 60_000, hookTimeout: 120_000, teardownTimeout: 20_000 },
});
