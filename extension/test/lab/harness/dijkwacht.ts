// The real server, with a data folder of its own, and its command line beside it.
import { readFile, writeFile } from "node:fs/promises";
import { freePort } from "./net.ts";
import { Program, ROOT, run } from "./process.ts";
import { tempFolder } from "./temp.ts";
import { until } from "./wait.ts";

const BINARY = `${ROOT}bin/dijkwacht`;

/** An incident as `dijkwacht register list --jsonl` prints it, with the members that the cases look at. */
export interface Incident {
  kind: "incident";
  /** How many attempts it groups. */
  events: number;
  /** The AI service it was on its way to. */
  destination_id: string;
  /** What became of the newest attempt; absent until the extension has told. */
  outcome?: string;
  /** What is known to have left of the original. */
  egress_evidence: "none" | "partial" | "full" | "unknown";
}

/** What a case needs otherwise than in the baseline policy. */
export interface PolicyChange {
  /** Offer the emergency exit wherever a safe version is offered. */
  glass?: boolean;
  failMode?: "local" | "open";
  /** The device is asked before the server. */
  deviceFirst?: boolean;
  /** Mark nothing while a text is written. */
  unmarked?: boolean;
  /** Only advise where the baseline warns. */
  coach?: boolean;
}

async function policyFile({ glass, failMode, deviceFirst, unmarked, coach }: PolicyChange): Promise<string> {
  let text = await readFile(`${ROOT}rules/policies/zorg-basis.yaml`, "utf8");
  if (glass) text = text.replaceAll("offers: [safe_rewrite, redirect]", "offers: [safe_rewrite, redirect, break_glass]");
  if (failMode) text = text.replace("fail_mode: closed", `fail_mode: ${failMode}`);
  if (deviceFirst) text = text.replace("spec:\n", "spec:\n  first_check: device\n");
  if (unmarked) text = text.replace("spec:\n", "spec:\n  quiet_mark: hide\n");
  if (coach) text = text.replaceAll("action: warn", "action: coach");
  const file = `${tempFolder("policy")}/policy.yaml`;
  await writeFile(file, text);
  return file;
}

export class Dijkwacht {
  readonly #env: Record<string, string>;
  readonly #data: string;
  readonly port: number;
  #program: Program | undefined;
  #log = "";

  private constructor(data: string, port: number, metricsPort: number) {
    this.#data = data;
    this.port = port;
    this.#env = {
      DIJKWACHT_DATA: data,
      DIJKWACHT_LISTEN: `127.0.0.1:${port}`,
      DIJKWACHT_METRICS_LISTEN: `127.0.0.1:${metricsPort}`,
      // The cases send more in a minute than a person does.
      DIJKWACHT_LIMIT_INSPECT: "off",
    };
  }

  static async start(policy?: PolicyChange): Promise<Dijkwacht> {
    const server = new Dijkwacht(tempFolder("data"), await freePort(), await freePort());
    if (policy) server.#env.DIJKWACHT_POLICY = await policyFile(policy);
    await server.resume();
    return server;
  }

  /** Starts the server again after `stop`, on the same port and data. */
  async resume(): Promise<void> {
    const program = new Program(BINARY, ["serve"], this.#env);
    this.#program = program;
    await until("the server to be ready", async () => {
      if (program.ended) throw new Error(`the server ended at start:\n${program.output}`);
      const response = await fetch(`http://127.0.0.1:${this.port}/readyz`).catch(() => undefined);
      return response?.ok;
    }, 15_000);
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
    this.#log += this.#program?.output ?? "";
    this.#program = undefined;
  }

  /** All that the server wrote to stdout and stderr. */
  get log(): string {
    return this.#log + (this.#program?.output ?? "");
  }

  get dataFolder(): string {
    return this.#data;
  }

  async enrolmentKey(): Promise<string> {
    return (await run(BINARY, ["enrolment-key", "create"], this.#env)).trim();
  }

  async incidents(): Promise<Incident[]> {
    return (await this.#entries()).filter((entry): entry is Incident => entry.kind === "incident");
  }

  /** How many attempts are in the register. */
  async events(): Promise<number> {
    return (await this.#entries()).filter((entry) => entry.kind === "event").length;
  }

  async #entries(): Promise<(Incident | { kind: "event" })[]> {
    const lines = await run(BINARY, ["register", "list", "--jsonl"], this.#env);
    return lines.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Incident | { kind: "event" });
  }

  verifyRegister(): Promise<string> {
    return run(BINARY, ["register", "verify"], this.#env);
  }
}
