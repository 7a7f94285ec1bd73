// Reads the body of a request once, whatever its kind, so that it can be sent again from bytes.

import { encode, NativeRequest } from "./natives";

export interface Raw {
  readonly bytes: Uint8Array;
  /** Content type, with its parameters. */
  readonly type: string;
}

const TEXT = "text/plain;charset=UTF-8";
const FORM = "application/x-www-form-urlencoded;charset=UTF-8";

/** A body as text when it is one, with the type that the browser would send. */
export function textOf(body: unknown): readonly [text: string | null, type: string] {
  if (body === undefined || body === null) return ["", ""];
  if (typeof body === "string") return [body, TEXT];
  if (body instanceof URLSearchParams) return [body.toString(), FORM];
  return [null, ""];
}

/** Any body as bytes. */
export async function readBody(body: unknown, contentType: string | null): Promise<Raw> {
  const [text, type] = textOf(body);
  if (text !== null) return { bytes: encode(text), type: contentType ?? type };
  const request = new NativeRequest(location.href, { method: "POST", body: body as BodyInit, duplex: "half" } as RequestInit);
  const bytes = new Uint8Array(await request.arrayBuffer());
  return { bytes, type: contentType ?? request.headers.get("content-type") ?? "" };
}
