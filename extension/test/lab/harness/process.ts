// Programs that the lab starts, and ends without fail.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
// Without a listener these end the process and leave its children behind.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

/** A child process that ends with this one at the latest. */
export class Program {
  readonly #child: ChildProcess;
  #output = "";

  constructor(path: string, args: string[], env: Record<string, string>) {
    this.#child = spawn(path, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    running.add(this.#child);
    this.#child.once("exit", () => running.delete(this.#child));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (this.#output += text));
    }
  }

  /** What it wrote to stdout and stderr so far. */
  get output(): string {
    return this.#output;
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Asks it to stop; insists after five seconds. */
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

/** Where .ci/find says a tool is. */
export async function findTool(name: "chromium" | "firefox"): Promise<string> {
  try {
    return (await run(`${ROOT}.ci/find`, [name])).trim();
  } catch {
    throw new Error(`${name} is not installed; run .ci/setup test-tools`);
  }
}
