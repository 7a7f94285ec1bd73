// A self-signed certificate made at run time (RFC 5280), so that no key lies in the repository and
// no openssl has to be installed. Only what a browser told to ignore certificate errors looks at.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";

const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const DAY = 24 * 60 * 60 * 1000;

function der(tag: number, ...parts: (Buffer | number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = content.length;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...header]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const oid = (bytes: number[]): Buffer => der(0x06, bytes);
const utcTime = (at: Date): Buffer => der(0x17, Buffer.from(at.toISOString().replace(/^..|[-:T]|\.\d+/g, "")));

/** Makes a key and a certificate, in PEM, for the names; valid from yesterday until tomorrow. */
export function selfSigned(hosts: readonly string[]): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence(oid(ECDSA_WITH_SHA256));
  const name = sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from("Dijkwacht lab")))));
  const dnsNames = sequence(...hosts.map((host) => der(0x82, Buffer.from(host))));
  const body = sequence(
    der(0xa0, der(0x02, [2])), // version 3
    der(0x02, [1], randomBytes(8)),
    algorithm,
    name,
    sequence(utcTime(new Date(Date.now() - DAY)), utcTime(new Date(Date.now() + DAY))),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(sequence(oid(SUBJECT_ALT_NAME), der(0x04, dnsNames)))),
  );
  const signature = der(0x03, [0], sign("sha256", body, privateKey));
  const cert = new X509Certificate(sequence(body, algorithm, signature));
  if (!cert.checkPrivateKey(createPrivateKey(privateKey.export({ type: "pkcs8", format: "pem" })))) {
    throw new Error("the certificate does not fit its key");
  }
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert: cert.toString() };
}
