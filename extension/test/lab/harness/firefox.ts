// Firefox ESR over WebDriver BiDi, with the extension as a temporary add-on.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { findTool } from "./process.ts";
import { Proxy } from "./proxy.ts";
import { tempFolder } from "./temp.ts";

export interface Addon {
  folder: string;
  id: string;
  /** Settings of the organisation, as `storage.managed` gives them. */
  managed: Record<string, unknown>;
}

export class Firefox {
  readonly browser: Browser;
  readonly #proxy: Proxy;

  private constructor(browser: Browser, proxy: Proxy) {
    this.browser = browser;
    this.#proxy = proxy;
  }

  static async launch(sitesPort: number, addon?: Addon): Promise<Firefox> {
    const proxy = await Proxy.start(sitesPort);
    const home = tempFolder("firefox");
    if (addon) await manage(home, addon);
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: await findTool("firefox"),
      headless: true,
      acceptInsecureCerts: true,
      env: { ...process.env, HOME: home },
      extraPrefsFirefox: {
        "network.proxy.type": 1,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": proxy.port,
        "network.stricttransportsecurity.preloadlist": false,
        "security.cert_pinning.enforcement_level": 0,
        "intl.accept_languages": "nl-NL,nl",
      },
    });
    if (addon) await browser.installExtension(addon.folder);
    return new Firefox(browser, proxy);
  }

  page(): Promise<Page> {
    return this.browser.newPage();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#proxy.close();
  }
}

// A storage manifest in the home folder: Firefox's way to manage one add-on for one user.
async function manage(home: string, { id, managed }: Addon): Promise<void> {
  const folder = join(home, ".mozilla", "managed-storage");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${id}.json`), JSON.stringify({ name: id, description: "Dijkwacht lab", type: "storage", data: managed }));
}
