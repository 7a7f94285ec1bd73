// The quiet mark: what the rules on this device see in the text while it is being written. Only the device is asked.

import { listOf } from "../shared/i18n/texts";
import type { Glance } from "../shared/messages";
import type { Hands } from "./hands";

/** Nothing is looked at before the user rests. */
const TYPED_MS = 600;
const PASTED_MS = 100;
/** Nothing shorter is worth a look: a number with nine digits. */
const LEAST = 9;

export class Mark {
  /** The last text in which nothing was found. */
  clean = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** The text is on its way: what was still to be looked at is asked about now, and this device has better things to do. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  /** Takes note of an event in the composer. */
  on(event: Event): void {
    if ((event as InputEvent).isComposing) return;
    const { inputType } = event as InputEvent;
    this.rest();
    this.#timer = setTimeout(() => void this.#look().catch(() => undefined), event.type === "paste" || event.type === "drop" || inputType === "insertFromPaste" ? PASTED_MS : TYPED_MS);
  }

  async #look(): Promise<void> {
    const { composer, notices, tell } = this.#hands;
    const text = composer.text();
    const seen = text.trim().length < LEAST ? undefined : ((await tell({ what: "glance", text })) as Glance | undefined);
    // Written on in the meantime: the next look tells.
    if (composer.text() !== text) return;
    if (seen?.clean) this.clean = text;
    const counts = new Map<string, number>();
    for (const type of seen?.types ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
    await notices.mark((say) => (counts.size ? say("mark.quiet", { list: listOf(say, [...counts]) }) : ""));
  }
}
