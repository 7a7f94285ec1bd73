// Debian's Chromium with one unpacked extension, in which the chat sites resolve to the lab and every
// other name to nothing.
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { findTool } from "./process.ts";
import { HOSTS } from "./sites.ts";
import { unpackedId } from "./extension.ts";
import { tempFolder } from "./temp.ts";
import { until } from "./wait.ts";

export interface ChromiumOptions {
  /** The profile of a browser that was closed: it opens what was open. */
  profile?: string;
  sitesPort: number;
  /** Folder of the unpacked extension; none for a browser without a guard. */
  extension?: string;
  language?: "nl" | "en";
  /** Whether the extension may stop requests on the network, as one that policy installed may. */
  blocking?: boolean;
}

export class Chromium {
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly profile: string;

  private constructor(context: BrowserContext, profile: string, extensionId: string) {
    this.context = context;
    this.profile = profile;
    this.extensionId = extensionId;
  }

  static async launch(options: ChromiumOptions): Promise<Chromium> {
    const profile = options.profile ?? tempFolder("chromium");
    const language = options.language ?? "nl";
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: await findTool("chromium"),
      headless: true,
      chromiumSandbox: false, // the sandbox refuses root
      locale: language === "nl" ? "nl-NL" : "en-GB",
      viewport: { width: 1100, height: 760 },
      permissions: ["clipboard-read", "clipboard-write", "background-sync"],
      args: [...network(options.sitesPort), ...extensionArguments(options.extension, options.blocking ?? true), ...(options.profile ? ["--restore-last-session"] : [])],
    });
    if (options.extension) await workerSpeaks(context, language);
    return new Chromium(context, profile, options.extension ? unpackedId(options.extension) : "");
  }

  page(): Promise<Page> {
    return this.context.newPage();
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

// Playwright tells the worker of the extension the language of the context a moment after it has started.
async function workerSpeaks(context: BrowserContext, language: string): Promise<void> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  await until(`the extension to speak ${language}`, async () => (await worker.evaluate(() => navigator.language)).startsWith(language));
}

function network(port: number): string[] {
  const hosts = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${port}`).join(",");
  return [
    `--host-resolver-rules=${hosts},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1,EXCLUDE localhost`,
    "--ignore-certificate-errors",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-features=WebRtcHideLocalIpsWithMdns", // no name service here
    "--no-first-run",
  ];
}

function extensionArguments(folder: string | undefined, blocking: boolean): string[] {
  if (folder === undefined) return [];
  const load = [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
  // The allow-list gives an unpacked extension what a policy-installed one has: webRequestBlocking.
  return blocking ? [...load, `--allowlisted-extension-id=${unpackedId(folder)}`] : load;
}
