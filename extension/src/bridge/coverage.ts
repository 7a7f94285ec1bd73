// Proof that this page is guarded: the hook answers, the service is there, and what the user sends passes by. Without it the page says so.

import type { Coverage, Request, Status } from "../shared/messages";
import type { Composer } from "./composer";

const ALIVE_MS = 2000;
const STATUS_MS = 30_000;
/** A text that was sent has passed the hook within this time. */
const PASSES_MS = 2000;

export class Watch {
  #asks = 0;
  #drift = false;
  #next: ReturnType<typeof setTimeout> | undefined;

  readonly #composer: Composer;
  readonly #show: (state: Coverage["state"]) => Promise<void>;
  readonly #tell: (message: Request) => Promise<unknown>;
  readonly #alive: () => boolean;

  constructor(composer: Composer, show: (state: Coverage["state"]) => Promise<void>, tell: (message: Request) => Promise<unknown>, alive: () => boolean) {
    this.#composer = composer;
    this.#show = show;
    this.#tell = tell;
    this.#alive = alive;
    const sends = (event: Event): boolean =>
      event instanceof KeyboardEvent ? event.key === "Enter" && !event.shiftKey && !event.isComposing : composer.sends(event.target as Node);
    for (const type of ["keydown", "click"]) {
      window.addEventListener(type, (event) => event.isTrusted && sends(event) && this.expect(), { capture: true, passive: true });
    }
    setTimeout(() => void this.#look(), ALIVE_MS);
  }

  /** The hook held something: what the site sends is seen. */
  asked(): void {
    this.#asks++;
    this.#drift = false;
  }

  /** The composer is giving its text away: it must come by. */
  expect(): void {
    const { length } = this.#composer.text().trim();
    const before = this.#asks;
    if (length) setTimeout(() => {
      if (this.#asks !== before || this.#composer.text().trim() !== "") return;
      this.#drift = true;
      void this.#look();
    }, PASSES_MS);
  }

  async #look(): Promise<void> {
    clearTimeout(this.#next);
    const status = (await this.#tell({ what: "status" }).catch(() => undefined)) as Status | undefined;
    const state: Coverage["state"] = !this.#alive() || !status ? "hook" : status.switchedOff ? "off" : status.state === "guarded" && this.#drift ? "drift" : status.state;
    void this.#tell({ what: "coverage", state }).catch(() => undefined);
    await this.#show(state).catch(() => undefined);
    clearTimeout(this.#next);
    this.#next = setTimeout(() => void this.#look(), state === "guarded" ? STATUS_MS : STATUS_MS / 6);
  }
}
