// The stage with a Firefox ESR in which the extension is installed and managed by the organisation.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { makePackage } from "./extension.ts";
import { Firefox } from "./firefox.ts";
import { FirefoxScreen } from "./firefox-screen.ts";
import { Stage } from "./stage.ts";
import { until } from "./wait.ts";

export class FirefoxLab {
  readonly stage: Stage;
  readonly browser: Firefox;
  readonly #pages: Page[] = [];

  private constructor(stage: Stage, browser: Firefox) {
    this.stage = stage;
    this.browser = browser;
  }

  static async start(): Promise<FirefoxLab> {
    const stage = await Stage.start();
    return stage.orClose(async () => {
      const folder = await makePackage(stage.front.origin, "firefox");
      const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as { browser_specific_settings: { gecko: { id: string } } };
      const managed = { apiOrigin: stage.front.origin, enrolmentKey: await stage.server.enrolmentKey() };
      const browser = await Firefox.launch(stage.sites.port, { folder, id: manifest.browser_specific_settings.gecko.id, managed });
      const enrolled = until("the extension to enrol itself", () => stage.front.asked.includes("/api/v1/ext/token"), 15_000);
      return enrolled.then(() => new FirefoxLab(stage, browser)).catch(async (error: unknown) => {
        await browser.close();
        throw error;
      });
    });
  }

  async #page(): Promise<Page> {
    const page = await this.browser.page();
    this.#pages.push(page);
    return page;
  }

  /** Opens ChatGPT, with another editor in it if one is named, types the text and presses Enter. */
  async send(text: string, editor?: string): Promise<FirefoxScreen> {
    const page = await this.#page();
    await page.goto(`https://chatgpt.com/${editor ? `?editor=${editor}` : ""}`);
    await page.locator("#prompt-textarea").click();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    return new FirefoxScreen(this.browser.browser, page);
  }

  async closePages(): Promise<void> {
    for (const page of this.#pages.splice(0)) await page.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stage.close();
  }
}
