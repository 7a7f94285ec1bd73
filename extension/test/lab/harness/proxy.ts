// A CONNECT proxy for the browser that cannot map host names to a port: the chat sites lead to the lab,
// every other name is refused.
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { closeServer, listen } from "./net.ts";
import { HOSTS } from "./sites.ts";

export class Proxy {
  readonly #server: Server;
  readonly #tunnels = new Set<Duplex>();

  private constructor(sitesPort: number) {
    this.#server = createServer((_, response) => response.writeHead(403).end());
    this.#server.on("connect", (request, client, head) => {
      const host = (request.url ?? "").replace(/:\d+$/, "");
      if (!HOSTS.some((known) => known === host)) {
        client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        return;
      }
      const upstream = connect(sitesPort, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      for (const [one, other] of [[client, upstream], [upstream, client]] as const) {
        this.#tunnels.add(one);
        one.on("close", () => {
          this.#tunnels.delete(one);
          other.destroy();
        });
        one.on("error", () => other.destroy());
      }
    });
  }

  static async start(sitesPort: number): Promise<Proxy> {
    const proxy = new Proxy(sitesPort);
    await listen(proxy.#server);
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  close(): Promise<void> {
    for (const tunnel of this.#tunnels) tunnel.destroy(); // the server has handed them over and does not close them
    return closeServer(this.#server);
  }
}
