// Sees a page as a screen reader does. The notice of the extension lives in a closed shadow root,
// which page scripts and ordinary selectors cannot enter; the accessibility tree shows it all the same,
// so each case also proves that the notices can be read and operated without sight.
import type { CDPSession, Page } from "playwright-core";
import { until } from "./wait.ts";

interface Node {
  nodeId: string;
  role: string;
  name: string;
  ignored: boolean;
  backendId: number;
  children: string[];
  /** How a change in it is read out: "polite", "assertive". */
  live: string;
}

/** A part of the page that is read out by itself. */
export interface Spoken {
  role: string;
  live: string;
  text: string;
  /** Another number is another element: its text is read out anew. */
  id: number;
}

export class Screen {
  readonly #page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  static async of(page: Page): Promise<Screen> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Accessibility.enable");
    await cdp.send("DOM.enable");
    return new Screen(page, cdp);
  }

  /** Waits for an element by role and accessible name, and clicks in its middle as a mouse does. */
  async click(role: string, name: RegExp): Promise<void> {
    const node = await this.find(role, name);
    await this.#cdp.send("DOM.scrollIntoViewIfNeeded", { backendNodeId: node.backendId });
    const { model } = await this.#cdp.send("DOM.getBoxModel", { backendNodeId: node.backendId });
    const [left, top, right, , , bottom] = model.border as [number, number, number, number, number, number];
    await this.#page.mouse.click((left + right) / 2, (top + bottom) / 2);
  }

  find(role: string, name: RegExp): Promise<Node> {
    return until(`${role} ${name}`, async () => (await this.#tree()).find((node) => node.role === role && name.test(node.name)));
  }

  async has(role: string, name: RegExp): Promise<boolean> {
    return (await this.#tree()).some((node) => node.role === role && name.test(node.name));
  }

  /** Waits for the dialog and returns all its text, in reading order. */
  async notice(): Promise<string> {
    return this.#textOf(await this.find("dialog", /./));
  }

  /** Waits for a bar whose text matches, and returns that text. */
  async bar(text: RegExp): Promise<string> {
    return until(`a bar with ${text}`, async () => {
      for (const node of await this.#tree()) {
        if (node.role !== "alert" && node.role !== "status") continue;
        const shown = await this.#textOf(node);
        if (text.test(shown)) return shown;
      }
      return undefined;
    });
  }

  /** What is read out by itself now. */
  async spoken(): Promise<Spoken[]> {
    const nodes = (await this.#tree()).filter((node) => node.role === "alert" || node.role === "status");
    return Promise.all(nodes.map(async ({ role, live, backendId: id, ...node }) => ({ role, live, id, text: await this.#textOf({ role, live, backendId: id, ...node }) })));
  }

  /** The seconds that a bar shows to the eye, and to no screen reader. */
  async seconds(): Promise<number | undefined> {
    const { nodes } = await this.#cdp.send("DOM.getFlattenedDocument", { depth: -1, pierce: true });
    const count = nodes.find((node) => node.attributes?.join(" ").includes("class count"));
    const shown = nodes.find((node) => node.parentId !== undefined && node.parentId === count?.nodeId)?.nodeValue;
    return shown === undefined ? undefined : Number(/^(\d) s$/.exec(shown)?.[1]);
  }

  async #textOf(top: Node): Promise<string> {
    const nodes = new Map((await this.#tree()).map((node) => [node.nodeId, node]));
    const read = (id: string): string[] => {
      const node = nodes.get(id);
      if (!node) return [];
      if (node.role === "StaticText") return [node.name];
      return node.children.flatMap(read);
    };
    return read(top.nodeId).join(" ");
  }

  async noticeGone(): Promise<void> {
    await until("the notice to close", async () => !(await this.has("dialog", /./)));
  }

  async #tree(): Promise<Node[]> {
    const { nodes } = await this.#cdp.send("Accessibility.getFullAXTree");
    return nodes
      .filter((node) => node.backendDOMNodeId !== undefined)
      .map((node) => ({
        nodeId: node.nodeId,
        role: String(node.role?.value ?? ""),
        name: String(node.name?.value ?? ""),
        ignored: node.ignored,
        backendId: node.backendDOMNodeId!,
        children: node.childIds ?? [],
        live: String(node.properties?.find((property) => property.name === "live")?.value.value ?? ""),
      }));
  }
}
