// The parts of the browser's extension API that the worker uses, in memory. Import it before the code under test.

type Store = Map<string, unknown>;

function area(store: Store) {
  return {
    async get(key?: string): Promise<Record<string, unknown>> {
      if (key === undefined) return Object.fromEntries(store);
      return store.has(key) ? { [key]: structuredClone(store.get(key)) } : {};
    },
    async set(values: Record<string, unknown>): Promise<void> {
      // As the browser does: only what JSON can hold.
      for (const [key, value] of Object.entries(values)) store.set(key, JSON.parse(JSON.stringify(value)));
    },
    async remove(key: string): Promise<void> {
      store.delete(key);
    },
  };
}

export const local: Store = new Map();
export const session: Store = new Map();
export const managed: Store = new Map();

export const ORIGIN = "https://dijkwacht.example";

Object.assign(globalThis, {
  __API_ORIGINS__: [ORIGIN, "http://localhost:8787"],
  navigator: { language: "nl-NL", userAgent: "Chrome/156.0" },
  chrome: {
    storage: { local: area(local), session: area(session), managed: area(managed) },
    runtime: { id: "self", getManifest: () => ({ version: "0.1.0" }), getPlatformInfo: async () => ({ os: "linux" }) },
  },
});

/** Empties storage. Follow it with reread() of the code under test. */
export function forget(): void {
  for (const store of [local, session, managed]) store.clear();
}
