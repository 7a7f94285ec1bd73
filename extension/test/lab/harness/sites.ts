// A local TLS server that plays the chat sites under their own names and records what reaches it.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { selfSigned } from "./certificate.ts";
import { listen, closeServer } from "./net.ts";
import { acceptSocket } from "./frames.ts";
import { Recording } from "./recording.ts";

/** The names the server answers to. Everything else resolves to nothing in the browsers of the lab. */
export const HOSTS = ["chatgpt.com", "files.oaiusercontent.com", "claude.ai"] as const;

const folder = fileURLToPath(new URL("../sites/", import.meta.url));
const PAGES: Record<string, string> = { "chatgpt.com": "chatgpt", "claude.ai": "claude" };

const WORKERS = ["worker.js", "shared.js", "vectors-sw.js"];

// As strict as the real ones: no inline script, no foreign connection but the upload store.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' https://files.oaiusercontent.com",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types ProseMirrorClipboard",
].join("; ");

export class Sites {
  readonly received = new Recording();
  readonly #server: Server;
  readonly #scripts: Map<string, string>;
  #uploads = 0;

  private constructor(scripts: Map<string, string>) {
    this.#scripts = scripts;
    this.#server = createServer(selfSigned(HOSTS), (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    this.#server.on("upgrade", (request, stream) => {
      const host = (request.headers.host ?? "").replace(/:\d+$/, "");
      acceptSocket(request, stream, (body) => this.received.add({ host, method: "WS", path: request.url ?? "", body }));
    });
  }

  static async start(): Promise<Sites> {
    const sites = new Sites(await bundle());
    await listen(sites.#server);
    return sites;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const path = request.url ?? "/";
    const body = await readBody(request);
    const page = request.method === "GET" && (this.#vectors(path, response) || this.#page(host, path, response));
    if (!page) {
      this.received.add({ host, method: request.method ?? "", path, body });
      this.#answer(host, request.method ?? "", path, body, response);
    }
  }

  // The page that runs the vectors of the bypass matrix, and its workers.
  #vectors(path: string, response: ServerResponse): boolean {
    const name = path.replace("/assets/", "/").slice(1);
    const [type, content] = {
      "vectors": ["text/html", "<!doctype html><meta charset=utf-8><title>Vectors</title><body><textarea></textarea><script src=/assets/vectors.js></script>"],
      "elsewhere": ["text/html", "<!doctype html><title>Elsewhere</title>"],
      "vectors.js": ["text/javascript", this.#scripts.get("page")],
      ...Object.fromEntries(WORKERS.map((file) => [file, ["text/javascript", readFileSync(folder + file)]])),
    }[name] ?? [];
    if (type === undefined) return false;
    response.setHeader("Content-Type", `${type}; charset=utf-8`);
    response.end(content);
    return true;
  }

  // Pages and their scripts carry nothing of the user: they are not recorded, unless the query could.
  #page(host: string, path: string, response: ServerResponse): boolean {
    const page = PAGES[host];
    if (page === undefined || path.includes("q=")) return false;
    const file = path === "/" || path.startsWith("/?") ? "page.html" : path.replace("/assets/", "");
    const type = { "page.html": "text/html", "style.css": "text/css", "site.js": "text/javascript" }[file];
    if (type === undefined) return false;
    response.setHeader("Content-Type", `${type}; charset=utf-8`);
    // The other editors make markup from text by themselves.
    response.setHeader("Content-Security-Policy", path.includes("editor=") ? POLICY.replace(/require-trusted-types-for.*/, "") : POLICY);
    response.end(file === "site.js" ? this.#scripts.get(page) : readFileSync(folder + file));
    return true;
  }

  #answer(host: string, method: string, path: string, body: Buffer, response: ServerResponse): void {
    if (path === "/moved") {
      response.writeHead(307, { Location: "/ask-here" }).end();
    } else if (host === "files.oaiusercontent.com") {
      // A store of its own origin: the browser asks first (CORS), then puts the bytes.
      response.setHeader("Access-Control-Allow-Origin", "https://chatgpt.com");
      response.setHeader("Access-Control-Allow-Methods", "PUT, PATCH");
      response.setHeader("Access-Control-Allow-Headers", "*");
      response.writeHead(method === "OPTIONS" ? 204 : 201).end();
    } else if (/\/(f\/conversation|completion)$/.test(path)) {
      streamAnswer(response, path.endsWith("completion"), body.toString("utf8"));
    } else if (path.endsWith("/backend-api/files")) {
      const id = `file-lab${++this.#uploads}`;
      json(response, { status: "success", file_id: id, upload_url: `https://files.oaiusercontent.com/${id}/raw?sig=lab` });
    } else if (path.endsWith("/f/conversation/prepare")) {
      json(response, { status: "ok", conduit_token: "lab" });
    } else {
      json(response, { status: "success", file_uuid: `lab${++this.#uploads}`, completions: [] });
    }
  }
}

function json(response: ServerResponse, body: unknown): void {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(body));
}

/** Answers as a stream of server-sent events, a few words apart, in the site's own framing. */
function streamAnswer(response: ServerResponse, claude: boolean, prompt: string): void {
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache" });
  // Who was replaced is addressed, in pieces as they come, and mangled as models do.
  const person = prompt.includes("[PERSOON_1]") ? ["Beste [PERS", "OON_", "1], ", "u bent **PERSOON", " 1**. "] : [];
  const words = [...person, "Dat ", "is ", "een ", "goede ", "vraag."];
  const timer = setInterval(() => {
    const word = words.shift();
    if (word === undefined) {
      clearInterval(timer);
      response.end(claude ? 'event: message_stop\ndata: {"type":"message_stop"}\n\n' : "data: [DONE]\n\n");
    } else if (claude) {
      response.write(`event: completion\ndata: ${JSON.stringify({ type: "completion", completion: word })}\n\n`);
    } else {
      response.write(`event: delta\ndata: ${JSON.stringify({ v: word })}\n\n`);
    }
  }, 10);
  response.on("close", () => clearInterval(timer));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    entryPoints: [...Object.values(PAGES).map((name) => `${folder}${name}.ts`), `${folder}../bypass/page.ts`],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    outdir: folder,
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  return new Map(result.outputFiles.map((file) => [file.path.replace(/^.*\//, "").replace(".js", ""), file.text]));
}
