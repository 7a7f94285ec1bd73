// The site's composer: read it, put a text back, use its own send control. Comfort only: what leaves is decided in the request body.

import type { Site } from "../sites/table";

export type Input = HTMLTextAreaElement | HTMLInputElement | HTMLElement;

/** Called with each event of a person on the page, before the page hears of it; input is the field it is in, if it is in one. */
export type OnWritten = (event: Event, input: Input | undefined) => void;

const SETTLE_MS = 30;
const READY_MS = 600;

export class Composer {
  #focused: Input | undefined;
  #last = "";
  #restoring: Promise<boolean> = Promise.resolve(false);
  #channelNow: "typed" | "paste" | "drop" = "typed";

  #site: Pick<Site, "input" | "send"> | undefined;

  constructor(site: Promise<Site | undefined>, written: OnWritten) {
    void site.then((s) => (this.#site = s), () => undefined);
    const note = (event: Event): void => {
      const target = event.composedPath()[0];
      const input = target instanceof HTMLElement ? editableOf(target) : undefined;
      if (input) this.#focused = input;
      // An editor that pastes by itself tells nobody: what stands there when a button is pressed is what was written.
      const text = this.text();
      if (plain(text)) this.#last = text;
      if (!event.isTrusted) return;
      if (event.type === "paste" || event.type === "drop") this.#channelNow = event.type;
      written(event, input);
    };
    for (const type of ["focusin", "input", "keydown", "pointerdown", "click", "paste", "drop"]) window.addEventListener(type, note, true);
  }

  /** How the text came in; starts again with each question. */
  channel(): "typed" | "paste" | "drop" {
    const channel = this.#channelNow;
    this.#channelNow = "typed";
    return channel;
  }

  find(): Input | undefined {
    if (this.#focused?.isConnected && visible(this.#focused)) return this.#focused;
    for (const selector of this.#site?.input ?? []) {
      const input = [...document.querySelectorAll<HTMLElement>(selector)].find(visible);
      if (input) return input;
    }
    return undefined;
  }

  rect(): DOMRect | undefined {
    const input = this.find();
    return (input?.closest("form") ?? input)?.getBoundingClientRect();
  }

  /** What the user wrote here, if it is what the site wants to send; sites change signs and white space on the way. */
  own(text: string): string | undefined {
    return [this.text(), this.#last].find((mine) => isIn(words(mine), words(text)));
  }

  text(): string {
    const input = this.find();
    return input ? textOf(input) : "";
  }

  focus(): void {
    const input = this.find();
    input?.focus();
    if (input && !isField(input)) getSelection()?.selectAllChildren(input), getSelection()?.collapseToEnd();
  }

  // Puts a text into the composer and reads it back; false when it did not stick.
  async #write(text: string): Promise<boolean> {
    const input = this.find();
    if (!input) return false;
    input.focus();
    if (isField(input)) {
      // In our world this is the native property, not the one that React puts on the element to watch it.
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
      return this.#holds(input, text);
    }
    getSelection()?.selectAllChildren(input);
    // Editors take over the selection in their own time, and what is pasted too.
    await wait(SETTLE_MS);
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const taken = !input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    if (!taken) document.execCommand("insertText", false, text);
    return this.#holds(input, text);
  }

  // Reads back until the text is there.
  async #holds(input: Input, text: string): Promise<boolean> {
    for (const until = Date.now() + READY_MS; Date.now() < until; await wait(SETTLE_MS)) if (plain(textOf(input)) === plain(text)) return true;
    return false;
  }

  /** Puts the text back if the site took it out. One after another: two at once would write it twice. */
  restore(text: string): Promise<boolean> {
    const back = async (): Promise<boolean> => plain(this.text()) === plain(text) || (plain(this.text()) === "" && (await this.#write(text)));
    this.#restoring = this.#restoring.then(back, back);
    return this.#restoring;
  }

  /** Uses the site's own send control, as the user would. */
  async send(): Promise<void> {
    const until = Date.now() + READY_MS;
    let control = this.#control();
    while (control && isDisabled(control) && Date.now() < until) {
      await wait(SETTLE_MS);
      control = this.#control();
    }
    if (control && !isDisabled(control)) return control.click();
    const input = this.find();
    if (input) this.press(input, { key: "Enter", code: "Enter", keyCode: 13, which: 13 });
  }

  /** Presses a key there, as far as the page lets it: what it takes over on the way down does not come up. */
  press(target: HTMLElement, { key, code, keyCode, which, ctrlKey, metaKey }: KeyboardEventInit & { which?: number }): void {
    for (const type of ["keydown", "keypress", "keyup"]) {
      if (!target.dispatchEvent(new KeyboardEvent(type, { key, code, keyCode, which, ctrlKey, metaKey, bubbles: true, cancelable: true, composed: true }))) return;
    }
  }

  /** Whether what is written here is a message to the service. */
  writes(input: Input): boolean {
    return this.#site?.input?.some((selector) => input.matches(selector)) ?? false;
  }

  /** Whether a node is in the site's send control. */
  sends(node: Node): boolean {
    return this.#control()?.contains(node) ?? false;
  }

  #control(): HTMLElement | undefined {
    for (const selector of this.#site?.send ?? []) {
      const found = [...document.querySelectorAll<HTMLElement>(selector)].find(visible);
      if (found) return found;
    }
    const near = this.find()?.closest("form") ?? document;
    const named = [...near.querySelectorAll<HTMLElement>("button,[role=button]")].filter(visible);
    return named.find((b) => /\b(send|submit|verzend\w*|verstuur\w*)\b/i.test(`${b.getAttribute("aria-label") ?? ""} ${b.title} ${b.textContent ?? ""}`));
  }
}

function editableOf(node: HTMLElement): Input | undefined {
  if (isField(node)) return node instanceof HTMLTextAreaElement ? node : undefined;
  return node.closest<HTMLElement>('[contenteditable=""],[contenteditable=true],[contenteditable=plaintext-only]') ?? undefined;
}

function isField(node: Element): node is HTMLTextAreaElement | HTMLInputElement {
  return node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement;
}

function textOf(input: Input): string {
  if (isField(input)) return input.value;
  const lines = [...input.childNodes];
  // Where each line is a block of its own, innerText has empty lines between them that nobody wrote.
  const isBlock = (line: Node): line is HTMLElement => /^(P|DIV)$/.test(line.nodeName);
  return lines.every(isBlock) ? lines.map((line) => line.innerText.replace(/\n$/, "")).join("\n") : input.innerText;
}

function visible(node: HTMLElement): boolean {
  return node.getClientRects().length > 0;
}

function isDisabled(node: HTMLElement): boolean {
  return (node as HTMLButtonElement).disabled || node.getAttribute("aria-disabled") === "true";
}

/** A text without its white space, which editors keep each in their own way. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const words = (text: string): string[] => text.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? [];

// Whether what was sent is what was written, with little more between it: the numbers of a list, the language of a code block.
function isIn(mine: readonly string[], sent: readonly string[]): boolean {
  let at = 0;
  for (const word of sent) if (word === mine[at]) at++;
  return at > 0 && at === mine.length && (sent.length === at || (at > 3 && sent.length < 1.5 * at));
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
