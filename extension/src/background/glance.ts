// What the rules on this device say of a text before the service is asked. Nothing of the text leaves the device here, and nothing is kept.

import type { Glance } from "../shared/messages";
import type { LocalCheck } from "./failmode";
import { isSwitchedOff } from "./off";
import { currentBundle, destinationOf, signatureIsBad, type Bundle } from "./policy";
import type { Verdict } from "./verdict";

/** With a health fact, these are about somebody. */
const REACHES = new Set(["person_name", "phone", "email", "address"]);
/** A check that takes longer than this is not waited for: the service is asked. */
const FIRST_MS = 500;
/** Longer texts are looked at when they are sent. */
const MOST = 50_000;

const CLEAN: Verdict = { decisionId: "", action: "allow", matched: false, findings: [], messageId: undefined, offers: [], emergency: undefined, override: { allowed: false, reasons: [] } };

/** What to tell while the text is being written; undefined where nothing is looked at. */
export async function glance(text: string, host: string, check: LocalCheck): Promise<Glance | undefined> {
  if (text.length > MOST || isSwitchedOff(host)) return undefined;
  const bundle = await currentBundle();
  const all = (await check(text))?.findings.filter((f) => f.group !== "context");
  if (!all) return undefined;
  const about = all.some((f) => f.group === "health") && all.some((f) => REACHES.has(f.type));
  const approved = destinationOf(bundle, host)?.class === "approved";
  const marked = bundle?.quiet_mark === "hide" ? [] : all.filter((f) =>
    f.group === "secret" || (!approved && (bundle?.local_rules?.some((r) => r.type === f.type) || (about && (f.group === "health" || REACHES.has(f.type))))));
  return { types: marked.map((f) => f.type), clean: all.length === 0 };
}

/** The verdict of the device, where the policy has it asked first and it finds nothing; undefined when the service is to be asked. */
export async function firstCheck(bundle: Bundle | undefined, host: string, text: string, check: LocalCheck): Promise<Verdict | undefined> {
  // To a service that is blocked nothing goes, clean or not.
  if (bundle?.first_check !== "device" || destinationOf(bundle, host)?.class === "blocked" || (await signatureIsBad())) return undefined;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, FIRST_MS));
  const found = await Promise.race([check(text).catch(() => undefined), late]);
  return found?.findings.length === 0 ? CLEAN : undefined;
}
