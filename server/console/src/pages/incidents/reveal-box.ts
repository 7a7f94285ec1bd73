// The key pair of a reveal request and the box that comes back: ECDH on P-256, HKDF-SHA-256, AES-256-GCM. The private key is not
// extractable and stays in this browser.
const info = new TextEncoder().encode("dijkwacht reveal 1");
const pointSize = 65;
const nonceSize = 12;

export interface Person {
  incident_id: string;
  subject: string;
  user?: string;
  identity_source: string;
  devices?: string[];
}

function store(): Promise<IDBObjectStore> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("dijkwacht", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("reveal");
    request.onsuccess = () => resolve(request.result.transaction("reveal", "readwrite").objectStore("reveal"));
    request.onerror = () => reject(request.error);
  });
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const base64url = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const bytesOf = (text: string) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

/** Makes the key pair of a request and keeps the private half for the incident; returns the public half. */
export async function newKey(incident: string): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  await done((await store()).put(pair.privateKey, incident));
  return base64url(await crypto.subtle.exportKey("raw", pair.publicKey));
}

/** Opens a box with the key of the incident, once: the key goes with it. Undefined when this browser has no key for it. */
export async function openBox(incident: string, box: string): Promise<Person | undefined> {
  const key = (await done((await store()).get(incident))) as CryptoKey | undefined;
  if (!key) return undefined;
  const raw = bytesOf(box);
  const from = await crypto.subtle.importKey("raw", raw.slice(0, pointSize), { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: from }, key, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const aes = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: raw.slice(pointSize, pointSize + nonceSize) }, aes, raw.slice(pointSize + nonceSize));
  await done((await store()).delete(incident));
  return JSON.parse(new TextDecoder().decode(plain)) as Person;
}
