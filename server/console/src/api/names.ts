// The names behind ids of services, departments and people, loaded once and when first needed.
import { computed, signal, type Signal } from "@preact/signals";
import { may, me } from "../shell/session.ts";
import { t } from "../i18n/shared.ts";
import { api, type Schemas } from "./client.ts";

type Named = ReadonlyMap<string, string>;

/** A value that is fetched when somebody first looks at it, for who may. */
export function lazy<T>(allowed: () => boolean, load: () => Promise<T>, empty: T): Signal<T> & { again(): void } {
  const value = signal(empty);
  let asked = false;
  const fetch = () => {
    asked = true;
    if (allowed()) load().then((v) => (value.value = v), () => undefined);
  };
  const read = new Proxy(value, {
    get(target, name) {
      if (name === "again") return fetch;
      if (name === "value" && !asked) queueMicrotask(() => asked || fetch());
      const got = Reflect.get(target, name, target) as unknown;
      return typeof got === "function" ? got.bind(target) : got;
    },
  });
  return read as Signal<T> & { again(): void };
}

async function everything<T>(load: (cursor: string | undefined) => Promise<{ items: T[]; next_cursor: string | null }>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const part = await load(cursor);
    all.push(...part.items);
    cursor = part.next_cursor ?? undefined;
  } while (cursor);
  return all;
}

export const destinations = lazy<Schemas["Destination"][]>(() => may("policy.read"), async () => (await api.get("/api/v1/destinations")).data.items, []);
export const departments = lazy<Schemas["Department"][]>(() => may("self.manage"), async () => (await api.get("/api/v1/departments")).data.items, []);
export const users = lazy<Schemas["User"][]>(
  () => may("people.read"), () => everything(async (cursor) => (await api.get("/api/v1/users", { query: { limit: 200, ...(cursor && { cursor }) } })).data), []);

const apiKeys = lazy<Schemas["APIKey"][]>(() => may("keys.read"), async () => (await api.get("/api/v1/api-keys")).data.items, []);

const byId = (list: () => readonly { id: string; name: string }[]) => computed<Named>(() => new Map(list().map(({ id, name }) => [id, name])));
const destinationNames = byId(() => destinations.value);
const departmentNames = byId(() => departments.value);
const userNames = byId(() => users.value);
const keyNames = byId(() => apiKeys.value);

export const destinationName = (id: string): string => destinationNames.value.get(id) ?? id;
export const departmentName = (id: string): string => departmentNames.value.get(id) ?? id;

/** A program by the name of its key. */
export const programName = (id: string): string => keyNames.value.get(id) ?? id;

/** A person by name, "u" for who looks; what cannot be told is said so. */
export function userName(id: string): string {
  if (id === me().user_id) return me().name;
  return userNames.value.get(id) ?? t("unknown_person");
}
