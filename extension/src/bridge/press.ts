// Enter and the send button, before the site hears of them: the text is asked about first, so that a message that may not leave stays where it is and the site
// never begins. What may leave is sent by the same press, made again; a site that does not listen to that is left to the network from then on.

import type { Input } from "./composer";
import type { Hands } from "./hands";

const LEAVES_MS = 1500;
/** A site that sends its text with layout has other letters for these than are on the screen: numbers, addresses. */
const OTHER = "ol,table,a[href],img";

export class Press {
  #asking = false;
  #retired = false;
  readonly #hands: Hands;
  readonly #isClean: (text: string) => boolean;
  readonly #begins: () => void;

  /**
   * isClean tells whether the device found nothing in a text: then the press goes its own way, and the text is asked about as it leaves.
   * begins is called when the user presses send.
   */
  constructor(hands: Hands, isClean: (text: string) => boolean, begins: () => void) {
    this.#hands = hands;
    this.#isClean = isClean;
    this.#begins = begins;
  }

  /** Holds the event if it sends a text that nobody has looked at. */
  on(event: Event, input: Input | undefined): void {
    const { composer } = this.#hands;
    const target = event.composedPath()[0] as HTMLElement;
    const field = composer.find();
    if (!field || this.#retired || !(event instanceof KeyboardEvent ? input === field && isSend(event, field) : composer.sends(target))) return;
    this.#begins();
    const text = composer.text();
    if (!text.trim() || !composer.writes(field) || field.querySelector(OTHER) || this.#isClean(text)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // Twice in a row is once.
    if (this.#asking) return;
    this.#asking = true;
    void this.#ask(text, () => (event instanceof KeyboardEvent ? composer.press(target, event) : target.click())).finally(() => (this.#asking = false));
  }

  async #ask(text: string, repeat: () => void): Promise<void> {
    const { composer, notices, ask, expect, asked } = this.#hands;
    const { go } = await ask({ what: "ask", id: 0, host: location.hostname, endpoint: "composer", transport: "submit", state: "text", pieces: [text], early: true });
    if (go === "reject" || composer.text() !== text) return;
    const before = asked();
    expect();
    repeat();
    // Not waited for: the next message may be sent at once.
    setTimeout(() => {
      if (composer.text() !== text || asked() !== before) return;
      this.#retired = true;
      notices.press();
    }, LEAVES_MS);
  }
}

function isSend(event: KeyboardEvent, field: Input): boolean {
  // Safari tells of a composition by the code alone. With a list open Enter chooses from it.
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !event.altKey && !composing && field.getAttribute("aria-expanded") !== "true" && !field.hasAttribute("aria-activedescendant");
}
