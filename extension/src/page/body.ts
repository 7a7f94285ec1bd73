// Reads the body of a request once, whatever its kind, so that it can be sent again from bytes.

import { NativeRequest } from "./natives";

export interface Raw {
  readonly bytes: Uint8Array;
  /** Content type, with its parameters. */
  readonly type: string;
}

/** A body as text when it is one, with the type that tells how to read it. */
export function textOf(body: unknown): readonly [text: string | null, type: string] {
  if (body instanceof URLSearchParams) return [body.toString(), "application/x-www-form-urlencoded"];
  return [typeof body === "string" ? body : body == null ? "" : null, ""];
}

/** Any body as bytes. Without a type of its own it has the one that the browser would send. */
export async function readBody(body: unknown, contentType: string | null): Promise<Raw> {
  const request = new NativeRequest(location.href, { method: "POST", body: body as BodyInit, duplex: "half" } as RequestInit);
  return { bytes: new Uint8Array(await request.arrayBuffer()), type: contentType ?? request.headers.get("content-type") ?? "" };
}
