// Firefox ESR over WebDriver BiDi, with the extension as a temporary add-on.
import { chmod, mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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

  /** distribution is a folder with policies.json, in the place of the browser's own; the policy installs what it names. */
  static async launch(sitesPort: number, addon?: Addon, distribution?: string): Promise<Firefox> {
    const proxy = await Proxy.start(sitesPort);
    const home = tempFolder("firefox");
    if (addon) await manage(home, addon);
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: distribution ? await withDistribution(distribution) : await findTool("firefox"),
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
        // Nobody has signed what this run has made, and its web server speaks http; ESR lets an organisation go without both.
        ...(distribution ? { "xpinstall.signatures.required": false, "extensions.checkUpdateSecurity": false, "extensions.install.requireSecureOrigin": false } : {}),
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

// In a mount namespace of its own the browser sees our folder where its own is.
async function withDistribution(folder: string): Promise<string> {
  const launcher = join(folder, "firefox");
  const own = join(dirname(await realpath(await findTool("firefox"))), "distribution");
  await writeFile(launcher, `#!/bin/sh\nexec unshare -m sh -c 'mount --bind "$0" "$1" && shift && exec "$@"' '${folder}' '${own}' '${await findTool("firefox")}' "$@"\n`);
  await chmod(launcher, 0o755);
  return launcher;
}
