// The ways in which a page can send a prompt, as data: each is a number, a row of the adversarial list of the design, and what a page would run. The same
// list is bundled into the page that runs them and read by the tests that judge what arrived.

/** Why a harmless text stays. again: not at the first try, but when the site tries again. */
export const REASONS = {
  again: "Chromium cannot wait on the network for the answer, and no script of the page speaks for this: the first request is stopped. When the answer is that it may leave, it leaves when the site tries again.",
  body: "Without the means to stop requests, rules shut the address; a door opens for an address or for what the page's own scripts send, and says nothing of a body that another sends.",
  gone: "The page is gone before the answer is there, and cannot try again.",
  unseen: "Refused by design: the frames of a socket that a worker opens cannot be seen, and what cannot be seen does not leave.",
  ours: "Refused by design: the browser sends it by itself, when it likes and without the page.",
  draft: "By design a draft leaves without its text, and is no attempt: it has no event.",
  aborted: "The page itself takes the request back before the answer is there.",
  waits: "A page that waits for the network (synchronous) cannot wait for us, and without the means to stop requests nobody else can look.",
} as const;
export type Reason = keyof typeof REASONS;

export interface Vector {
  readonly id: string;
  /** Row of the adversarial list. */
  readonly row: number;
  readonly title: string;
  /** Why a harmless text stays, by run or browser; elsewhere it arrives. */
  readonly stays?: Readonly<Record<string, Reason>>;
  /** Without an event: a draft is emptied. */
  readonly events?: 0;
  /** Does not work there even without a guard. */
  readonly absent?: readonly ("chromium" | "firefox")[];
  /** Runs in which the browser gives no means to hold it; it is in the register all the same. */
  readonly beyond?: readonly string[];
  run(text: string): unknown;
}

