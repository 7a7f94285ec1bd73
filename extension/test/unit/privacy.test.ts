// The guard keeps to itself: one server, no other request, nothing of a text in storage or log.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const src = join(import.meta.dirname, "../../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
const code = new Map(files.map((f) => [f, readFileSync(join(src, f), "utf8").replace(/^\s*\/\/.*$|\/\*[^]*?\*\//gm, "")]));
const holding = (pattern: RegExp): string[] => files.filter((f) => pattern.test(code.get(f) ?? "")).sort();

test("requests are made in one place, to the server; texts and style come from the package itself", () => {
  expect(holding(/(?<![.\w])fetch\(/)).toEqual(["background/api.ts", "background/ui.ts", "popup/page.ts", "wasm/guard.ts"]);
  expect(code.get("background/ui.ts")).toContain("fetch(ext.runtime.getURL(path))");
  expect(code.get("popup/page.ts")?.match(/fetch\([^)]*/g)).toEqual(["fetch(`texts/${language}.json`"]);
  expect(code.get("wasm/guard.ts")?.match(/fetch\([^)]*/g)).toEqual(['fetch(ext.runtime.getURL("guard.wasm"', 'fetch(ext.runtime.getURL("guard.dat"']);
});

test("no other way out is used outside the hook that guards it", () => {
  const others = holding(/new (XMLHttpRequest|WebSocket|EventSource|Image|Worker)\b|sendBeacon\(|importScripts|new WebTransport|RTCPeerConnection/);
  expect(others).toEqual([]);
});

test("no address of a server is written in the code", () => {
  for (const file of files.filter((f) => !f.startsWith("sites/"))) {
    expect([file, code.get(file)?.match(/https?:\/\/[\w.]+/g)?.filter((url) => url !== "http://www.w3.org") ?? []]).toEqual([file, []]);
  }
});

test("what outlives the browser is identity, settings, policy, sites switched off, and what waits to be sent, each kept in one place", () => {
  const kept = files.flatMap((f) => [...(code.get(f) ?? "").matchAll(/save\("local", ("?\w+"?)/g)].map((m) => `${f} ${m[1]}`)).sort();
  expect(kept).toEqual(["background/enrol.ts \"device\"", "background/off.ts \"off\"", "background/outbox.ts KEY", "background/outbox.ts KEY", "background/policy.ts \"bundle\"", "background/settings.ts \"settings\"", "background/settings.ts \"settings\""]);
});

test("nothing is logged and no markup or code is made from text", () => {
  expect(holding(/console\.|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\b/)).toEqual([]);
});

test("a page's storage is never used", () => {
  expect(holding(/\b(localStorage|sessionStorage|document\.cookie)\b/)).toEqual([]);
});
