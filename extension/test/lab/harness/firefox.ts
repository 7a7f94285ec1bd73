// Firefox ESR over WebDriver BiDi, with the extension as a temporary add-on.
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { findTool } from "./process.ts";
import { Proxy } from "./proxy.ts";

/** The moz-extension:// id of the add-on, fixed so that its options page has an address. */
const INTERNAL_ID = "6f1d1c3e-7a52-4a0e-9b61-d1c3e7a52a0e";

export class Firefox {
  readonly browser: Browser;
  readonly #proxy: Proxy;

  private constructor(browser: Browser, proxy: Proxy) {
    this.browser = browser;
    this.#proxy = proxy;
  }

  static async launch(sitesPort: number, addon: { folder: string; id: string } | undefined): Promise<Firefox> {
    const proxy = await Proxy.start(sitesPort);
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: await findTool("firefox"),
      headless: true,
      acceptInsecureCerts: true,
      extraPrefsFirefox: {
        "network.proxy.type": 1,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy.port,
        "network.stricttransportsecurity.preloadlist": false,
        "security.cert_pinning.enforcement_level": 0,
        "intl.accept_languages": "nl-NL,nl",
        "extensions.webextensions.uuids": JSON.stringify(addon ? { [addon.id]: INTERNAL_ID } : {}),
      },
    });
    const firefox = new Firefox(browser, proxy);
    if (addon) await browser.installExtension(addon.folder);
    return firefox;
  }

  extensionPage(path: string): string {
    return `moz-extension://${INTERNAL_ID}/${path}`;
  }

  page(): Promise<Page> {
    return this.browser.newPage();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#proxy.close();
  }
}
