// Stands between the extension and the real server, and fails in the ways that networks, proxies and
// servers do. The extension only ever knows the address of the front.
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { closeServer, freePort, listen } from "./net.ts";

/** How the front treats a request. */
export type Mode = "pass" | "json500" | "empty" | "html" | "unavailable" | "wrongAction" | "tooMany" | "unauthorised" | "reset" | "hang";

const CANNED: Record<Exclude<Mode, "pass" | "hang" | "reset">, { status: number; type: string; body: string }> = {
  // The body says what a careless client would like to hear.
  json500: { status: 500, type: "application/json", body: '{"action":"allow","decision_id":"dec_lab","findings":[]}' },
  empty: { status: 200, type: "application/json", body: "{}" },
  html: { status: 200, type: "text/html", body: "<!doctype html><title>Aanmelden bij het netwerk</title>" },
  wrongAction: { status: 200, type: "application/json", body: '{"action":"probably","decision_id":"dec_lab","findings":[]}' },
  unavailable: { status: 503, type: "application/problem+json", body: '{"type":"about:blank","title":"Service Unavailable","status":503,"code":"register.unavailable"}' },
  tooMany: { status: 429, type: "application/problem+json", body: '{"type":"about:blank","title":"Too Many Requests","status":429,"code":"ratelimit.exceeded"}' },
  unauthorised: { status: 401, type: "application/problem+json", body: '{"type":"about:blank","title":"Unauthorized","status":401,"code":"auth.token_expired"}' },
};

export class Front {
  mode: Mode = "pass";
  /** How long a question about a text waits before it is passed on. */
  delayMs = 0;
  /** Paths that were asked, for the cases that count. */
  readonly asked: string[] = [];
  /** What the front answers itself, by path; what was sent there is in `taken`. */
  readonly canned = new Map<string, { status: number; body: object }>();
  readonly taken: string[] = [];
  /** What the real server answered, as path and status. */
  readonly answered: string[] = [];
  readonly #target: number;
  #server: Server | undefined;
  #port = 0;

  constructor(targetPort: number) {
    this.#target = targetPort;
  }

  /** Opens the door, the first time on a free port and then on the same one. */
  async open(): Promise<void> {
    if (this.#server) return;
    this.#port ||= await freePort();
    this.#server = createServer((request, response) => this.#handle(request, response));
    await listen(this.#server, this.#port);
  }

  /** Refuses connections until `open`. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server) await closeServer(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    this.asked.push(request.url ?? "");
    const canned = this.canned.get(request.url ?? "");
    if (canned) {
      request.setEncoding("utf8").on("data", (text: string) => this.taken.push(text));
      response.writeHead(canned.status, { "Content-Type": "application/json" }).end(JSON.stringify(canned.body));
      return;
    }
    if (this.mode === "pass") {
      setTimeout(() => this.#pass(request, response), request.url?.endsWith("/inspect/text") ? this.delayMs : 0);
      return;
    }
    request.resume();
    if (this.mode === "reset") {
      request.socket.destroy();
    } else if (this.mode !== "hang") {
      const { status, type, body } = CANNED[this.mode];
      response.writeHead(status, { "Content-Type": type }).end(body);
    }
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, url: path, headers } = request;
    const onward = forward({ host: "127.0.0.1", port: this.#target, method, path, headers }, (answer) => {
      this.answered.push(`${path} ${answer.statusCode}`);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => request.socket.destroy());
    request.pipe(onward);
  }
}
