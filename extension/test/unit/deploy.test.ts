// What administrators paste is what the package is made with: each example of docs/deploy is generated, parsed, and held against the managed schema.

import { createHash, createPublicKey, verify } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { zip } from "../../build/zip.mjs";
import { extensionId, signingKey } from "../../build/crx.mjs";
import { policyFiles, updatesJson, updatesXml } from "../../build/deploy.mjs";
import { readFolder, readVersion } from "../../build/input.mjs";

const root = join(import.meta.dirname, "../..");
const docs = ["extension", "chrome-edge", "firefox"].map((name) => readFileSync(join(root, `../docs/deploy/${name}.md`), "utf8")).join("\n");
const { properties } = JSON.parse(readFileSync(join(root, "managed_schema.json"), "utf8")) as { properties: Record<string, { type: string; enum?: string[] }> };
const id = "abcdefghijklmnopabcdefghijklmnop";
const geckoId = "dijkwacht@dijkwacht.example";
const base = "https://software.ziekenhuis.example/dijkwacht/";
const settings: Record<string, unknown> = {
  apiOrigin: "https://dijkwacht.ziekenhuis.example", enrolmentKey: "dwe_VOORBEELD", workstation: "SEH-PC-12", groups: ["seh"], language: "nl", failMode: "closed",
  supportUrl: "https://intranet.ziekenhuis.example/dijkwacht",
};
const files: Record<string, string> = {
  ...policyFiles({ id, updateUrl: `${base}updates.xml`, geckoId, xpiUrl: `${base}dijkwacht-0.1.0.xpi`, settings }),
  "updates.xml": updatesXml({ id, version: "0.1.0", codebase: `${base}dijkwacht-0.1.0.crx` }),
  "updates.json": updatesJson({ geckoId, version: "0.1.0", link: `${base}dijkwacht-0.1.0.xpi`, sha256: "0".repeat(64) }),
};
const shown = Object.fromEntries([...docs.matchAll(/<!-- ([\w.-]+) -->\n```\w+\n([^]*?)\n```/g)].map(([, name, text]) => [name!, `${text}\n`]));

test("every file that is made is in the pages, as it is made", () => {
  expect(shown).toEqual(files);
});

// The managed values of a file, as the browser will read them.
const READ: Record<string, (text: string) => Record<string, unknown>> = {
  "chrome.reg": (text) => fromRegistry(text, `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Google\\Chrome\\3rdparty\\extensions\\${id}\\policy`),
  "edge.reg": (text) => fromRegistry(text, `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Edge\\3rdparty\\extensions\\${id}\\policy`),
  "google-admin.json": (text) => Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, { Value: unknown }>).map(([key, { Value }]) => [key, Value])),
  "chromium-linux.json": (text) => JSON.parse(text)["3rdparty"].extensions[id],
  "firefox-policies.json": (text) => JSON.parse(text).policies["3rdparty"].Extensions[geckoId],
  "intune.ps1": fromPowerShell,
};

type Keys = Record<string, Record<string, string | number>>;

function registry(text: string): Keys {
  const [head, ...sections] = text.trim().split(/\n\n/);
  expect(head).toBe("Windows Registry Editor Version 5.00");
  return Object.fromEntries(sections.map((section) => {
    const [key, ...lines] = section.split("\n");
    const values = lines.map((line) => {
      const [, name, value] = /^"([^"]+)"=(".*"|dword:[0-9a-f]{8})$/.exec(line)!;
      return [name!, value!.startsWith("dword:") ? parseInt(value!.slice(6), 16) : (JSON.parse(value!) as string)];
    });
    return [/^\[(.+)\]$/.exec(key!)![1]!, Object.fromEntries(values)];
  }));
}

function fromRegistry(text: string, key: string): Record<string, unknown> {
  const keys = registry(text);
  const lists = Object.entries(keys).filter(([k]) => k.startsWith(`${key}\\`)).map(([k, values]) => [k.slice(key.length + 1), Object.values(values)]);
  return { ...keys[key], ...Object.fromEntries(lists) };
}

function fromPowerShell(text: string): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [, list, name, value] of text.matchAll(/Set-ItemProperty -Path "\$key\\?(\w*)" -Name '(\w+)' -Value (.+)$/gm)) {
    const plain = value === "$env:COMPUTERNAME" ? "SEH-PC-12" : value!.replace(/^'|'$/g, "");
    if (list) out[list] = [...((out[list] as string[] | undefined) ?? []), plain];
    else out[name!] = plain;
  }
  return out;
}

test.each(Object.keys(READ))("%s gives the settings, each known to the managed schema and of its type", (name) => {
  const read = READ[name]!(shown[name]!);
  expect(read).toEqual(settings);
  for (const [key, value] of Object.entries(read)) {
    const known = properties[key];
    expect(known, key).toBeDefined();
    expect(Array.isArray(value) ? "array" : typeof value).toBe(known!.type);
    if (known!.enum) expect(known!.enum).toContain(value);
  }
});

test("each browser is told to install it and not to let it be removed", () => {
  for (const [name, key] of [["chrome.reg", "Google\\Chrome"], ["edge.reg", "Microsoft\\Edge"]] as const) {
    const browser = registry(shown[name]!)[`HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${key}`]!;
    expect(JSON.parse(browser.ExtensionSettings as string)[id]).toMatchObject({ installation_mode: "force_installed", update_url: `${base}updates.xml`, override_update_url: true });
  }
  expect(JSON.parse(shown["chrome-extension-settings.json"]!)).toEqual(JSON.parse(shown["chromium-linux.json"]!).ExtensionSettings);
  expect(JSON.parse(shown["firefox-policies.json"]!).policies.ExtensionSettings[geckoId]).toEqual({ installation_mode: "force_installed", install_url: `${base}dijkwacht-0.1.0.xpi`, private_browsing: true });
});

