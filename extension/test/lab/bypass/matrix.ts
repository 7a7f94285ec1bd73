// Runs the vectors in one browser and judges them by what reached the sites and the register.
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "../harness/process.ts";
import type { Recording } from "../harness/recording.ts";
import { pause, until } from "../harness/wait.ts";
import { VECTORS, type Reason, type Vector } from "./vectors.ts";

/** What a browser must be able to do for the matrix. */
export interface Arena {
  /** Opens the page of the vectors, runs one with a text, and returns how to close what it opened. */
  run(id: string, text: string): Promise<() => Promise<void>>;
  readonly received: Recording;
  /** Attempts in the register. */
  events(): Promise<number>;
}

export interface Result {
  readonly id: string;
  readonly leaked: boolean;
  /** Attempts that the register has of it. */
  readonly events?: number;
  /** Whether a harmless text arrived; again: at the second try. */
  readonly arrives?: boolean | "again";
}

const BSN = "111222333";
// The longest that a request on its way takes here, measured without a guard.
const SETTLE_MS = 500;

// Written after each way, so that a run that is cut short leaves what it saw.
function results(name: string): { push(result: Result): void } {
  const all: Result[] = [];
  return {
    push(result) {
      all.push(result);
      mkdirSync(`${ROOT}test-results/bypass`, { recursive: true });
      writeFileSync(`${ROOT}test-results/bypass/${name}.json`, JSON.stringify(all.sort((a, b) => a.id.localeCompare(b.id)), undefined, 1));
    },
  };
}

/** Without a guard each vector works, or the guarded runs would prove nothing. */
export function control(browser: "chromium" | "firefox", arena: () => Pick<Arena, "run" | "received">): void {
  const all = results(`${browser}-bare`);
  test.for(VECTORS)("$id $title: it works without a guard", async (vector) => {
    const { received, run } = arena();
    received.clear();
    const close = await run(vector.id, sensitive(vector));
    const works = await until("the text", () => received.holds(marker(vector)), vector.absent?.includes(browser) ? 1000 : 6000).catch(() => false);
    all.push({ id: vector.id, leaked: works === true });
    await close();
    expect(works === true).toBe(!vector.absent?.includes(browser));
  });
}

/** Nothing sensitive arrives, each attempt is in the register once, and a harmless text is not harmed. */
export function guarded(name: string, arena: () => Arena): void {
  const all = results(name);
  test.for(VECTORS)("$id $title", async (vector) => {
    const { received, run, events } = arena();
    received.clear();
    const before = await events();
    const close = await run(vector.id, sensitive(vector));
    await pause(SETTLE_MS);
    const wanted = vector.events ?? 1;
    let seen = (await events()) - before;
    for (let tries = 0; seen < wanted && tries < 3; tries++) {
      await pause(SETTLE_MS * 2);
      seen = (await events()) - before;
    }
    const leaked = received.holds(BSN) || received.holds(marker(vector));
    await close();
    const reason = reasonOf(vector, name);
    const arrives = (): Promise<boolean> => until("the harmless text", () => received.holds(`${marker(vector)}h`), reason ? 800 : 4000).then(() => true, () => false);
    received.clear();
    const first = await run(vector.id, harmless(vector));
    let arrived: Result["arrives"] = await arrives();
    let second: (() => Promise<void>) | undefined;
    if (!arrived && reason === "again") {
      second = await run(vector.id, harmless(vector));
      arrived = (await arrives()) && "again";
    }
    await close().catch(() => undefined);
    await first();
    await second?.();
    all.push({ id: vector.id, leaked, events: seen, arrives: arrived });
    // What does not work there without a guard need not be in the register.
    const possible = !vector.absent?.some((browser) => name.startsWith(browser));
    const expected: Result["arrives"] = possible ? (reason === undefined ? true : reason === "again" && reason) : arrived;
    const leaks = vector.beyond?.includes(name) ?? false;
    expect({ leaked, events: possible ? seen : wanted, arrived }).toEqual({ leaked: leaks, events: wanted, arrived: leaks ? arrived : expected });
  });
}

/** Why a harmless text stays in a run; undefined when it is to arrive. */
export function reasonOf({ stays = {} }: Vector, name: string): Reason | undefined {
  return stays[name] ?? stays[name.split("-")[0]!];
}

const marker = ({ id }: Vector): string => `merk${id}x`;
const sensitive = (vector: Vector): string => `Mevr. Jansen ${marker(vector)}, BSN ${BSN}, heeft hartfalen.`;
const harmless = (vector: Vector): string => `Wat zijn de stappen van ${marker(vector)}h bij hartfalen?`;
