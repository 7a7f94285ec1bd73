// Reads the files of a request, as a script of its own: injected into a page when a file is to leave there, and not before.

import type { FormPart } from "../sites/files";
import { looksWritten } from "../sites/path";
import { concat, decode, uploadKey } from "../sites/read";
import type { Ask } from "../shared/messages";

/** A file in JSON. Without the head of a data URL it can be a token too, so that it counts where no file has one. */
const WITH_HEAD = /"(data:[^"]{0,99},)([\w+/-]+={0,2})"/g;
const WITHOUT = /"()([\w+/-]{400,}={0,2})"/g;

interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A request with files. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly parts: readonly FormPart[] | undefined;
}

/** The pieces that stand for the files of a request, and the files. */
export type Files = (sent: Sent) => Promise<Pick<Ask, "pieces" | "files">>;

declare global {
  // Where this script leaves it for the bridge.
  var dijkwachtFiles: Files | undefined;
}

globalThis.dijkwachtFiles = async (sent) => {
  const files = filesIn(sent);
  // Two pieces stand for them: what they are, and the request that the ledger waits for.
  const sum = await crypto.subtle.digest("SHA-256", concat(files.map((f) => f.bytes)) as Uint8Array<ArrayBuffer>);
  const names = files.map((f) => f.name).filter(Boolean).join(", ");
  return {
    pieces: [`${names} #${toBase64(new Uint8Array(sum)).slice(0, 12)}`.trim(), uploadKey(sent.method, sent.url)],
    files: files.map(({ name, bytes }): NonNullable<Ask["files"]>[number] => ({ name, data: toBase64(bytes) })),
  };
};

// The files, and what else was written beside them, as files too.
function filesIn({ bytes, parts }: Sent): Upload[] {
  if (parts) return parts.filter((p) => p.file !== undefined || looksWritten(new TextDecoder().decode(p.body))).map((p) => ({ name: p.file ?? "", bytes: p.body }));
  const text = decode(bytes);
  if (text === undefined || !/^\s*[[{]/.test(text)) return [{ name: "", bytes }];
  const found: Upload[] = [];
  const rest = text.replace(text.includes(";base64,") ? WITH_HEAD : WITHOUT, (_, _head, data: string) => {
    const plain = atob(data.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, ""));
    found.push({ name: "", bytes: Uint8Array.from(plain, (c) => c.charCodeAt(0)) });
    return '""';
  });
  return [{ name: "", bytes: new TextEncoder().encode(rest) }, ...found];
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
