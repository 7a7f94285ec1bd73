// Programs that the tests start, and end without fail.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));

const children = new Set<ChildProcess>();
const folders: string[] = [];
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

export class Program {
  readonly #child: ChildProcess;
  output = "";

  constructor(path: string, args: string[], env: Record<string, string>) {
    this.#child = spawn(path, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    children.add(this.#child);
    this.#child.once("exit", () => children.delete(this.#child));
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (this.output += text));
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async stop(): Promise<void> {
    if (this.ended) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const insist = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await exit;
    clearTimeout(insist);
  }
}

/** Runs a program to its end and returns its stdout. */
export async function run(path: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(path, args, { cwd: ROOT, env: { ...process.env, ...env }, timeout: 60_000, maxBuffer: 1 << 24 });
  return stdout;
}

/** Where .ci/find says a browser is. */
export async function findBrowser(name: "chromium" | "firefox"): Promise<string> {
  return (await run(`${ROOT}.ci/find`, [name]).catch(() => {
    throw new Error(`${name} is not installed; run .ci/setup test-tools`);
  })).trim();
}

/** A folder that goes with the process. */
export function tempFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `dijkwacht-${name}-`));
  folders.push(folder);
  return folder;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

export async function until<T>(what: string, look: () => Promise<T | undefined | false>, ms = 15_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
