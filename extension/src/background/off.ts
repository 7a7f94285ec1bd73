// Sites that two people of the organisation switched off for some hours, because the guard breaks them there. They are shown as not guarded.

import { destinationOf, currentBundle, type Bundle } from "./policy";
import type { SwitchedOff } from "./pulse";
import { load, save } from "./store";

let off: readonly SwitchedOff[] = [];
let bundle: Bundle | undefined;

/** Reads what was switched off before the worker slept. Until then everything is guarded. */
export async function recallSwitchedOff(): Promise<void> {
  [off, bundle] = [(await load<SwitchedOff[]>("local", "off")) ?? [], await currentBundle()];
}

/** Takes the server's list: a site that is not on it any more is guarded again. */
export async function switchOff(list: readonly SwitchedOff[]): Promise<void> {
  await save("local", "off", list);
  await recallSwitchedOff();
}

/** Whether the site of a host is switched off now. At once: the network ledger cannot wait. */
export function isSwitchedOff(host: string): boolean {
  const id = off.length ? destinationOf(bundle, host)?.id : undefined;
  return id !== undefined && off.some((o) => o.destination_id === id && Date.parse(o.until) > Date.now());
}
