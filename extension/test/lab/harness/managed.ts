// A Chromium as an organisation sets it up: the signed package comes from a web server of its own, by a policy of a private policy folder.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import puppeteer, { type Browser } from "puppeteer-core";
import { closeServer, listen } from "./net.ts";
import { findTool, ROOT, run } from "./process.ts";
import { HOSTS } from "./sites.ts";
import { tempFolder } from "./temp.ts";

export interface ManagedOptions {
  apiOrigin: string;
  sitesPort: number;
  /** Managed values beside apiOrigin. */
  settings: Record<string, unknown>;
}

/** What the organisation gives its machines: a web server with the package, and a policy that installs it. */
export class Organisation {
  readonly extensionId: string;
  /** The folder with the policy. */
  readonly policies: string;
  /** What browsers took from the web server, by path. */
  readonly fetched: readonly string[];
  /** Puts another version on the web server. */
  readonly publish: (version: string) => Promise<unknown>;
  readonly #store: Server;

  private constructor(extensionId: string, policies: string, store: Server, fetched: readonly string[], publish: (version: string) => Promise<unknown>) {
    this.extensionId = extensionId;
    this.policies = policies;
    this.#store = store;
    this.fetched = fetched;
    this.publish = publish;
  }

  static async open({ apiOrigin, settings }: ManagedOptions): Promise<Organisation> {
    const folder = tempFolder("store");
    const fetched: string[] = [];
    const store = createServer((request, response) => {
      const name = (request.url ?? "").replace(/\?.*/, "");
      fetched.push(name);
      readFile(join(folder, name)).then((file) => response.writeHead(200, { "Content-Type": name.endsWith(".crx") ? "application/x-chrome-extension" : "text/xml" }).end(file), () => response.writeHead(404).end());
    });
    await listen(store);
    const { port } = store.address() as { port: number };
    const publish = (version: string): Promise<unknown> => run("node", [
      `${ROOT}extension/build/build.mjs`, "--package", "--api-origin", apiOrigin, "--update-url", `http://127.0.0.1:${port}/`, "--key", join(folder, "key.pem"), "--version", version, "--out", folder,
    ]);
    await publish("0.1.0");
    // The policy that the package came with, with the settings of this case.
    const policy = JSON.parse(await readFile(join(folder, "policies/chromium-linux.json"), "utf8")) as { "3rdparty": { extensions: Record<string, object> } };
    const [id] = Object.keys(policy["3rdparty"].extensions) as [string];
    policy["3rdparty"].extensions[id] = { apiOrigin, ...settings };
    const policies = tempFolder("policies");
    await mkdir(join(policies, "policies/managed"), { recursive: true });
    await writeFile(join(policies, "policies/managed/dijkwacht.json"), JSON.stringify(policy));
    return new Organisation(id, policies, store, fetched, publish);
  }

  close(): Promise<void> {
    return closeServer(this.#store);
  }
}

export class ManagedChromium {
  readonly context: BrowserContext;
  readonly organisation: Organisation;

  private constructor(context: BrowserContext, organisation: Organisation) {
    this.context = context;
    this.organisation = organisation;
  }

  static async launch(options: ManagedOptions): Promise<ManagedChromium> {
    const organisation = await Organisation.open(options);
    const context = await chromium.launchPersistentContext(tempFolder("managed"), {
      executablePath: await launcher(organisation),
      headless: true,
      chromiumSandbox: false,
      locale: "nl-NL",
      viewport: { width: 1100, height: 760 },
      ignoreDefaultArgs: WITH_EXTENSIONS,
      args: network(options.sitesPort),
    });
    return new ManagedChromium(context, organisation);
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.organisation.close();
  }
}

/** The same browser under eyes that leave the worker of the extension alone, so that it sleeps as it does at people's. */
export class RestingChromium {
  readonly browser: Browser;
  readonly organisation: Organisation;

  private constructor(browser: Browser, organisation: Organisation) {
    this.browser = browser;
    this.organisation = organisation;
  }

  static async launch(options: ManagedOptions): Promise<RestingChromium> {
    const organisation = await Organisation.open(options);
    const browser = await puppeteer.launch({
      executablePath: await launcher(organisation),
      headless: true,
      userDataDir: tempFolder("resting"),
      defaultViewport: { width: 1100, height: 760 },
      ignoreDefaultArgs: [...WITH_EXTENSIONS, "--disable-client-side-phishing-detection"],
      args: ["--no-sandbox", "--lang=nl-NL", ...network(options.sitesPort)],
    });
    return new RestingChromium(browser, organisation);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.organisation.close();
  }
}

// What the drivers would switch off: extensions, and what installs and updates them.
const WITH_EXTENSIONS = ["--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-component-extensions-with-background-pages"];

function network(sitesPort: number): string[] {
  const hosts = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${sitesPort}`).join(",");
  return [`--host-resolver-rules=${hosts},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1,EXCLUDE localhost`, "--ignore-certificate-errors", "--disable-quic", "--disable-features=WebRtcHideLocalIpsWithMdns", "--no-first-run"];
}

// The policy folder of the system is read-only to us; in a mount namespace of its own the browser sees ours in its place.
async function launcher({ policies }: Organisation): Promise<string> {
  const file = join(policies, "chromium");
  await writeFile(file, `#!/bin/sh\nexec unshare -m sh -c 'mount --bind "$0" /etc/chromium && exec "$@"' '${policies}' '${await findTool("chromium")}' "$@"\n`);
  await chmod(file, 0o755);
  return file;
}
