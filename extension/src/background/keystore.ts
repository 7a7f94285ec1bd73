// The device key: P-256, made here, never extractable, kept in IndexedDB.

const DATABASE = "dijkwacht";
const STORE = "keys";
const NAME = "device";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as DOMException);
  });
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const open = indexedDB.open(DATABASE, 1);
  open.onupgradeneeded = () => open.result.createObjectStore(STORE);
  return (await done(open)).transaction(STORE, mode).objectStore(STORE);
}

/** The key of this device; makes it the first time. */
export async function deviceKey(): Promise<CryptoKeyPair> {
  const known = (await done((await store("readonly")).get(NAME))) as CryptoKeyPair | undefined;
  if (known) return known;
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  await done((await store("readwrite")).put(pair, NAME));
  return pair;
}
