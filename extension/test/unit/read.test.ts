import { expect, test } from "vitest";
import { Sites, type Target } from "../../src/sites/match";
import packaged from "../../src/sites/sites.json";
import type { Table } from "../../src/sites/table";
import { parsePath, slotsAt } from "../../src/sites/path";
import { read } from "../../src/sites/read";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const sites = new Sites(packaged as Table, () => false);
const match = (url: URL, method: string): Target | undefined => sites.match(url, method);
const conversation = match(new URL("https://chatgpt.com/backend-api/f/conversation"), "POST") as Target;
const json = (value: unknown) => ({ bytes: encode(JSON.stringify(value)), type: "application/json" });

test("when the table's path finds nothing every known key is looked at, and then every string", () => {
  expect(read(conversation, json({ messages: [{ content: { blocks: [{ text: "mevr Jansen" }] } }] })).pieces).toEqual(["mevr Jansen"]);
  expect(read(conversation, json({ v2: { bericht: "mevr Jansen" } })).pieces).toEqual(["mevr Jansen"]);
});

test("a body on a prompt address that is not text cannot be looked at", () => {
  expect(read(conversation, { bytes: Uint8Array.of(0xff, 0xfe, 0x00, 0x80), type: "application/octet-stream" }).state).toBe("unreadable");
});

test("an empty body holds nothing", () => {
  expect(read(conversation, undefined).state).toBe("clear");
  expect(read(conversation, { bytes: new Uint8Array(), type: "" }).state).toBe("clear");
});

test("a lone number is not text, a single word in lower case neither, a number in a string is", () => {
  expect(read(conversation, json({ messages: [{ content: { parts: ["111222333"] } }] })).state).toBe("text");
  const other = match(new URL("https://chatgpt.com/backend-api/x"), "POST") as Target;
  expect(read(other, json({ content: "111222333" })).state).toBe("text");
  expect(read(other, json({ content: "primary_assistant", n: 111222333 })).state).toBe("clear");
});

test("multipart fields are read and written back, repeated names too", () => {
  const other = match(new URL("https://chatgpt.com/ask"), "POST") as Target;
  const part = (name: string, value: string): string => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = { bytes: encode(`${part("text", "mevr Jansen")}${part("id", "7")}${part("text", "café 😀")}--b--\r\n`), type: "multipart/form-data; boundary=b" };
  const reading = read(other, body);
  expect(reading.pieces).toEqual(["mevr Jansen", "café 😀"]);
  const out = new TextDecoder().decode(reading.rewrite(["[PERSOON_1]", "thee"]).bytes);
  expect(out).toBe(`${part("text", "[PERSOON_1]")}${part("id", "7")}${part("text", "thee")}--b--\r\n`);
});

test("a multipart body that is cut off is not read as text", () => {
  expect(read(conversation, { bytes: encode("--b\r\nContent-Disp"), type: "multipart/form-data; boundary=b" }).state).toBe("unreadable");
});

test("text in the address is one of the pieces", () => {
  const target = match(new URL("https://chatgpt.com/backend-api/f/conversation?prompt=mevr%20Jansen"), "POST") as Target;
  const reading = read(target, json({ messages: [{ content: { parts: ["heeft hartfalen"] } }] }));
  expect(reading.pieces).toEqual(["mevr Jansen", "heeft hartfalen"]);
  expect(reading.rewrite(["[PERSOON_1]", "x"]).url.searchParams.get("prompt")).toBe("[PERSOON_1]");
});

test("a path follows members, lists, places and JSON in strings", () => {
  const body = { "f.req": 1, req: JSON.stringify([null, JSON.stringify([["mevr Jansen", 0], null])]) };
  const [slot] = slotsAt(body, "req{}[1]{}[0][0]");
  expect(slot?.text).toBe("mevr Jansen");
  slot?.set("[PERSOON_1]");
  expect(JSON.parse(JSON.parse(body.req)[1])[0][0]).toBe("[PERSOON_1]");
});

test("a dot in a name is escaped, a star is any name", () => {
  expect(slotsAt({ "f.req": '[null,"x y"]' }, "f\\.req{}[1]").map((s) => s.text)).toEqual(["x y"]);
  expect(slotsAt({ m: { a: { t: "een" }, b: { t: "twee" } } }, "m.*.t").map((s) => s.text)).toEqual(["een", "twee"]);
});

test("turns of the assistant are left out by paths too", () => {
  expect(slotsAt({ m: [{ role: "user", c: "een" }, { role: "assistant", c: "twee" }] }, "m[].c").map((s) => s.text)).toEqual(["een"]);
});

test.each(["", "a..b", "a[", "a[x]", "}"])("%j is not a path", (path) => {
  expect(() => parsePath(path)).toThrow();
});

test("a sub-domain of a listed name is that site, a look-alike is not", () => {
  const found = (url: string): string | undefined => match(new URL(url), "POST")?.site.id;
  expect(found("https://eu.chatgpt.com/x")).toBe("chatgpt");
  expect(found("https://evilchatgpt.com/x")).toBeUndefined();
  expect(found("https://chatgpt.com.evil.example/x")).toBeUndefined();
});

test("bytes that are not text are looked at as far as they can be read, and cannot be rewritten", () => {
  const other = match(new URL("https://chatgpt.com/rpc"), "POST") as Target;
  const bytes = Uint8Array.from([0x0a, 0x1d, ...encode("mevr Jansen heeft hartfalen"), 0x00, 0xff, 0x80, ...encode("chrome"), 0x01]);
  const reading = read(other, { bytes, type: "application/grpc-web+proto" });
  expect(reading).toMatchObject({ state: "text", pieces: ["mevr Jansen heeft hartfalen"] });
  expect(reading.rewrite(["x"]).bytes).toEqual(bytes);
  expect(read(other, { bytes: Uint8Array.from([0x1f, 0x8b, 0xff, 0x00]), type: "application/octet-stream" }).state).toBe("clear");
  expect(read(other, { bytes, type: "application/pdf" }).state).toBe("file");
});
