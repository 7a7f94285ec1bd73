// Reads the body of a request once, whatever its kind, so that it can be sent again from bytes.

import type { RawBody } from "../sites/read";
import { NativeRequest } from "./natives";

const encoder = new TextEncoder();

/** A body that can be read without waiting; undefined for the others. */
export function readNow(body: unknown, contentType: string | null): RawBody | undefined {
  if (typeof body === "string") return { bytes: encoder.encode(body), type: contentType ?? "text/plain;charset=UTF-8" };
  if (body instanceof URLSearchParams) {
    return { bytes: encoder.encode(body.toString()), type: contentType ?? "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body.slice(0)), type: contentType ?? "" };
  if (ArrayBuffer.isView(body)) {
    return { bytes: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice(), type: contentType ?? "" };
  }
  return undefined;
}

/** Any body; the type is the one the browser would send. */
export async function readLater(body: BodyInit, contentType: string | null): Promise<RawBody> {
  const request = new NativeRequest(location.href, { method: "POST", body, duplex: "half" } as RequestInit);
  const bytes = new Uint8Array(await request.arrayBuffer());
  return { bytes, type: contentType ?? request.headers.get("content-type") ?? "" };
}
