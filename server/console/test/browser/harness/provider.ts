// A real OpenID provider on loopback, with a sign-in page of one field.
import { freePort, Program, ROOT, until } from "./process.ts";

export interface Account {
  email: string;
  email_verified: boolean;
  name: string;
  groups: string[];
  amr: string[];
}

export class Provider {
  readonly clientId = "dijkwacht";
  readonly clientSecret = "geheim-van-de-client-0123456789";

  private constructor(readonly issuer: string, readonly port: number, private program: Program | undefined) {}

  /** A provider that sends people back to the service at the address. */
  static async start(service: string): Promise<Provider> {
    const port = await freePort();
    const provider = new Provider(`http://127.0.0.1:${port}`, port, undefined);
    provider.program = new Program(process.execPath, [`${ROOT}internal/testenv/oidc/provider.mjs`, String(port), provider.clientId, provider.clientSecret, service], {});
    await until("the provider to be ready", async () => (await fetch(`${provider.issuer}/.well-known/openid-configuration`).catch(() => undefined))?.ok, 30_000);
    return provider;
  }

  /** Adds or changes people, by their login. */
  async put(accounts: Record<string, Account>): Promise<void> {
    await fetch(`${this.issuer}/test/accounts`, { method: "POST", body: JSON.stringify(accounts) });
  }

  stop(): Promise<void> {
    return this.program?.stop() ?? Promise.resolve();
  }
}
