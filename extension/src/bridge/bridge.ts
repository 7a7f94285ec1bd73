// Between the page hook and the background: hands over the line, passes questions on, shows what has to be shown.

import { NODE_EVENT, PEEK, PORT_EVENT, type HookMessage, type Question } from "../shared/channel";
import { ext } from "../shared/ext";
import type { Ask, AskReply, Notice, Passage, Push, Request } from "../shared/messages";
import { Sites } from "../sites/reader";
import type { Table } from "../sites/table";
import { Composer, type Input, type OnWritten } from "./composer";
import { Watch } from "./coverage";
import { Gate } from "./gate";
import type { Notices } from "./notice";

/** Later than the background's own deadline: whatever takes longer is no longer there. */
const REPLY_MS = 3300;
/** The same for files. */
const FILE_MS = 60_000;
/** What takes longer than this is shown to be on its way, with what is left of the background's deadline. */
const CHECKING_MS = 400;
const DEADLINE_MS = 2500;

const { port1, port2 } = new MessageChannel();
const node = document.createElement("i");
const table = tell({ what: "sites" }) as Promise<Table>;
const gate = new Gate(table, {
  ask: onAsk,
  open: (url, key) => tell({ what: "open", url, key }),
  unverified: (id) => onLeft(id, "none"),
  async files(sent) {
    await tell({ what: "files" });
    return globalThis.dijkwachtFiles!(sent);
  },
});
const composer = new Composer(table.then((t) => new Sites(t, () => true).of(location.hostname)), onWritten);
const requestIds = new Map<number, string>();
const chosenFiles: File[] = (globalThis.dijkwachtChosen = []);
let alive = false;
let asked = 0;
let writing: OnWritten | undefined;
let loading: Promise<Notices> | undefined;
let notices: Notices | undefined;
const watch = window === window.top ? new Watch(composer, coverage, tell, () => alive) : undefined;

node.addEventListener(PEEK.event, () => {
  node.setAttribute(PEEK.answer, gate.peek(JSON.parse(node.getAttribute(PEEK.question) ?? "[]") as Question));
});
port1.onmessage = async ({ data }: MessageEvent<HookMessage>) => {
  if (data.what === "alive") alive = true;
  else if (data.what === "left") onLeft(data.id, data.egress);
  else port1.postMessage(await gate.pass(data).catch(() => ({ id: data.id })));
};
// What was chosen here may leave in parts, which are looked at as a whole (uploads.ts). That takes a while, and what says so is there by then.
for (const type of ["change", "drop", "paste"]) window.addEventListener(type, (event) => event.isTrusted && chosenFiles.push(...filesOf(event)) && screen(), true);
document.dispatchEvent(new MouseEvent(NODE_EVENT, { relatedTarget: node }));
node.dispatchEvent(new MessageEvent(PORT_EVENT, { ports: [port2] }));

ext.runtime.onMessage.addListener((push: Push) => {
  if (push.what === "show") show(push.notice, []);
});

function filesOf(event: Event): Iterable<File> {
  const { files } = (event as DragEvent).dataTransfer ?? (event as ClipboardEvent).clipboardData ?? (event.composedPath()[0] as HTMLInputElement);
  return files ?? [];
}

// What is shown is a script of its own, put into the page when there is something to show, or when somebody begins to write or chooses a file.
// A failure is forgotten, so that the next call tries again.
function screen(): Promise<Notices> {
  loading ??= tell({ what: "notice" }).then(() => (notices = new globalThis.dijkwachtNotices!(composer, tell)));
  loading.catch(() => (loading = undefined));
  return loading;
}

function show(notice: Notice, pieces: readonly string[]): void {
  screen().then((n) => n.show(notice, pieces), () => lost(pieces));
}

// Gone before it could be put into this page.
function lost(pieces: readonly string[]): void {
  for (const own of pieces.map((piece) => composer.own(piece))) if (own) void composer.restore(own);
  setTimeout(() => alert("Dijkwacht: herlaad deze pagina · reload this page"), 500);
}

async function coverage(state: string): Promise<void> {
  if (notices ?? state !== "guarded") await (await screen()).coverage(state);
}

// What looks on while somebody writes is a script of its own, put into the page when that begins.
function onWritten(event: Event, input: Input | undefined): void {
  if (writing) return writing(event, input);
  if (!input) return;
  writing = () => undefined;
  const start = ([notices]: [Notices, unknown]): unknown =>
    (writing = globalThis.dijkwachtWriting?.({ composer, notices, tell, ask: onAsk, expect: () => watch?.expect(), asked: () => asked }));
  Promise.all([screen(), tell({ what: "writing" })]).then(start, () => undefined);
}

async function onAsk(ask: Ask): Promise<Passage> {
  if (!ask.early) asked++, watch?.asked();
  // A file has no such deadline.
  const until = ask.files ? undefined : Date.now() + DEADLINE_MS;
  const checking = setTimeout(() => notices?.checking(until), CHECKING_MS);
  const reply = await reach(ask);
  clearTimeout(checking);
  if (reply.requestId) requestIds.set(ask.id, reply.requestId);
  // The request goes first; what is shown about it follows.
  setTimeout(() => {
    if (notices) notices.answered(reply, ask.pieces);
    else if (reply.notice) show(reply.notice, ask.pieces);
  });
  return reply.verdict;
}

function onLeft(id: number, egress: "full" | "unknown" | "none"): void {
  const requestId = requestIds.get(id);
  requestIds.delete(id);
  if (requestId) void tell({ what: "left", requestId, egress }).catch(() => undefined);
  if (egress === "none") show({ kind: "held", reason: "unverified" }, []);
}

async function reach(ask: Ask): Promise<AskReply> {
  const lost = (reason: "offline" | "reload"): AskReply => ({ verdict: { go: "reject" }, notice: { kind: "held", reason } });
  try {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, ask.files ? FILE_MS : REPLY_MS));
    const asked = tell({ what: "ask", ask, path: location.pathname, channel: composer.channel() }) as Promise<AskReply | undefined>;
    return (await Promise.race([asked, late])) ?? lost("offline");
  } catch {
    // Without an id the extension was updated or removed under this page; with one its worker was stopped in the middle.
    return lost(ext.runtime.id ? "offline" : "reload");
  }
}

function tell(message: Request): Promise<unknown> {
  return ext.runtime.id ? ext.runtime.sendMessage(message) : Promise.reject(new Error("gone"));
}
