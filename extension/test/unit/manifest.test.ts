// What the package asks for is exactly what it guards.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCatalogue, readHosts, readOrigins } from "../../build/input.mjs";
import packaged from "../../src/sites/sites.json";
import type { Table } from "../../src/sites/table";

const { sites } = packaged as Table;
const root = join(import.meta.dirname, "../..");
const out = mkdtempSync(join(tmpdir(), "dijkwacht-package-"));
const hostsFile = join(out, "hosts");

interface Manifest {
  permissions: string[];
  host_permissions: string[];
  content_scripts: { js: string[]; matches: string[]; world?: string; run_at: string; all_frames: boolean; match_about_blank: boolean; match_origin_as_fallback: boolean }[];
  background: Record<string, unknown>;
  [key: string]: unknown;
}
const manifestOf = (target: string): Manifest => JSON.parse(readFileSync(join(out, `package-${target}`, "manifest.json"), "utf8"));

beforeAll(() => {
  writeFileSync(hostsFile, "# own services\nchat.ziekenhuis.example\n*.ai.ziekenhuis.example  # all of them\n");
  execFileSync("node", [join(root, "build/build.mjs"), "--package", "--api-origin", "https://dijkwacht.ziekenhuis.example:8443", "--hosts", hostsFile, "--out", out]);
}, 60_000);
afterAll(() => rmSync(out, { recursive: true }));

describe.each(["chromium", "firefox"])("%s", (target) => {
  test("asks for five permissions and no more, in a store for Chrome and Edge for the rules too", () => {
    const rules = target === "chromium" ? ["declarativeNetRequestWithHostAccess"] : [];
    expect(manifestOf(target).permissions).toEqual(["storage", "alarms", "scripting", "webRequest", "webRequestBlocking", ...rules]);
    for (const key of ["optional_permissions", "optional_host_permissions", "externally_connectable", "web_accessible_resources"]) expect(manifestOf(target)).not.toHaveProperty(key);
  });

  test("guards the site table, the catalogue and the organisation's hosts, and reaches its server beside them", () => {
    const catalogue = readCatalogue(readFileSync(join(root, "../rules/destinations.yaml"), "utf8"));
    const pages = [...new Set([...sites.flatMap((s) => s.hosts), ...catalogue, "chat.ziekenhuis.example", "*.ai.ziekenhuis.example"])].map((h) => `*://${h}/*`);
    const others = sites.flatMap((s) => [...(s.apiHosts ?? []), ...(s.uploadHosts ?? [])]).map((h) => `*://${h}/*`);
    const sockets = target === "chromium" ? [...pages, ...others].flatMap((p) => [p.replace("*", "ws"), p.replace("*", "wss")]) : [];
    const manifest = manifestOf(target);
    expect(new Set(manifest.host_permissions)).toEqual(new Set(["https://dijkwacht.ziekenhuis.example/*", ...pages, ...others, ...sockets]));
    for (const script of manifest.content_scripts) expect(new Set(script.matches)).toEqual(new Set(pages));
    expect(JSON.stringify(manifest)).not.toContain("<all_urls>");
  });

  test("runs the hook first, in the page's world, in every frame, before any script of the page", () => {
    const [hook, bridge] = manifestOf(target).content_scripts;
    expect(hook).toMatchObject({ js: ["page.js"], world: "MAIN" });
    expect(bridge?.js).toEqual(["reader.js", "bridge.js"]);
    for (const script of [hook, bridge]) expect(script).toMatchObject({ run_at: "document_start", all_frames: true, match_about_blank: true, match_origin_as_fallback: true });
  });

  test("has a background of the browser's kind", () => {
    expect(manifestOf(target).background).toEqual(target === "firefox" ? { scripts: ["background.js"], type: "module" } : { service_worker: "store.js", type: "module" });
  });

  test("runs scripts of 25 kB by itself, with a hook of 4 kB; what is shown, a dialog, what looks on while somebody writes and pages, of 4 kB each, are loaded when somebody needs them", () => {
    const folder = join(out, `package-${target}`);
    const sizes = Object.fromEntries(readdirSync(folder).filter((f) => f.endsWith(".js")).map((f) => [f, gzipSync(readFileSync(join(folder, f)), { level: 9 }).length]));
    // What a store adds for Chrome and Edge (build/manifest.mjs), which an installation by policy does not have.
    const { "doors.js": doors = 0, "store.js": store = 0, ...everywhere } = sizes;
    expect(doors + store).toBeLessThanOrEqual(1_000);
    expect(Object.keys(everywhere).sort()).toEqual(["answers.js", "background.js", "bridge.js", "dialog.js", "files.js", "guard.js", "notice.js", "page.js", "pages.js", "reader.js", "saved.js", "sites.js", "writing.js"]);
    // The table of sites is data, in a script because a stopped worker does not find a JSON module again.
    expect(readFileSync(join(folder, "sites.js"), "utf8")).toMatch(/^export default \{"version":\d+,[^;]*\};\n$/);
    // guard.js loads the core, whose weight has a bar of its own (core.test.ts).
    const { "dialog.js": dialog, "files.js": files, "guard.js": _loader, "answers.js": answers, "saved.js": saved, "pages.js": pages, "notice.js": notice, "writing.js": writing, "sites.js": _table, ...own } = everywhere;
    const total = Object.values(own).reduce((sum, size) => sum + size, 0);
    const all = Object.values(everywhere).reduce((sum, size) => sum + size, 0) - sizes["guard.js"]! - sizes["sites.js"]!;
    console.log(`${target}: ${total} bytes gzip of scripts that always run, ${all} of all scripts`, sizes);
    expect(sizes["page.js"]).toBeLessThanOrEqual(4_000);
    expect(total).toBeLessThanOrEqual(25_000);
    expect(Math.max(dialog!, files!, pages!, answers!, saved!, notice!, writing!)).toBeLessThanOrEqual(4_000);
  });

  test("knows no other server than the one it was made for", () => {
    const code = readFileSync(join(out, `package-${target}`, "background.js"), "utf8");
    expect(code).toContain("https://dijkwacht.ziekenhuis.example:8443");
    expect(code).not.toContain("localhost");
  });
});

test("the managed schema has exactly the agreed keys, each with a title", () => {
  const schema = JSON.parse(readFileSync(join(root, "managed_schema.json"), "utf8")) as { properties: Record<string, { title?: string }> };
  expect(Object.keys(schema.properties)).toEqual(["apiOrigin", "enrolmentKey", "workstation", "groups", "user", "language", "failMode", "supportUrl"]);
  for (const property of Object.values(schema.properties)) expect(property.title).toBeTruthy();
});

test.each(["http://dijkwacht.example", "https://dijkwacht.example/pad", "dijkwacht.example", "*://x.nl", "ftp://x.nl"])("%s is no origin of a server", (value) => {
  expect(() => readOrigins([value])).toThrow();
});

test.each(["*", "*.nl", "https://x.nl", "x", "a*.nl", "x.nl/pad", "127.0.0.1"])("%s is no host to guard", (value) => {
  expect(() => readHosts(value)).toThrow();
});

test("a catalogue with a list over several lines is refused, not half read", () => {
  expect(() => readCatalogue("  - id: a\n    hosts:\n      - a.nl\n")).toThrow();
});
