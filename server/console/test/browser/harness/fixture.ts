// What nearly every file of tests here begins with: a server, a browser, and people who are signed in. Once for the file, and gone after
// it; at its end no script may have failed and nothing may have gone against the content policy.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { launch, open, type Screen, type View } from "./browser.ts";
import { seed } from "./seed.ts";
import { Server, type Person, type Place } from "./server.ts";

interface Wishes<Role extends string> {
  /** Who is signed in from the beginning, by role: visitors of a demo, or people of their own. */
  people?: readonly Role[];
  /** A server with the data of a demo. */
  demo?: boolean;
  /** Where the server is, and its settings. */
  place?: Place;
  /** Adds incidents of every kind. */
  seeded?: boolean;
  /** What to do before anybody is there. */
  first?(server: Server): Promise<unknown>;
  /** What else to do before the first test. */
  before?(at: Fixture<Role>): Promise<unknown>;
}

export interface Fixture<Role extends string> {
  readonly server: Server;
  readonly browser: Browser;
  readonly people: Readonly<Record<Role, Person>>;
  /** What went wrong in any window so far. */
  readonly faults: readonly string[];
  /** A window of somebody, or of nobody. */
  open(who: Role | Person | undefined, path: string, view?: View): Promise<Screen>;
  /** Asks the API as somebody. */
  ask<T>(method: string, path: string, who: Role, body?: unknown): Promise<T>;
  /** The items of a list of the API. */
  list<T>(path: string, who: Role): Promise<T[]>;
}

export function fixture<Role extends string>({ people: roles = [], demo = false, place = {}, seeded = false, first, before }: Wishes<Role>): Fixture<Role> {
  let server: Server;
  let browser: Browser;
  const people = {} as Record<Role, Person>;
  const windows: { path: string; faults: string[] }[] = [];
  const faults = () => windows.flatMap((w) => w.faults.map((fault) => `${w.path}: ${fault}`));
  const at: Fixture<Role> = {
    get server() { return server; },
    get browser() { return browser; },
    get faults() { return faults(); },
    people,
    async open(who, path, view) {
      const screen = await open(browser, server, typeof who === "string" ? people[who] : who, path, view);
      windows.push({ path, faults: screen.faults });
      return screen;
    },
    ask: (method, path, who, body) => server.ask(method, path, body, people[who]) as Promise<never>,
    list: async <T>(path: string, who: Role) => ((await server.ask("GET", path, undefined, people[who])) as { items: T[] }).items,
  };
  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.at(place, ...(demo ? ["--demo"] : [])), launch()]);
    await first?.(server);
    for (const role of roles) people[role] = demo ? await server.visitor(role) : await server.person(role);
    if (seeded) await seed(server);
    await before?.(at);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    expect(faults()).toEqual([]);
  });
  return at;
}
