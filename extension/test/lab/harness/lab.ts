// The stage with a Chromium in which the extension is installed and enrolled.
import type { Page } from "playwright-core";
import { Chat, type Site } from "./chat.ts";
import { Chromium } from "./chromium.ts";
import type { PolicyChange } from "./dijkwacht.ts";
import { makePackage } from "./extension.ts";
import { Stage } from "./stage.ts";

export interface LabOptions {
  language?: "nl" | "en";
  /** Leave the extension as it is after installation, without a key. */
  enrolled?: boolean;
  policy?: PolicyChange;
  /** As Chromium's option. */
  blocking?: boolean;
}

export class Lab {
  readonly stage: Stage;
  readonly browser: Chromium;
  /** The folder of the unpacked extension. */
  readonly extension: string;

  private constructor(stage: Stage, browser: Chromium, extension: string) {
    this.stage = stage;
    this.browser = browser;
    this.extension = extension;
  }

  static async start(options: LabOptions = {}): Promise<Lab> {
    const stage = await Stage.start(options.policy);
    return stage.orClose(async () => {
      const extension = await makePackage(stage.front.origin, "chromium");
      const browser = await Chromium.launch({ sitesPort: stage.sites.port, extension, language: options.language ?? "nl", blocking: options.blocking ?? true });
      const lab = new Lab(stage, browser, extension);
      if (options.enrolled ?? true) await lab.enrol();
      return lab;
    });
  }

  /** Enrols the extension as an administrator does by hand: with a key, on its options page. */
  async enrol(): Promise<void> {
    const page = await this.options();
    await page.getByLabel(/sleutel|key/i).fill(await this.stage.server.enrolmentKey());
    await page.getByRole("button", { name: /aanmelden|enrol/i }).click();
    await page.getByText(/● (bewaakt|guarded)/i).waitFor();
    await page.close();
  }

  async options(): Promise<Page> {
    const page = await this.browser.page();
    await page.goto(`chrome-extension://${this.browser.extensionId}/options.html`);
    return page;
  }

  /** A page of the extension: "popup", "overview". */
  async own(name: string): Promise<Page> {
    const page = await this.browser.page();
    await page.goto(`chrome-extension://${this.browser.extensionId}/${name}.html`);
    return page;
  }

  async chat(site: Site = "chatgpt"): Promise<Chat> {
    return Chat.open(await this.browser.page(), site);
  }

  /** After each case: only the first, empty page is left. */
  async closePages(): Promise<void> {
    for (const page of this.browser.context.pages().slice(1)) await page.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stage.close();
  }
}
