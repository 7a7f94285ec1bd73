// The browser's extension API under one name; the only place that knows Chromium from Firefox.

declare const browser: typeof chrome | undefined;

export const ext: typeof chrome = typeof browser === "undefined" ? chrome : browser;

/** A value of storage, or undefined; never throws. */
export async function load<T>(area: "local" | "session" | "managed", key: string): Promise<T | undefined> {
  try {
    return ((await ext.storage[area].get(key)) as Record<string, T>)[key];
  } catch {
    return undefined;
  }
}

export async function save(area: "local" | "session", key: string, value: unknown): Promise<void> {
  await ext.storage[area].set({ [key]: value });
}
