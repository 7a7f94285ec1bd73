// The prompts that a site received, taken out of the bodies as the site itself would.
import type { Recording } from "./recording.ts";

interface Body {
  prompt?: string;
  messages?: { content: { parts: string[] } }[];
}

/** The texts of all messages that arrived, in order; drafts apart. */
export function sentPrompts(received: Recording): string[] {
  return received.to(/\/(f\/conversation|completion)$/).flatMap((request) => {
    const body = JSON.parse(request.body.toString("utf8")) as Body;
    return body.prompt !== undefined ? [body.prompt] : (body.messages ?? []).flatMap((message) => message.content.parts);
  });
}
