// Which cases may be merged and split, as the service decides on it: before the assessment, and only what came from devices.
import type { Schemas } from "../../../api/client.ts";
import type { Line } from "../query.ts";

export const movableStates = ["detected", "triaged", "prevented", "confirmed_leak"] as const;

const most = 200;

const movable = (i: Line): boolean => (movableStates as readonly string[]).includes(i.state) && ["not_applicable", "none", "drafting"].includes(i.ap);

export const maySplit = (i: Line): boolean => movable(i) && i.events > 1;

export const mayMerge = (i: Line): boolean => movable(i) && i.source === "device";

/** Whether the attempts of one case may go to another. */
export const fits = (from: Line, into: Line): boolean =>
  into.id !== from.id && mayMerge(into) && into.destination_id === from.destination_id && from.events + into.events <= most && (from.state !== "confirmed_leak" || into.state === "confirmed_leak");

export type Attempt = Schemas["CaseEvent"];
