// Before the organisation has arranged what the law asks, rules act for few devices. On the others nobody is guarded, and the page says so.

import { load, save } from "./store";

/** Keeps what the server last said of this device. */
export async function setGuarded(guarded: unknown): Promise<void> {
  await save("session", "unguarded", guarded === false);
}

/** Whether rules act for this device; until the server has said that they do not. */
export async function isGuarded(): Promise<boolean> {
  return (await load<boolean>("session", "unguarded")) !== true;
}
