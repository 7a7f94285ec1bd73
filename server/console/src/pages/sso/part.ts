// What the parts of the page share: the settings as they were read, and a change of them.
import type { Schemas } from "../../api/client.ts";
import { isStale } from "../../ui/data.ts";

export type Settings = Schemas["SSOSettings"];

/** What the parts need to change the settings. */
export interface Part {
  settings: Settings;
  etag: string;
  reload(): Promise<void>;
}

/** Runs a change; settings that somebody else changed meanwhile are read again. */
export async function changing(reload: () => Promise<void>, change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (problem) {
    if (isStale(problem)) await reload();
    throw problem;
  }
  await reload();
}
