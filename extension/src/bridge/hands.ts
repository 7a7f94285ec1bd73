// What the script that looks on while somebody writes is given to work with.

import type { Ask, Passage, Request } from "../shared/messages";
import type { Composer } from "./composer";
import type { Notices } from "./notice";

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
