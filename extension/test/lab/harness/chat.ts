// A chat page in Chromium, used as a person uses it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { Screen } from "./screen.ts";
import { tempFolder } from "./temp.ts";
import { until } from "./wait.ts";

export const EDITORS = ["prosemirror", "textarea", "lexical", "quill", "react", "contenteditable"] as const;

/** A site; "chatgpt" with another editor in it, rich: one that sends its layout as Markdown; and the same that sends when its button is pressed down. */
export type Site = "chatgpt" | "chatgpt-signed-out" | "claude" | "editor rich" | `editor ${(typeof EDITORS)[number]}${"" | " hasty"}`;

const CHATGPT = { composer: "#prompt-textarea", send: "#composer-submit-button" };
const SITES = new Map<string, { url: string; composer: string; send: string }>(Object.entries({
  chatgpt: { url: "https://chatgpt.com/", ...CHATGPT },
  "chatgpt-signed-out": { url: "https://chatgpt.com/?signedout", ...CHATGPT },
  claude: { url: "https://claude.ai/", composer: '[data-testid="chat-input"]', send: '[aria-label="Send message"]' },
}));

function siteOf(site: Site): { url: string; composer: string; send: string } {
  const [, editor, hasty] = site.split(" ");
  return SITES.get(site) ?? { url: `https://chatgpt.com/?editor=${editor}${hasty ? "&hasty" : ""}`, ...CHATGPT };
}

export class Chat {
  readonly page: Page;
  readonly screen: Screen;
  readonly #site: Site;

  private constructor(page: Page, screen: Screen, site: Site) {
    this.page = page;
    this.screen = screen;
    this.#site = site;
  }

  static async open(page: Page, site: Site = "chatgpt"): Promise<Chat> {
    await page.goto(siteOf(site).url);
    await page.locator(siteOf(site).composer).waitFor();
    return new Chat(page, await Screen.of(page), site);
  }

  get #composer() {
    return this.page.locator(siteOf(this.#site).composer);
  }

  /** Puts the text in at once, as dictation or an input method does. */
  async write(text: string): Promise<void> {
    await this.#composer.click();
    await this.page.keyboard.insertText(text);
  }

  /** Types key by key, slowly enough for the site to post drafts. */
  async type(text: string): Promise<void> {
    await this.#composer.click();
    await this.page.keyboard.type(text, { delay: 15 });
  }

  async paste(text: string): Promise<void> {
    await this.#composer.click();
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await this.page.keyboard.press("Control+V");
  }

  /** Puts text with layout into an editor that keeps it. */
  async writeRich(html: string): Promise<void> {
    await this.#composer.click();
    await this.#composer.evaluate((element, markup) => {
      element.innerHTML = markup;
      getSelection()?.selectAllChildren(element);
      getSelection()?.collapseToEnd();
    }, html);
  }

  async pressEnter(): Promise<void> {
    await this.page.keyboard.press("Enter");
  }

  async clickSend(): Promise<void> {
    await this.page.locator(siteOf(this.#site).send).click();
  }

  async send(text: string): Promise<void> {
    await this.write(text);
    await this.pressEnter();
  }

  /** Waits until the composer shows the text, apart from white space, which editors keep each in their own way. */
  async composerHolds(text: string): Promise<void> {
    const plain = (value: string): string => value.replace(/\s+/g, " ").trim();
    let shown = "";
    await until("the text in the composer", async () => {
      shown = await this.#composer.evaluate((element) => (element instanceof HTMLTextAreaElement ? element.value : (element as HTMLElement).innerText));
      return plain(shown) === plain(text);
    }).catch(() => {
      throw new Error(`the composer holds ${JSON.stringify(shown)}, not ${JSON.stringify(text)}`);
    });
  }

  /** What the site's own editor would send now. */
  editorHolds(): Promise<string> {
    return this.page.evaluate(() => (window as unknown as { editorHolds(): string }).editorHolds());
  }

  async clearComposer(): Promise<void> {
    await this.#composer.click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.press("Delete");
  }

  /** Waits for a whole answer of the site. */
  async answered(count = 1): Promise<void> {
    await until(`answer ${count}`, async () => (await this.page.locator(".assistant", { hasText: "goede vraag." }).count()) >= count);
  }

  async upload(name: string, type: string, content: Buffer): Promise<void> {
    await this.page.locator('input[type="file"]').setInputFiles({ name, mimeType: type, buffer: content });
  }

  /** Chooses a file by its path, as a person does: a content would be put there by a script. */
  async choose(name: string, content: Buffer): Promise<void> {
    const file = join(tempFolder("chosen"), name);
    writeFileSync(file, content);
    await this.page.locator('input[type="file"]').setInputFiles(file);
  }

  /** Drops a text file on the page, as from the desktop. */
  async drop(name: string, content: string): Promise<void> {
    await this.page.evaluate(([fileName, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text!], fileName!, { type: "text/plain" }));
      document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
    }, [name, content]);
  }
}
