// Every byte that a site received, and the questions the cases ask of it.

export interface ReceivedRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string; // with the query
  readonly body: Buffer;
}

export class Recording {
  readonly requests: ReceivedRequest[] = [];

  add(request: ReceivedRequest): void {
    this.requests.push(request);
  }

  clear(): void {
    this.requests.length = 0;
  }

  /** The requests whose path matches, in the order they arrived. */
  to(path: RegExp): ReceivedRequest[] {
    return this.requests.filter((request) => path.test(request.path));
  }

  /** Whether the text reached the sites in any request: plain, percent-encoded, base64, UTF-16 or JSON-escaped. */
  holds(text: string): boolean {
    return this.requests.some(({ path, body }) => {
      const latin = Buffer.concat([Buffer.from(path + "\n"), body]);
      return forms(text).some((form) => latin.includes(form));
    });
  }
}

function forms(text: string): Buffer[] {
  const utf8 = Buffer.from(text, "utf8");
  // A base64 text starts at one of three places in its group of three bytes; the middle is the same.
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8]).toString("base64").replace(/=+$/, "");
    return Buffer.from(encoded.slice(shift === 0 ? 0 : shift + 1, -1));
  });
  const escaped = JSON.stringify(text).slice(1, -1);
  const allEscaped = [...escaped].map((c) => (c > "\x7f" ? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}` : c)).join("");
  return [utf8, Buffer.from(text, "utf16le"), Buffer.from(encodeURIComponent(text)), Buffer.from(encodeURIComponent(text).replaceAll("%20", "+")), Buffer.from(escaped), Buffer.from(allEscaped), ...base64];
}
