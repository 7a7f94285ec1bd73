// An authenticator of the browser itself, as its developer tools have one (WebAuthn domain of the DevTools protocol).
import type { CDPSession, Page } from "playwright-core";

export class Authenticator {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  /** Gives the page one that knows its user. */
  static async on(page: Page): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return new Authenticator(session, authenticatorId);
  }

  /** Whether it recognises the finger, face or PIN from now on. */
  async verifies(isUserVerified: boolean): Promise<void> {
    await this.#session.send("WebAuthn.setUserVerified", { authenticatorId: this.#id, isUserVerified });
  }

  /** The passkeys that it has. */
  async passkeys(): Promise<Awaited<ReturnType<CDPSession["send"]>>[]> {
    return (await this.#session.send("WebAuthn.getCredentials", { authenticatorId: this.#id })).credentials as never;
  }

  /** Gives another page's authenticator the same passkeys, with the counter set back: a copy of before. */
  async copyTo(other: Authenticator): Promise<void> {
    for (const credential of (await this.#session.send("WebAuthn.getCredentials", { authenticatorId: this.#id })).credentials) {
      await other.#session.send("WebAuthn.addCredential", { authenticatorId: other.#id, credential: { ...credential, signCount: 0 } });
    }
  }
}
