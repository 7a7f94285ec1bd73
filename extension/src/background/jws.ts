// The two signatures of the extension: its own assertions (ES256) and the server's bundle (EdDSA). RFC 7515, RFC 8037.

import { signs } from "../sites/reader";

const encoder = new TextEncoder();

export function base64url(bytes: Uint8Array): string {
  return btoa(signs(bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

/** Compact JWS over claims with the device key. */
export async function signES256(key: CryptoKey, claims: object): Promise<string> {
  const part = (value: object): string => base64url(encoder.encode(JSON.stringify(value)));
  const input = `${part({ alg: "ES256", typ: "JWT" })}.${part(claims)}`;
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, encoder.encode(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

export function isKey(value: unknown): value is JsonWebKey {
  return typeof value === "object" && value !== null;
}

/** The payload of a compact JWS signed with one of the Ed25519 keys, and the place of that key; or undefined. */
export async function verifyEdDSA(jws: string, keys: readonly JsonWebKey[]): Promise<{ payload: unknown; signer: number } | undefined> {
  const parts = jws.trim().split(".");
  const [head, payload, signature] = parts as [string, string, string];
  if (parts.length !== 3) return undefined;
  try {
    const header = JSON.parse(new TextDecoder().decode(fromBase64url(head))) as { alg?: string };
    if (header.alg !== "EdDSA") return undefined;
    for (const [signer, { kty, crv, x }] of keys.entries()) {
      const key = await crypto.subtle.importKey("jwk", { kty, crv, x }, { name: "Ed25519" }, false, ["verify"]);
      if (await crypto.subtle.verify("Ed25519", key, fromBase64url(signature), encoder.encode(`${head}.${payload}`))) {
        return { payload: JSON.parse(new TextDecoder().decode(fromBase64url(payload))), signer };
      }
    }
  } catch {
    return undefined;
  }
  return undefined;
}
