// The only requests the extension makes: to its own server, with a deadline.

export const DEADLINE_MS = 2500;

export interface Reply {
  readonly status: number;
  /** Parsed JSON, or undefined when the answer is not JSON. */
  readonly json: unknown;
  readonly text: string;
  readonly etag: string | null;
  /** The server's clock minus ours, in milliseconds; 0 when it does not tell. */
  readonly skew: number;
}

export interface Call {
  readonly origin: string;
  readonly path: string;
  /** A form, or what is sent as JSON. */
  readonly body?: object;
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** Makes one request; rejects on silence (no connection, deadline). The answer is never followed elsewhere and never cached. */
export async function call({ origin, path, body, token, headers, signal }: Call): Promise<Reply> {
  const json = body && !(body instanceof FormData);
  const response = await fetch(new URL(path, origin), {
    method: body ? "POST" : "GET",
    headers: {
      Accept: "application/json",
      ...(json && { "Content-Type": "application/json" }),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: json ? JSON.stringify(body) : (body as FormData | undefined),
    signal: signal ?? AbortSignal.timeout(DEADLINE_MS),
    redirect: "error",
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "no-referrer",
  });
  const text = await response.text();
  return { status: response.status, json: parse(text), text, etag: response.headers.get("etag"), skew: skewOf(response.headers.get("date")) };
}

function skewOf(date: string | null): number {
  const there = Date.parse(date ?? "");
  return Number.isNaN(there) ? 0 : there - Date.now();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The stable code of a problem+json answer. */
export function problemCode(reply: Reply): string {
  const code = (reply.json as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
