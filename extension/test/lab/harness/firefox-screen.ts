// Reads and operates the notice in Firefox. Its closed shadow root is out of reach for page scripts and
// selectors; WebDriver BiDi serialises it on request (`includeShadowTree`), and gives a handle to it.
import type { Browser, Page } from "puppeteer-core";
import { until } from "./wait.ts";

interface Bidi {
  send(method: string, parameters: object): Promise<{ result: { result: RemoteValue } }>;
}

interface RemoteValue {
  type: string;
  value?: unknown;
  sharedId?: string;
}

interface RemoteNode extends RemoteValue {
  value?: { children?: RemoteNode[]; shadowRoot?: RemoteNode | null };
}

export class FirefoxScreen {
  readonly #page: Page;
  readonly #bidi: Bidi;

  constructor(browser: Browser, page: Page) {
    this.#page = page;
    // puppeteer-core has no public way to send a BiDi command; this is the object it uses itself.
    this.#bidi = (browser as unknown as { connection: Bidi }).connection;
  }

  /** Waits for a dialog or a bar and returns its text. */
  notice(): Promise<string> {
    return until("the notice", async () => (await this.#inNotice("(root) => root.querySelector('dialog, [role=alert], [role=status]')?.textContent ?? ''")) as string | undefined);
  }

  /** What the site's own editor would send now. */
  editorHolds(): Promise<string> {
    return this.#page.evaluate(() => (window as unknown as { editorHolds(): string }).editorHolds());
  }

  /** Waits for a button of the notice whose text holds the word, and clicks in its middle. */
  async click(word: string): Promise<void> {
    const find = `(root) => {
      const button = [...root.querySelectorAll("button")].find((b) => b.textContent.includes(${JSON.stringify(word)}));
      if (!button) return "";
      button.scrollIntoView({ block: "nearest" });
      const { x, y, width, height } = button.getBoundingClientRect();
      return width > 0 ? [x + width / 2, y + height / 2].join(" ") : "";
    }`;
    const middle = await until(`button ${word}`, async () => (await this.#inNotice(find)) as string | undefined);
    const [x, y] = middle.split(" ").map(Number) as [number, number];
    await this.#page.mouse.click(x, y);
  }

  async #inNotice(functionDeclaration: string): Promise<unknown> {
    for (const root of await this.#closedRoots()) {
      const { result } = await this.#bidi.send("script.callFunction", {
        functionDeclaration,
        arguments: [{ sharedId: root }],
        target: this.#target(),
        awaitPromise: false,
      });
      if (result.result.value) return result.result.value;
    }
    return undefined;
  }

  async #closedRoots(): Promise<string[]> {
    const { result } = await this.#bidi.send("script.evaluate", {
      expression: "document.documentElement",
      target: this.#target(),
      awaitPromise: false,
      serializationOptions: { includeShadowTree: "all", maxDomDepth: 3 },
    });
    const roots: string[] = [];
    const walk = (node: RemoteNode): void => {
      if (node.value?.shadowRoot?.sharedId) roots.push(node.value.shadowRoot.sharedId);
      for (const child of node.value?.children ?? []) walk(child);
    };
    walk(result.result as RemoteNode);
    return roots;
  }

  #target(): object {
    return { context: (this.#page.mainFrame() as unknown as { _id: string })._id };
  }
}