const PATH = "/backend-api/f/conversation";
const json = (text: string): string => JSON.stringify({ action: "next", messages: [{ author: { role: "user" }, content: { content_type: "text", parts: [text] } }] });
const JSON_TYPE = { "Content-Type": "application/json" };
const post = (text: string, more: RequestInit = {}): RequestInit => ({ method: "POST", headers: JSON_TYPE, body: json(text), ...more });
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(json(text)) as Uint8Array<ArrayBuffer>;
const here = (): string => location.origin + PATH;
const asked = (text: string): string => `${location.origin}/ask?q=${encodeURIComponent(text)}`;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const add = <K extends keyof HTMLElementTagNameMap>(tag: K, props: object = {}): HTMLElementTagNameMap[K] => {
  const node = Object.assign(document.createElement(tag), props);
  document.body.append(node);
  return node;
};
const socket = (): WebSocket => new WebSocket(`wss://${location.host}/ws`);
const opened = (ws: WebSocket): Promise<unknown> => new Promise((resolve) => (ws.onopen = resolve));
const xhr = (text: string, make: (x: XMLHttpRequest) => void = () => undefined, async = true): XMLHttpRequest => {
  const x = new XMLHttpRequest();
  x.open("POST", PATH, async);
  x.setRequestHeader("Content-Type", "application/json");
  make(x);
  x.send(json(text));
  return x;
};
const form = (text: string, props: object = {}, method = "post"): HTMLFormElement => {
  const made = add("form", { method, action: "/ask", ...props });
  made.append(Object.assign(document.createElement("input"), { name: "prompt", value: text }));
  return made;
};
const blank = (): Window & typeof globalThis => add("iframe").contentWindow as Window & typeof globalThis;
// What a worker runs; the address is whole because a blob has no base.
const WORKER = `onmessage = async ({ data }) => {
  const { how, url, text, socket } = data;
  if (how === "xhr") { const x = new XMLHttpRequest(); x.open("POST", url); x.setRequestHeader("Content-Type", "application/json"); x.send(text); }
  else if (how === "ws") { const s = new WebSocket(socket); s.onopen = () => s.send(text); }
  else if (how === "nested") { new Worker(URL.createObjectURL(new Blob(["onmessage=({data})=>fetch(data.url,{method:'POST',headers:{'Content-Type':'application/json'},body:data.text})"]))).postMessage(data); }
  else await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: text });
};`;
const order = (text: string, how = "fetch") => ({ how, url: here(), text: json(text), socket: `wss://${location.host}/ws` });
const blobWorker = (options?: WorkerOptions): Worker => new Worker(URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" })), options);
const serviceWorker = async (): Promise<ServiceWorker> => {
  const registration = await navigator.serviceWorker.register("/vectors-sw.js");
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  while (worker?.state !== "activated") await wait(20);
  return worker as ServiceWorker;
};

export const VECTORS: readonly Vector[] = [
  { id: "V01", row: 1, title: "fetch with a string", run: (t) => fetch(PATH, post(t)) },
  { id: "V02", row: 1, title: "fetch with a Request", run: (t) => fetch(new Request(PATH, post(t))) },
  { id: "V03", row: 1, title: "fetch with a cloned Request", run: (t) => { const r = new Request(PATH, post(t)); r.clone(); return fetch(r.clone()); } },
  { id: "V04", row: 1, title: "fetch with a Request made of a Request", run: (t) => fetch(new Request(new Request(PATH, post(t)), { credentials: "include" })) },
  { id: "V05", row: 1, title: "fetch with a Blob", run: (t) => fetch(PATH, post(t, { body: new Blob([json(t)], { type: "application/json" }) })) },
  { id: "V06", row: 1, title: "fetch with FormData", run: (t) => { const f = new FormData(); f.append("prompt", t); return fetch("/ask", { method: "POST", body: f }); } },
  { id: "V07", row: 1, title: "fetch with URLSearchParams", run: (t) => fetch("/ask", { method: "POST", body: new URLSearchParams({ prompt: t }) }) },
  { id: "V08", row: 1, title: "fetch with a typed array", run: (t) => fetch(PATH, post(t, { body: bytes(t) })) },
  { id: "V09", row: 1, title: "fetch with an ArrayBuffer", run: (t) => fetch(PATH, post(t, { body: bytes(t).buffer })) },
  { id: "V10", row: 1, title: "fetch with a stream", absent: ["chromium", "firefox"], run: (t) => fetch(PATH, { ...post(t, { body: new Blob([json(t)]).stream() }), duplex: "half" } as RequestInit) },
  { id: "V11", row: 1, title: "fetch with keepalive", run: (t) => fetch(PATH, post(t, { keepalive: true })) },
  { id: "V12", row: 1, title: "fetch of a Request whose address is a URL object", run: (t) => fetch(new URL(here()), post(t)) },
  { id: "V13", row: 2, title: "XMLHttpRequest", run: (t) => void xhr(t) },
  { id: "V14", row: 2, title: "XMLHttpRequest that waits (synchronous)", stays: { "chromium-store": "waits", chromium: "again" }, run: (t) => void xhr(t, undefined, false) },
  { id: "V15", row: 2, title: "XMLHttpRequest with responseType, timeout and upload progress", run: (t) => void xhr(t, (x) => { x.responseType = "json"; x.timeout = 5000; x.upload.onprogress = () => undefined; }) },
  { id: "V16", row: 2, title: "XMLHttpRequest, aborted while it is held", stays: { chromium: "aborted", firefox: "aborted" }, run: async (t) => { const x = xhr(t); await wait(5); x.abort(); } },
  { id: "V17", row: 2, title: "XMLHttpRequest, sent again after a refusal", run: async (t) => { xhr(t); await wait(300); xhr(t); } },
  { id: "V18", row: 3, title: "sendBeacon with a string", run: (t) => navigator.sendBeacon("/ask", t) },
  { id: "V19", row: 3, title: "sendBeacon with a Blob", run: (t) => navigator.sendBeacon("/ask", new Blob([json(t)], { type: "text/plain" })) },
  { id: "V20", row: 3, title: "sendBeacon when the page goes away: it is gone before it can be asked", stays: { chromium: "gone" }, run: (t) => { addEventListener("pagehide", () => navigator.sendBeacon("/ask", t)); location.href = "/elsewhere"; } },
  { id: "V21", row: 4, title: "WebSocket, a text frame", run: async (t) => { const s = socket(); await opened(s); s.send(json(t)); } },
  { id: "V22", row: 4, title: "WebSocket, a binary frame", run: async (t) => { const s = socket(); await opened(s); s.send(bytes(t)); } },
  { id: "V23", row: 4, title: "WebSocket, a Blob behind other frames", run: async (t) => { const s = socket(); await opened(s); s.send("ping"); s.send(new Blob([json(t)])); s.send("ping"); } },
  { id: "V24", row: 4, title: "WebSocket of a frame that opens it at once", run: (t) => add("iframe", { srcdoc: `<script>s=new WebSocket("wss://"+parent.location.host+"/ws");s.onopen=()=>s.send(${JSON.stringify(json(t)).replaceAll("</", "<\\/")})</script>` }) },
  { id: "V25", row: 5, title: "EventSource", run: (t) => new EventSource(asked(t)) },
  { id: "V26", row: 5, title: "an image", run: (t) => add("img", { src: asked(t) }) },
  { id: "V27", row: 5, title: "link rel=prefetch", run: (t) => add("link", { rel: "prefetch", href: asked(t) }) },
  { id: "V28", row: 5, title: "the ping of a link", stays: { "chromium-store": "body", chromium: "again" }, absent: ["firefox"], run: (t) => { const a = add("a", { href: "#x" }); a.ping = asked(t); a.click(); } },
  { id: "V29", row: 5, title: "url() in a style", run: (t) => add("div", { style: `width:9px;height:9px;background:url("${asked(t)}")` }) },
  { id: "V30", row: 5, title: "navigation with the text in the address", run: (t) => void (location.href = asked(t)) },
  { id: "V31", row: 5, title: "a script element", run: (t) => add("script", { src: asked(t) }) },
  { id: "V32", row: 5, title: "a frame with the text in its address", run: (t) => add("iframe", { src: asked(t) }) },
  { id: "V33", row: 6, title: "form.submit()", run: (t) => form(t).submit() },
  { id: "V34", row: 6, title: "form.requestSubmit()", run: (t) => form(t).requestSubmit() },
  { id: "V35", row: 6, title: "a button with formaction", run: (t) => { const f = form(t, { action: "/elsewhere" }); const b = document.createElement("button"); b.formAction = "/ask"; f.append(b); b.click(); } },
  { id: "V36", row: 6, title: "a form with target=_blank", run: (t) => form(t, { target: "_blank" }).submit() },
  { id: "V37", row: 6, title: "a form in multipart", run: (t) => form(t, { enctype: "multipart/form-data" }).submit() },
  { id: "V38", row: 6, title: "a form with GET", run: (t) => form(t, {}, "get").submit() },
  { id: "V39", row: 7, title: "fetch in a dedicated worker", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => new Worker("/assets/worker.js").postMessage(order(t)) },
  { id: "V40", row: 7, title: "XMLHttpRequest in a dedicated worker", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => new Worker("/assets/worker.js").postMessage(order(t, "xhr")) },
  { id: "V41", row: 7, title: "fetch in a worker in a worker", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => blobWorker().postMessage(order(t, "nested")) },
  { id: "V42", row: 7, title: "fetch in a worker made of a blob", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => blobWorker().postMessage(order(t)) },
  { id: "V43", row: 7, title: "fetch in a worker made of a data: address", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => new Worker(`data:text/javascript,${encodeURIComponent(WORKER.replace("application/json", "text/plain").replace('"Content-Type": "application/json"', '"Content-Type": "text/plain"'))}`).postMessage(order(t)) },
  { id: "V44", row: 7, title: "fetch in a module worker", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => blobWorker({ type: "module" }).postMessage(order(t)) },
  { id: "V45", row: 7, title: "fetch in a shared worker", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => new SharedWorker("/assets/shared.js").port.postMessage(order(t)) },
  { id: "V46", row: 7, title: "fetch in a service worker", stays: { "chromium-store": "body", chromium: "again" }, run: async (t) => (await serviceWorker()).postMessage(order(t)) },
  { id: "V47", row: 7, title: "a request that a service worker makes into another", stays: { "chromium-store": "body", chromium: "again" }, run: async (t) => { await serviceWorker(); await wait(200); return fetch(`/relay?x=${btoa(encodeURIComponent(json(t)))}`); } },
  { id: "V48", row: 7, title: "WebSocket in a dedicated worker", stays: { chromium: "unseen", firefox: "unseen" }, run: (t) => new Worker("/assets/worker.js").postMessage(order(t, "ws")) },
  { id: "V49", row: 8, title: "fetch in a frame with srcdoc", run: (t) => add("iframe", { srcdoc: `<script>fetch(${JSON.stringify(here())},{method:"POST",headers:{"Content-Type":"application/json"},body:${JSON.stringify(json(t)).replaceAll("</", "<\\/")}})</script>` }) },
  { id: "V50", row: 8, title: "fetch of an empty frame, at once", run: (t) => blank().fetch(here(), post(t)) },
  { id: "V51", row: 8, title: "XMLHttpRequest of an empty frame, at once", run: (t) => { const x = new (blank().XMLHttpRequest)(); x.open("POST", here()); x.setRequestHeader("Content-Type", "application/json"); x.send(json(t)); } },
  { id: "V52", row: 8, title: "fetch in a sandboxed frame", run: (t) => { const f = document.createElement("iframe"); f.setAttribute("sandbox", "allow-scripts"); f.srcdoc = `<script>fetch(${JSON.stringify(here())},{method:"POST",mode:"no-cors",body:${JSON.stringify(json(t)).replaceAll("</", "<\\/")}})</script>`; document.body.append(f); } },
  { id: "V53", row: 8, title: "fetch of an empty window", run: (t) => { const w = open("about:blank") as Window & typeof globalThis; return w.fetch(here(), post(t)); } },
  { id: "V54", row: 8, title: "fetch in a document that is written anew", run: (t) => { const d = blank().document; d.open(); d.write(`<script>fetch(${JSON.stringify(here())},{method:"POST",headers:{"Content-Type":"application/json"},body:${JSON.stringify(json(t)).replaceAll("</", "<\\/")}})</script>`); d.close(); } },
  { id: "V55", row: 8, title: "fetch in a frame made of a blob", run: (t) => add("iframe", { src: URL.createObjectURL(new Blob([`<script>fetch(${JSON.stringify(here())},{method:"POST",headers:{"Content-Type":"application/json"},body:${JSON.stringify(json(t)).replaceAll("</", "<\\/")}})</script>`], { type: "text/html" })) }) },
  { id: "V56", row: 8, title: "a page that is loaded ahead (speculation rules)", absent: ["firefox"], run: (t) => add("script", { type: "speculationrules", textContent: JSON.stringify({ prefetch: [{ source: "list", urls: [asked(t)], eagerness: "immediate" }] }) }) },
  { id: "V57", row: 9, title: "the fetch of a fresh frame, called as the page's", run: (t) => (blank() as { fetch: typeof fetch }).fetch.call(window, here(), post(t)) },
  { id: "V58", row: 9, title: "fetch after delete window.fetch", absent: ["chromium", "firefox"], run: (t) => { delete (window as { fetch?: unknown }).fetch; return fetch(PATH, post(t)); } },
  { id: "V59", row: 9, title: "fetch defined anew from a frame", run: (t) => { Object.defineProperty(window, "fetch", { value: blank().fetch.bind(window) }); return fetch(here(), post(t)); } },
  { id: "V60", row: 9, title: "send of another frame's XMLHttpRequest on the page's own", run: (t) => { const x = new XMLHttpRequest(); const other = blank().XMLHttpRequest.prototype; other.open.call(x, "POST", here(), true); other.setRequestHeader.call(x, "Content-Type", "application/json"); other.send.call(x, json(t)); } },
  { id: "V61", row: 9, title: "another script hooks fetch too", run: (t) => { const inner = window.fetch; window.fetch = (...a) => inner(...a); return fetch(PATH, post(t)); } },
  { id: "V62", row: 10, title: "fetchLater", absent: ["firefox"], run: (t) => (window as unknown as { fetchLater(u: string, i: object): unknown }).fetchLater(here(), { ...post(t), activateAfter: 0 }) },
  { id: "V63", row: 10, title: "Background Fetch", stays: { chromium: "ours" }, absent: ["firefox", "chromium"], run: async (t) => { await serviceWorker(); const r = (await navigator.serviceWorker.ready) as unknown as { backgroundFetch: { fetch(id: string, r: Request[]): unknown } }; return r.backgroundFetch.fetch("x", [new Request(PATH, post(t))]); } },
  { id: "V64", row: 12, title: "a draft while typing (prepare)", events: 0, stays: { chromium: "draft", firefox: "draft" }, run: (t) => fetch(`${PATH}/prepare`, post(t, { body: JSON.stringify({ action: "next", partial_query: { content: { content_type: "text", parts: [t] } } }) })) },
  { id: "V65", row: 12, title: "a draft while typing (autocomplete), by XMLHttpRequest", events: 0, stays: { chromium: "draft", firefox: "draft" }, run: (t) => { const x = new XMLHttpRequest(); x.open("POST", "/backend-api/conversation/experimental/generate_autocompletions"); x.setRequestHeader("Content-Type", "application/json"); x.send(JSON.stringify({ input_text: t, num_completions: 4 })); } },
  { id: "V66", row: 12, title: "the site tries again by itself", run: async (t) => { for (let i = 0; i < 3; i++) { await fetch(PATH, post(t)).catch(() => undefined); await wait(100); } } },
  { id: "V67", row: 13, title: "a file in multipart", run: (t) => { const f = new FormData(); f.append("file", new File([t], "a.txt", { type: "text/plain" })); return fetch("/backend-api/files/process_upload_stream", { method: "POST", body: f }); } },
  { id: "V68", row: 13, title: "a file put on another origin", run: (t) => fetch("https://files.oaiusercontent.com/file-1/raw?sig=lab", { method: "PUT", body: t }) },
  { id: "V69", row: 13, title: "a file put on another origin by a worker", stays: { "chromium-store": "body", chromium: "again" }, run: (t) => new Worker(URL.createObjectURL(new Blob([`fetch("https://files.oaiusercontent.com/file-2/raw",{method:"PUT",body:${JSON.stringify(t)}})`]))) },
  { id: "V70", row: 13, title: "a long text that the site made a file of", run: (t) => fetch("/backend-api/files/file-1/uploaded", post(t)) },
  { id: "V71", row: 16, title: "the signed-out build", run: (t) => fetch("/backend-anon/f/conversation", post(t)) },
  { id: "V72", row: 16, title: "the mobile build", run: (t) => fetch("/unauth-mweb/conversation/updates", post(t)) },
  { id: "V73", row: 16, title: "an address that the table does not know", run: (t) => fetch("/api/v9/talk", post(t, { body: JSON.stringify({ payload: { words: t } }) })) },
  { id: "V74", row: 16, title: "the text under another name on a known address", run: (t) => fetch(PATH, post(t, { body: JSON.stringify({ turn: { blocks: [{ body: t }] } }) })) },
  { id: "V75", row: 20, title: "after a forged event that offers another line", run: (t) => { const node = document.createElement("i"); document.dispatchEvent(new MouseEvent("dijkwacht:node", { relatedTarget: node })); const { port1, port2 } = new MessageChannel(); node.dispatchEvent(new MessageEvent("port", { ports: [port2] })); port1.onmessage = () => port1.postMessage({ id: 1, url: here() }); return fetch(PATH, post(t)); } },
  { id: "V76", row: 20, title: "after the page replaced what the hook could lean on", run: (t) => { JSON.stringify = () => "[]"; Element.prototype.getAttribute = () => ""; Element.prototype.setAttribute = () => undefined; EventTarget.prototype.dispatchEvent = () => true; MessagePort.prototype.postMessage = () => undefined; Map.prototype.get = () => undefined; const x = `{"messages":[{"content":{"parts":[${'"' + t + '"'}]}}]}`; return fetch(PATH, { method: "POST", headers: JSON_TYPE, body: x }); } },
  { id: "V77", row: 7, title: "fetch in a dedicated worker, to an address that the table does not know", stays: { "chromium-store": "body", chromium: "again" }, beyond: ["chromium-store"], run: (t) => new Worker("/assets/worker.js").postMessage({ ...order(t), url: `${location.origin}/api/v9/talk` }) },
  { id: "V78", row: 10, title: "a data channel (WebRTC)", run: async (t) => { const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()]; a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate ?? undefined); b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate ?? undefined); b.ondatachannel = ({ channel }) => (channel.onmessage = ({ data }) => add("img", { src: `/got?m=${/merkV\d+xh?/.exec(data)}` })); const c = a.createDataChannel("x"); c.onopen = () => c.send(json(t)); await a.setLocalDescription(); await b.setRemoteDescription(a.localDescription!); await b.setLocalDescription(); await a.setRemoteDescription(b.localDescription!); } },
  { id: "V79", row: 10, title: "Background Sync in a service worker", absent: ["firefox"], stays: { "chromium-store": "body", chromium: "again" }, run: async (t) => { await serviceWorker(); const r = (await navigator.serviceWorker.ready) as unknown as { sync: { register(tag: string): unknown } }; return r.sync.register(JSON.stringify({ url: here(), text: json(t), turn: Math.random() })); } },
];
