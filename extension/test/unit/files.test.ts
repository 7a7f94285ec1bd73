// Files are found in every form in which sites send them, and handed over byte for byte.

import { beforeAll, expect, test, vi } from "vitest";
import { read } from "../../src/sites/read";
import { Sites } from "../../src/sites/match";
import packaged from "../../src/sites/sites.json";
import type { Table } from "../../src/sites/table";

const sites = new Sites(packaged as Table, () => true);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const NOTE = "Mevr. Jansen, BSN 111222333";
const PACKED = btoa(NOTE.repeat(20));

beforeAll(async () => void (await import("../../src/bridge/uploads")));

const form = (...parts: string[]): [Uint8Array, string] => [bytes(`${parts.map((p) => `--b\r\n${p}\r\n`).join("")}--b--\r\n`), "multipart/form-data; boundary=b"];

test.each<[string, string, string, [Uint8Array, string], string[]]>([
  ["a form with a file", "https://claude.ai/api/o/upload", "POST", form(`Content-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${NOTE}`), [`a.txt: ${NOTE}`]],
  ["what is written beside it", "https://claude.ai/api/o/upload", "POST", form('Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx', `Content-Disposition: form-data; name="caption"\r\n\r\n${NOTE}`), ["a.txt: x", `: ${NOTE}`]],
  ["bytes put at another origin", "https://files.oaiusercontent.com/file-1/raw?sig=x", "PUT", [bytes(NOTE), "text/plain"], [`: ${NOTE}`]],
  ["a chunk of a resumable upload", "https://files.oaiusercontent.com/file-1/raw", "PATCH", [bytes("\u0001\u0002"), "application/offset+octet-stream"], [": \u0001\u0002"]],
  ["base64 in JSON", "https://grok.com/rest/app-chat/upload-file", "POST", [bytes(JSON.stringify({ fileName: "a", content: PACKED })), "application/json"], [': {"fileName":"a","content":""}', `: ${NOTE.repeat(20)}`]],
  ["a data URL in a prompt", "https://chat.mistral.ai/api/chat", "POST", [bytes(JSON.stringify({ messageInput: "kijk", image: `data:image/png;base64,${btoa(NOTE)}` })), "application/json"], [': {"messageInput":"kijk","image":""}', `: ${NOTE}`]],
])("%s", async (_, url, method, [body, type], want) => {
  const target = sites.match(new URL(url), method);
  expect(target).toBeDefined();
  const reading = read(target!, { bytes: body, type });
  expect(reading.state).toBe("file");
  const { files, pieces } = await globalThis.dijkwachtFiles!({ method, url: new URL(url), bytes: body, parts: reading.parts });
  expect(files?.map(({ name, data }) => `${name}: ${new TextDecoder().decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)))}`)).toEqual(want);
  expect(pieces).toHaveLength(2);
});

test("another content is another piece, so that no passage is lent", async () => {
  const url = new URL("https://files.oaiusercontent.com/x");
  const [a, b] = await Promise.all(["een", "twee"].map((text) => globalThis.dijkwachtFiles!({ method: "PUT", url, bytes: bytes(text), parts: undefined })));
  expect(a!.pieces[0]).not.toBe(b!.pieces[0]);
});

// FileReader is the browser's.
class Reader {
  result = "";
  onload: () => void = () => undefined;
  readAsBinaryString(file: File): void {
    void file.arrayBuffer().then((buffer) => {
      this.result = String.fromCharCode(...new Uint8Array(buffer));
      this.onload();
    });
  }
}

test("what was chosen and leaves in parts is looked at as a whole, and each part has a key of its own for the ledger", async () => {
  vi.stubGlobal("FileReader", Reader);
  const whole = `${"regel\n".repeat(50)}BSN 111222333\n${"regel\n".repeat(50)}`;
  globalThis.dijkwachtChosen = [new File(["iets anders, en langer dan het deel dat vertrekt"], "b.txt"), new File([whole], "uitslag.txt")];
  const cut = whole.indexOf("222");
  const parts = [whole.slice(0, cut), whole.slice(cut)].map((part, n) => ({ method: "PUT", url: new URL(`https://files.oaiusercontent.com/deel${n}?partNumber=${n}`), bytes: bytes(part), parts: undefined }));
  const [first, second] = await Promise.all(parts.map((sent) => globalThis.dijkwachtFiles!(sent)));
  expect(atob(first!.files![0]!.data)).toBe(whole);
  expect(first!.files).toEqual(second!.files);
  expect(first!.whole).toMatch(/^uitslag\.txt #/);
  expect(first!.whole).toBe(second!.whole);
  expect(first!.pieces[1]).not.toBe(second!.pieces[1]);
  const other = await globalThis.dijkwachtFiles!({ ...parts[0]!, bytes: bytes("geen deel van wat gekozen is") });
  expect(other.whole).toBeUndefined();
  globalThis.dijkwachtChosen = [];
});

test("a prompt without a file is no file", () => {
  const target = sites.match(new URL("https://chatgpt.com/backend-api/conversation"), "POST");
  expect(read(target!, { bytes: bytes(JSON.stringify({ messages: [{ content: { parts: ["hoi"] } }], token: "a".repeat(900) })), type: "application/json" }).state).toBe("text");
});
