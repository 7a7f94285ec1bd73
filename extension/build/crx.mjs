// Signs a package for installation by policy: CRX3 (chromium components/crx_file/crx3.proto), with a key that is made here and stays here.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The signing key of a file; makes the file, readable for its owner alone, when there is none. */
export function signingKey(file) {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(file));
}

const publicDer = (key) => createPublicKey(key).export({ type: "spki", format: "der" });
const idBytes = (key) => createHash("sha256").update(publicDer(key)).digest().subarray(0, 16);

/** The id that Chromium gives to what this key signs: the start of its hash, in the letters a to p. */
export function extensionId(key) {
  return [...idBytes(key).toString("hex")].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}

/** A CRX file around a ZIP file. */
export function crx(zipped, key) {
  const signedHeader = field(1, idBytes(key));
  const signature = sign("sha256", Buffer.concat([Buffer.from("CRX3 SignedData\0"), uint32(signedHeader.length), signedHeader, zipped]), key);
  const proof = Buffer.concat([field(1, publicDer(key)), field(2, signature)]);
  const header = Buffer.concat([field(2, proof), field(10_000, signedHeader)]);
  return Buffer.concat([Buffer.from("Cr24"), uint32(3), uint32(header.length), header, zipped]);
}

function uint32(n) {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(n);
  return out;
}

// A length-delimited field of a protocol buffer.
function field(number, bytes) {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(n) {
  const out = [];
  for (; n > 127; n = Math.floor(n / 128)) out.push((n % 128) | 128);
  return Buffer.from([...out, n]);
}
