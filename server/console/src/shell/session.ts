// Who is signed in, and what that person may do.
import { signal } from "@preact/signals";
import { api, type Schemas } from "../api/client.ts";
import { speak } from "../i18n/i18n.ts";

export type Me = Schemas["Me"];

const state = signal<Me | undefined>(undefined);
let etag = "";

export async function signIn(): Promise<void> {
  const reply = await api.get("/api/v1/me");
  take(reply);
}

function take(reply: { data: Me; etag: string }): void {
  etag = reply.etag;
  state.value = reply.data;
  speak(reply.data.locale);
}

/** The person, once signed in. */
export function me(): Me {
  if (!state.value) throw new Error("nobody is signed in");
  return state.value;
}

/** Whether the person may do at least one of these. */
export const may = (...permissions: string[]): boolean => permissions.some((p) => me().permissions.includes(p));

export const hasRole = (...roles: string[]): boolean => me().roles.some((r) => roles.includes(r.role));

export async function changeLanguage(locale: "nl" | "en"): Promise<void> {
  speak(locale);
  take(await api.patch("/api/v1/me", { body: { locale }, etag }));
}

/** Goes to the page to sign in, and comes back here after. */
export function leaveToSignIn(): void {
  sessionStorage.setItem("dijkwacht.return", location.pathname + location.search);
  location.replace("/inloggen");
}

export async function signOut(): Promise<void> {
  const left = await api.post("/api/v1/auth/logout").catch(() => undefined);
  sessionStorage.removeItem("dijkwacht.return");
  // Who signed in by an identity provider signs out there too.
  location.replace(left?.data?.continue_at ?? "/inloggen#uit");
}
