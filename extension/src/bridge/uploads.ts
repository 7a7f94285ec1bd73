// Reads the files of a request, as a script of its own: injected into a page when a file is to leave there, and not before.

import type { FormPart } from "../sites/files";
import { decode, hash, looksWritten, signs, uploadKey } from "../sites/reader";
import type { Ask } from "../shared/messages";

/** A file in JSON. Without the head of a data URL it can be a token too, so that it counts where no file has one. */
const WITH_HEAD = /"(data:[^"]{0,99},)([\w+/-]+={0,2})"/g;
const WITHOUT = /"()([\w+/-]{400,}={0,2})"/g;

interface Upload {
  readonly name: string;
  /** A sign for each byte: in Firefox a script of ours may not look into a buffer of the page's. */
  readonly data: string;
}

/** A request with files. */
export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly parts: readonly FormPart[] | undefined;
}

/** The pieces that stand for the files of a request, and the files. whole is there when a part leaves of what was chosen here: the same for all its parts. */
export type Files = (sent: Sent) => Promise<Pick<Ask, "pieces" | "files"> & { readonly whole?: string }>;

declare global {
  // Where this script leaves it for the bridge.
  var dijkwachtFiles: Files | undefined;
  // Where the bridge leaves what was chosen in this page.
  var dijkwachtChosen: File[] | undefined;
}

globalThis.dijkwachtFiles = async (sent) => {
  const parts = filesIn(sent);
  const files = await Promise.all(parts.map(wholeOf));
  // Two pieces stand for them: what they are, and the request that the ledger waits for.
  const names = files.map((f) => f.name).filter(Boolean).join(", ");
  const what = `${names} #${hash(files.map((f) => f.data).join()).slice(0, 16)}`.trim();
  return {
    pieces: [what, uploadKey(sent.method, sent.url)],
    files: files.map(({ name, data }): NonNullable<Ask["files"]>[number] => ({ name, data: btoa(data) })),
    whole: files.some((f, i) => f !== parts[i]) ? what : undefined,
  };
};

// The files, and what else was written beside them, as files too.
function filesIn({ bytes, parts }: Pick<Sent, "bytes" | "parts">): Upload[] {
  if (parts) return parts.filter((p) => p.file !== undefined || looksWritten(new TextDecoder().decode(p.body))).map((p) => ({ name: p.file ?? "", data: signs(p.body) }));
  const text = decode(bytes);
  if (text === undefined || !/^\s*[[{]/.test(text)) return [{ name: "", data: signs(bytes) }];
  const found: Upload[] = [];
  const rest = text.replace(text.includes(";base64,") ? WITH_HEAD : WITHOUT, (_, _head, data: string) => {
    found.push({ name: "", data: atob(data.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "")) });
    return '""';
  });
  return [{ name: "", data: signs(new TextEncoder().encode(rest)) }, ...found];
}

/** What is larger does not fit in one message to the background. */
const LARGEST = 40e6;
/** A content is kept as long as parts of it come by. */
const KEPT_MS = 60_000;

const known = new Map<File, Promise<string>>();

// What was chosen in this page and is larger than what leaves, with every byte of it: it leaves in parts (tus, resumable, several PUTs), and a part alone
// cannot be read, or is cut in the middle of a number.
async function wholeOf(part: Upload): Promise<Upload> {
  for (const file of globalThis.dijkwachtChosen ?? []) {
    if (file.size <= part.data.length || file.size > LARGEST) continue;
    const content = known.get(file) ?? contentOf(file);
    if (!known.has(file)) setTimeout(() => known.delete(file), KEPT_MS);
    known.set(file, content);
    const data = await content;
    if (data.includes(part.data)) return { name: file.name, data };
  }
  return part;
}

function contentOf(file: File): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    // Gone, or changed since: what leaves stands for itself.
    reader.onerror = () => resolve("");
    reader.readAsBinaryString(file);
  });
}
