// Shared machines: what a browser says of the person and of the machine, in each situation of docs/deploy/extension.md.

import { forget, local, managed, ORIGIN } from "./fake-browser";
import { beforeEach, expect, test, vi } from "vitest";

let pair: CryptoKeyPair;
const newProfile = async (): Promise<void> => {
  pair = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"])) as CryptoKeyPair;
};
vi.mock("../../src/background/keystore", () => ({ deviceKey: async () => pair }));

const { accessToken } = await import("../../src/background/enrol");
const { reread } = await import("../../src/background/store");

interface Said {
  readonly path: string;
  readonly body: { workstation?: string; user_hint?: string; identity_source?: string; group_hints?: string[]; public_key?: { x: string } };
}

let said: Said[];
let devices = 0;

beforeEach(async () => {
  said = [];
  await start();
  vi.stubGlobal("fetch", async (url: URL, { body }: { body: string }) => {
    said.push({ path: url.pathname, body: JSON.parse(body) as Said["body"] });
    const answer = url.pathname.endsWith("/enrol") ? { device_id: `dev_${++devices}`, audience: ORIGIN, server_key: {} } : { access_token: "t", expires_in: 900 };
    return new Response(JSON.stringify(answer), { status: url.pathname.endsWith("/enrol") ? 201 : 200 });
  });
});

// A browser profile that nobody has used.
async function start(settings: Record<string, unknown> = {}): Promise<void> {
  forget();
  await newProfile();
  for (const [key, value] of Object.entries({ apiOrigin: ORIGIN, enrolmentKey: "dwe_X", ...settings })) managed.set(key, value);
  reread();
}

const [ENROL, TOKEN] = ["/api/v1/ext/enrol", "/api/v1/ext/token"];

test("a ward PC tells its own name and nobody's", async () => {
  await start({ workstation: "SEH-PC-12", groups: ["seh"] });
  await accessToken();
  expect(said.map((s) => s.path)).toEqual([ENROL, TOKEN]);
  expect(said[0]!.body).toMatchObject({ workstation: "SEH-PC-12", group_hints: ["seh"] });
  for (const { body } of said) for (const key of ["user_hint", "identity_source"]) expect(body).not.toHaveProperty(key);
});

test("an own laptop tells who works on it, with each token and not at enrolment", async () => {
  await start({ workstation: "LT-7", user: "j.bakker@ziekenhuis.example" });
  await accessToken();
  expect(said[0]!.body).not.toHaveProperty("user_hint");
  expect(said[1]!.body).toMatchObject({ user_hint: "j.bakker@ziekenhuis.example", identity_source: "managed" });
  expect(JSON.stringify([...local])).not.toContain("bakker");
});

test.each(["fast user switching: each Windows account has a profile of its own", "a profile that is thrown away after each session"])("%s: another device, the same workstation", async () => {
  for (const _ of [1, 2, 3]) {
    await start({ workstation: "CTX-04" });
    await accessToken();
  }
  const enrolled = said.filter((s) => s.path === ENROL);
  expect(enrolled.map((s) => s.body.workstation)).toEqual(["CTX-04", "CTX-04", "CTX-04"]);
  // Keys do not travel with the machine: what one profile holds opens nothing for the next.
  expect(new Set(enrolled.map((s) => s.body.public_key!.x)).size).toBe(3);
});

test("a profile that is kept enrols once, whoever signs in to it", async () => {
  await start({ workstation: "SEH-PC-12" });
  await accessToken();
  reread();
  await accessToken();
  expect(said.filter((s) => s.path === ENROL)).toHaveLength(1);
});
