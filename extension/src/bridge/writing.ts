// What looks on while somebody writes, as a script of its own: injected into a page when somebody begins, and not before. Comfort: whatever gets past it
// is still held on its way out.

import type { Ask, Passage, Request } from "../shared/messages";
import type { Composer, OnWritten } from "./composer";
import { Mark } from "./mark";
import type { Notices } from "./notice";
import { Press } from "./press";

/** What the bridge lends. */
export interface Hands {
  readonly composer: Composer;
  readonly notices: Notices;
  tell(message: Request): Promise<unknown>;
  /** Asks for passage of one text, and shows what has to be shown about the answer. */
  ask(ask: Ask): Promise<Passage>;
  /** Tells that the site is about to send. */
  expect(): void;
  /** How many requests of the site were asked about. */
  asked(): number;
}

declare global {
  // Where this script leaves it for the bridge.
  var dijkwachtWriting: ((hands: Hands) => OnWritten) | undefined;
}

globalThis.dijkwachtWriting = (hands) => {
  const mark = new Mark(hands);
  const press = new Press(hands, (text) => mark.clean === text, () => mark.rest());
  return (event, input) => {
    if (event.type === "keydown" || event.type === "click") press.on(event, input);
    else if (input && event.type !== "pointerdown" && hands.composer.writes(input)) mark.on(event);
  };
};
