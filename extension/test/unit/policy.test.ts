import "./fake-browser";
import { beforeAll, describe, expect, test } from "vitest";
import { base64url, signES256, verifyEdDSA } from "../../src/background/jws";
import { destinationOf, next } from "../../src/background/policy";

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const bundle = (version: number, more: object = {}) => ({ version, destinations: [], messages: { nl: {}, en: {} }, ...more });

let key: CryptoKeyPair;
let other: CryptoKeyPair;
let jwk: JsonWebKey;
let otherJwk: JsonWebKey;

beforeAll(async () => {
  const make = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
  [key, other] = [await make(), await make()];
  jwk = await crypto.subtle.exportKey("jwk", key.publicKey);
  otherJwk = await crypto.subtle.exportKey("jwk", other.publicKey);
});

async function sign(payload: unknown, by: CryptoKeyPair = key, header: object = { alg: "EdDSA", typ: "dijkwacht-bundle+jwt" }): Promise<string> {
  const input = [header, payload].map((part) => base64url(encode(JSON.stringify(part)))).join(".");
  return `${input}.${base64url(new Uint8Array(await crypto.subtle.sign("Ed25519", by.privateKey, encode(input))))}`;
}

describe("the bundle", () => {
  test("of our server is kept", async () => {
    expect(await next(await sign(bundle(3)), '"3"', [jwk], "dev_1", undefined)).toEqual({ deviceId: "dev_1", bundle: bundle(3), etag: '"3"', keys: [jwk] });
  });

  test("signed with the key that the last one announced is kept", async () => {
    const old = { deviceId: "dev_1", bundle: bundle(3, { next_key: otherJwk }) };
    expect(await next(await sign(bundle(4), other), null, [jwk, otherJwk], "dev_1", old)).toMatchObject({ bundle: { version: 4 } });
  });

  test("is taken through rotation after rotation, also from a replica that lags", async () => {
    const pairs = await Promise.all([0, 1, 2, 3, 4].map(() => crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]) as Promise<CryptoKeyPair>));
    const jwks = await Promise.all(pairs.map((p) => crypto.subtle.exportKey("jwk", p.publicKey)));
    const signed = (by: number, version: number): Promise<string> => sign(bundle(version, { next_key: jwks[by + 1] }), pairs[by]);
    let kept: Awaited<ReturnType<typeof next>> = { deviceId: "dev_1", keys: [jwks[0]!, jwks[1]!] };
    let version = 0;
    for (const by of [0, 1, 1, 0, 1, 2, 2, 1, 3]) {
      kept = await next(await signed(by, ++version), null, kept.keys!, "dev_1", kept);
      expect([by, kept.bad, kept.bundle?.version]).toEqual([by, undefined, version]);
      expect(kept.keys!.length).toBeLessThanOrEqual(3);
    }
    // A key that retired long ago is worth nothing.
    expect(await next(await signed(0, ++version), null, kept.keys!, "dev_1", kept)).toMatchObject({ bad: true });
  });

  test("of a device that enrolled just before a rotation is kept", async () => {
    expect(await next(await sign(bundle(1), other), null, [jwk, otherJwk], "dev_1", undefined)).toMatchObject({ bundle: { version: 1 } });
  });

  test.each<[string, () => Promise<string>]>([
    ["signed by another", () => sign(bundle(3), other)],
    ["changed on the way", async () => (await sign(bundle(3))).replace(/\.([^.]+)\./, `.${base64url(encode(JSON.stringify(bundle(4))))}.`)],
    ["without a signature", async () => `${(await sign(bundle(3))).split(".").slice(0, 2).join(".")}.`],
    ["of another kind of signature", () => sign(bundle(3), key, { alg: "none" })],
    ["that is no bundle", () => sign({ version: "3" })],
    ["that is a page", async () => "<!doctype html>"],
  ])("%s is marked, and the one before stays", async (_, make) => {
    const old = { deviceId: "dev_1", bundle: bundle(2), etag: '"2"' };
    expect(await next(await make(), null, [jwk], "dev_1", old)).toEqual({ ...old, bad: true });
  });

  test("an older version is a replay and changes nothing", async () => {
    const old = { deviceId: "dev_1", bundle: bundle(5), etag: '"5"' };
    expect(await next(await sign(bundle(4)), '"4"', [jwk], "dev_1", old)).toMatchObject({ bundle: { version: 5 }, etag: '"5"', bad: false });
  });

  test("a good one after a bad one clears the mark", async () => {
    expect(await next(await sign(bundle(5)), null, [jwk], "dev_1", { deviceId: "dev_1", bad: true })).not.toHaveProperty("bad", true);
  });
});

test("a host belongs to the destination that names it", () => {
  const found = bundle(1, { destinations: [{ id: "a", match: ["chatgpt.com"], class: "unapproved" }, { id: "b", match: ["*.poe.com"], class: "blocked" }] });
  expect([destinationOf(found, "chatgpt.com")?.id, destinationOf(found, "www.poe.com")?.id, destinationOf(found, "poe.com"), destinationOf(undefined, "x")]).toEqual(["a", "b", undefined, undefined]);
});

test("an assertion verifies with the public half of the device key", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const jws = await signES256(pair.privateKey, { iss: "dev_1" });
  const [head, payload, signature] = jws.split(".") as [string, string, string];
  const bytes = Uint8Array.from(Buffer.from(signature, "base64url"));
  expect(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, pair.publicKey, bytes, encode(`${head}.${payload}`))).toBe(true);
  expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toEqual({ iss: "dev_1" });
  expect(await verifyEdDSA(jws, [jwk])).toBeUndefined();
});
