// The draft of a policy, with the revision that a change of it names.
import type { Schemas } from "../../api/client.ts";

export type Draft = { data: Schemas["PolicyDraft"]; etag: string };
