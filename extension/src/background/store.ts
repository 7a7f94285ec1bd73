// Storage, read once: the worker is the only one that writes, so what it knows is what is there.

import { ext } from "../shared/ext";

type Area = "local" | "session";

const known = new Map<string, unknown>();
let managed: Record<string, unknown> | undefined;

/** A value of storage, or undefined. It is not to be changed. */
export async function load<T>(area: Area, key: string): Promise<T | undefined> {
  const name = `${area} ${key}`;
  if (!known.has(name)) {
    const found = (await ext.storage[area].get(key)) as Record<string, unknown>;
    // A value that was saved in the meantime is newer.
    if (!known.has(name)) known.set(name, found[key]);
  }
  return known.get(name) as T | undefined;
}

export async function save(area: Area, key: string, value: unknown): Promise<void> {
  known.set(`${area} ${key}`, value);
  await ext.storage[area].set({ [key]: value });
}

export async function drop(area: Area, key: string): Promise<void> {
  known.set(`${area} ${key}`, undefined);
  await ext.storage[area].remove(key);
}

/** The organisation's settings. The browser may have none in the first second, so nothing is not remembered. */
export async function managedSettings(): Promise<Record<string, unknown>> {
  if (managed) return managed;
  const found = (await ext.storage.managed.get().catch(() => ({}))) as Record<string, unknown>;
  if (Object.keys(found).length) managed = found;
  return found;
}

/** Forgets what was read, when another has changed it. */
export function reread(): void {
  known.clear();
  managed = undefined;
}
