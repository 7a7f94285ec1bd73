// A Chromium as an organisation sets it up: the signed package comes from a web server of its own, by a policy of a private policy folder.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
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

export class ManagedChromium {
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly #store: Server;
  /** What browsers took from the organisation's web server, by path. */
  readonly fetched: readonly string[];
  /** Puts another version on the organisation's web server. */
  readonly publish: (version: string) => Promise<unknown>;

  private constructor(context: BrowserContext, extensionId: string, store: Server, fetched: readonly string[], publish: (version: string) => Promise<unknown>) {
    this.context = context;
    this.extensionId = extensionId;
    this.#store = store;
    this.fetched = fetched;
    this.publish = publish;
  }

  static async launch({ apiOrigin, sitesPort, settings }: ManagedOptions): Promise<ManagedChromium> {
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
    return new ManagedChromium(await start(policies, sitesPort), id, store, fetched, publish);
  }

  async close(): Promise<void> {
    await this.context.close();
    await closeServer(this.#store);
  }
}

// The policy folder of the system is read-only to us; in a mount namespace of its own the browser sees ours in its place.
async function start(policies: string, sitesPort: number): Promise<BrowserContext> {
  const launcher = join(policies, "chromium");
  await writeFile(launcher, `#!/bin/sh\nexec unshare -m sh -c 'mount --bind "$0" /etc/chromium && exec "$@"' '${policies}' '${await findTool("chromium")}' "$@"\n`);
  await chmod(launcher, 0o755);
  const hosts = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${sitesPort}`).join(",");
  return chromium.launchPersistentContext(tempFolder("managed"), {
    executablePath: launcher,
    headless: true,
    chromiumSandbox: false,
    locale: "nl-NL",
    viewport: { width: 1100, height: 760 },
    ignoreDefaultArgs: ["--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-component-extensions-with-background-pages"],
    args: [`--host-resolver-rules=${hosts},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1,EXCLUDE localhost`, "--ignore-certificate-errors", "--disable-quic", "--disable-features=WebRtcHideLocalIpsWithMdns", "--no-first-run"],
  });
}
