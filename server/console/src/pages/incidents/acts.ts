// Changes to one case, with what they answer.
import { signal } from "@preact/signals";
import { api, type Schemas } from "../../api/client.ts";
import { inWords } from "../../api/problem.ts";
import { word } from "../../i18n/words.ts";
import { say } from "../../ui/toast.tsx";
import type { Line } from "./query.ts";
import { t } from "./texts.ts";

export type Case = Schemas["Incident"];

/** A case with the revision that a change of it names. */
export interface Opened {
  data: Case;
  etag: string;
}

/** Goes up with each change to a case, so that what shows it loads anew. */
export const changes = signal(0);

/** Gives the case to somebody, or to nobody; shown at once, and taken back when the server refuses. */
export async function assign(line: Line, to: string | null, put: (line: Line) => void): Promise<void> {
  if (line.assignee === to) return;
  put({ ...line, assignee: to });
  try {
    const { data } = await api.post("/api/v1/incidents/{id}/assign", { ids: [line.id], body: { assignee: to } });
    put(data);
    changes.value++;
    say(to ? t("assigned", { number: line.number }) : `${line.number}: ${t("nobody")}`, () => void assign(data, line.assignee ?? null, put));
  } catch (problem) {
    put(line);
    say(inWords(problem));
  }
}

type Move = Schemas["IncidentTransition"];

/** Whether a move is done, or waits for a second person. */
export type Moved = { done: true; case: Case } | { done: false };

/** Moves a case. A new one gets an owner on its way. */
export async function move(line: Pick<Line, "id" | "number" | "state" | "assignee">, body: Move, mine: string): Promise<Moved> {
  if (line.state === "detected" && body.to !== "triaged") {
    await api.post("/api/v1/incidents/{id}/transition", { ids: [line.id], body: { to: "triaged", assignee: line.assignee ?? mine } });
  }
  const withOwner = body.to === "triaged" && !line.assignee ? { ...body, assignee: mine } : body;
  const { status, data } = await api.post("/api/v1/incidents/{id}/transition", { ids: [line.id], body: withOwner });
  changes.value++;
  if (status === 202) {
    say(t("asked_approval"));
    return { done: false };
  }
  const moved = data as Case;
  say(t("moved", { number: line.number, state: word("state", moved.state) }));
  return { done: true, case: moved };
}
