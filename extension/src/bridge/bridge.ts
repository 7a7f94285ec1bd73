// Between the page hook and the background: hands over the port, passes questions on, shows what has to be shown.

import { ext } from "../shared/ext";
import { PORT_EVENT, type Answer, type Ask, type AskReply, type HookMessage, type Push, type Request, type Status } from "../shared/messages";
import { composerOf } from "../sites/composers";
import { Composer } from "./composer";
import { Notices } from "./notice";

/** Later than the background's own deadline: whatever takes longer is no longer there. */
const REPLY_MS = 3300;
const CHECKING_MS = 400;
const ALIVE_MS = 2000;
const STATUS_MS = 30_000;

const { port1, port2 } = new MessageChannel();
document.dispatchEvent(new MessageEvent(PORT_EVENT, { ports: [port2] }));

const composer = new Composer(composerOf(location.hostname));
const notices = new Notices(composer, (message) => tell(message));
const requestIds = new Map<number, string>();
let alive = false;

port1.onmessage = ({ data }: MessageEvent<HookMessage>) => {
  if (data.what === "alive") alive = true;
  else if (data.what === "ask") void onAsk(data);
  else {
    const requestId = requestIds.get(data.id);
    requestIds.delete(data.id);
    if (requestId) void tell({ what: "left", requestId, egress: data.egress }).catch(() => undefined);
    if (data.egress === "none") notices.show({ kind: "held", reason: "unverified" }, []);
  }
};

ext.runtime.onMessage.addListener((push: Push) => {
  if (push.what === "show") notices.show(push.notice, []);
});

async function onAsk(ask: Ask): Promise<void> {
  const checking = setTimeout(() => notices.checking(), CHECKING_MS);
  const reply = await reach(ask);
  clearTimeout(checking);
  if (reply.requestId) requestIds.set(ask.id, reply.requestId);
  port1.postMessage({ what: "answer", id: ask.id, verdict: reply.verdict } satisfies Answer);
  notices.answered(reply, ask.pieces);
}

async function reach(ask: Ask): Promise<AskReply> {
  const lost = (reason: "offline" | "reload"): AskReply => ({ verdict: { go: "reject" }, notice: { kind: "held", reason } });
  try {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, REPLY_MS));
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

// The amber chip: shown at the composer while messages cannot be checked.
async function watch(): Promise<void> {
  const status = (await tell({ what: "status" }).catch(() => undefined)) as Status | undefined;
  await notices.coverage(alive && status ? status.state : "hook");
  setTimeout(() => void watch(), status?.state === "guarded" ? STATUS_MS : STATUS_MS / 6);
}

if (window === window.top) setTimeout(() => void watch(), ALIVE_MS);
