// Requests to the API, typed by its OpenAPI document. What goes wrong is thrown as a Problem.
import { Problem } from "./problem.ts";
import type { components, paths } from "./schema.ts";

export type Schemas = components["schemas"];
type Method = "get" | "post" | "put" | "patch" | "delete";
type Route<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type Json<R> = R extends { content: { "application/json": infer J } } ? J : R extends { content: { "application/zip": unknown } } ? Blob : undefined;
type Good = 200 | 201 | 202 | 204 | 207;
type Answer<O> = O extends { responses: infer R } ? { [S in keyof R & Good]: Json<R[S]> }[keyof R & Good] : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : undefined;
type Body<O> = O extends { requestBody?: infer B } ? (NonNullable<B> extends { content: infer C } ? C[keyof C] : undefined) : undefined;

export interface Options<O> {
  /** Values for the {names} in the path, in their order. */
  ids?: string[];
  query?: Query<O>;
  body?: Body<O>;
  /** The revision that a change is meant for, as `etag` of an earlier answer. */
  etag?: string;
  /** The same key for the same request: done once, however often it is sent. */
  key?: string;
  signal?: AbortSignal;
  /** Of a body that is text: its media type. */
  media?: string;
}

export interface Reply<T> {
  status: number;
  data: T;
  /** The revision of the resource in the answer, "" for none. */
  etag: string;
}

/** What the client asks of whoever shows screens. */
export interface Host {
  /** There is no session any more. */
  signedOut(): void;
  /** Asks the person for all factors again; false when that was given up. */
  stepUp(): Promise<boolean>;
}

let host: Host = { signedOut: () => undefined, stepUp: () => Promise.resolve(false) };
export function useHost(h: Host): void {
  host = h;
}

const call = <M extends Method>(method: M) =>
  <P extends Route<M>>(path: P, options: Options<Operation<P, M>> = {}): Promise<Reply<Answer<Operation<P, M>>>> =>
    send(method, path, options as Options<unknown>) as Promise<Reply<Answer<Operation<P, M>>>>;

export const api = { get: call("get"), post: call("post"), put: call("put"), patch: call("patch"), del: call("delete") };

/** The address of a route, with its ids and query filled in. */
export function address(path: string, ids: string[] = [], query: object = {}): string {
  const rest = [...ids];
  const filled = path.replace(/\{[^}]+\}/g, () => encodeURIComponent(rest.shift() ?? ""));
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== "") q.append(name, String(one));
  }
  return q.size > 0 ? `${filled}?${q}` : filled;
}

async function send(method: Method, path: string, options: Options<unknown>): Promise<Reply<unknown>> {
  const key = options.key ?? crypto.randomUUID();
  try {
    return await once(method, path, { ...options, key });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "auth.session_required") host.signedOut();
    if (error.code !== "auth.step_up_required" || !(await host.stepUp())) throw error;
    return once(method, path, { ...options, key });
  }
}

async function once(method: Method, path: string, { ids, query, body, etag, key, signal, media }: Options<unknown>): Promise<Reply<unknown>> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers["Content-Type"] = media ?? "application/json";
  if (etag) headers["If-Match"] = etag;
  if (method === "post" && key) headers["Idempotency-Key"] = key;
  let answer: Response;
  try {
    answer = await fetch(address(path, ids, query ?? {}), {
      method: method.toUpperCase(), headers, cache: "no-store", credentials: "same-origin", signal: signal ?? null,
      body: body === undefined ? null : media ? String(body) : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem({ code: "network", status: 0 });
  }
  const type = answer.headers.get("Content-Type") ?? "";
  const data = type.includes("json") ? await answer.json() : type === "application/zip" ? await whole(answer) : undefined;
  if (!answer.ok) throw new Problem({ status: answer.status, code: "internal", ...data });
  return { status: answer.status, data, etag: answer.headers.get("ETag") ?? "" };
}

// A file; one that the server breaks off is no file.
async function whole(answer: Response): Promise<Blob> {
  try {
    return await answer.blob();
  } catch {
    throw new Problem({ code: "network", status: 0 });
  }
}