const out = mkdtempSync(join(tmpdir(), "dijkwacht-signed-"));
const key = join(out, "key.pem");
const make = (): string => execFileSync("node", [join(root, "build/build.mjs"), "--package", "--api-origin", "https://dijkwacht.example", "--update-url", base, "--key", key, "--out", out], { encoding: "utf8" });
beforeAll(make, 60_000);
afterAll(() => rmSync(out, { recursive: true }));

test("the signing key is made once, for its owner alone, and gives the same id each time", () => {
  expect(statSync(key).mode & 0o777).toBe(0o600);
  const before = extensionId(signingKey(key));
  expect(before).toMatch(/^[a-p]{32}$/);
  expect(make()).toContain(before);
  expect(readFileSync(join(out, "updates.xml"), "utf8")).toContain(`appid="${before}"`);
}, 60_000);

// Reads the fields of a protocol buffer that are length-delimited.
function fields(bytes: Buffer): [number, Buffer][] {
  const list: [number, Buffer][] = [];
  let at = 0;
  const varint = (): number => {
    let n = 0;
    for (let shift = 1; ; shift *= 128) {
      const b = bytes[at++]!;
      n += (b & 127) * shift;
      if (b < 128) return n;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const length = varint();
    list.push([tag >> 3, bytes.subarray(at, at + length)]);
    at += length;
  }
  return list;
}

test("the CRX is signed by the key of its id, over the package", () => {
  const file = readFileSync(join(out, "dijkwacht-0.1.0.crx"));
  expect(file.subarray(0, 4).toString()).toBe("Cr24");
  expect(file.readUInt32LE(4)).toBe(3);
  const size = file.readUInt32LE(8);
  const header = Object.fromEntries(fields(file.subarray(12, 12 + size)));
  const archive = file.subarray(12 + size);
  const proof = Object.fromEntries(fields(header[2]!));
  const signed = header[10_000]!;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signed.length);
  const data = Buffer.concat([Buffer.from("CRX3 SignedData\0"), length, signed, archive]);
  expect(verify("sha256", data, createPublicKey({ key: proof[1]!, format: "der", type: "spki" }), proof[2]!)).toBe(true);
  const named = Object.fromEntries(fields(signed))[1]!;
  expect(named).toEqual(createHash("sha256").update(proof[1]!).digest().subarray(0, 16));
  // What a policy installs; the archive for a store has rules beside it, which ask for a permission more.
  expect(archive.equals(zip(join(out, "package-chromium")))).toBe(true);
  expect(archive.includes("rules.json")).toBe(false);
  expect(readFileSync(join(out, "package-chromium.zip")).includes("rules.json")).toBe(true);
}, 60_000);

test("Firefox learns where to look for updates, and what the file must be", () => {
  const manifest = JSON.parse(readFileSync(join(out, "package-firefox/manifest.json"), "utf8")) as { browser_specific_settings: { gecko: { update_url: string } } };
  expect(manifest.browser_specific_settings.gecko.update_url).toBe(`${base}updates.json`);
  const digest = createHash("sha256").update(readFileSync(join(out, "dijkwacht-0.1.0.xpi"))).digest("hex");
  expect(readFileSync(join(out, "updates.json"), "utf8")).toContain(`sha256:${digest}`);
});

test("no key is in a package", () => {
  const packed = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) => name !== "key.pem" && statSync(join(out, name)).isFile());
  expect(packed.length).toBeGreaterThan(20);
  expect(packed.filter((name) => readFileSync(join(out, name)).toString("latin1").match(/PRIVATE KEY-+[\r\n]+\w/))).toEqual([]);
});

test.each(["http://software.example/x", "software.example", "https://x.nl/?a=1"])("%s is no place to serve packages from", (value) => {
  expect(() => readFolder(value)).toThrow();
});

test("older code goes out under a higher number, in every file that names one", () => {
  const back = mkdtempSync(join(tmpdir(), "dijkwacht-back-"));
  execFileSync("node", [join(root, "build/build.mjs"), "--package", "--api-origin", "https://dijkwacht.example", "--update-url", base, "--key", key, "--version", "0.1.12", "--out", back]);
  expect(readFileSync(join(back, "updates.xml"), "utf8")).toContain(`codebase="${base}dijkwacht-0.1.12.crx" version="0.1.12"`);
  expect(readFileSync(join(back, "updates.json"), "utf8")).toContain('"version": "0.1.12"');
  for (const target of ["chromium", "firefox"]) expect(JSON.parse(readFileSync(join(back, `package-${target}/manifest.json`), "utf8"))).toMatchObject({ version: "0.1.12" });
  // The same extension: the same key.
  expect(readFileSync(join(back, "updates.xml"), "utf8")).toContain(extensionId(signingKey(key)));
  rmSync(back, { recursive: true });
}, 60_000);

test.each(["1", "0.1.x", "01.2", "0.1.70000", "1.2.3.4.5", "v0.1"])("%s is no version", (value) => {
  expect(() => readVersion(value)).toThrow();
});
