// What went out by mail, to webhooks and to the log collector, and what became of it for each recipient.
import { api, type Schemas } from "../../api/client.ts";
import { lazy, userName } from "../../api/names.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may } from "../../shell/session.ts";
import { Moment, Tag, type Tone } from "../../ui/badge.tsx";
import { useAct, useListing, type Listing } from "../../ui/data.ts";
import { Empty } from "../../ui/empty.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

export type Delivery = Schemas["Delivery"];

const tones: Record<Delivery["state"], Tone> = { waiting: "info", delivered: "ok", failed: "stop" };

const notices = ["incident.opened", "incident.clock.warning", "incident.transitioned", "policy.published", "coverage.gap", "report.ready", "audit.checkpoint", "webhook.test"] as const;

/** The types that a webhook may ask for. */
export const types = notices.filter((n) => n !== "webhook.test");

/** What a message is about, in words. */
export const noticeWord = (about: string): string => {
  const known = notices.find((n) => n === about);
  return known ? t(`n.${known}`) : about;
};

const answers = [
  "address cannot be used", "address not public", "certificate not trusted", "connection lost", "message damaged", "name not found", "no answer in time", "no connection", "no delivery", "no server set up",
  "secret cannot be opened", "secret cannot be used", "settings cannot be used", "webhook off", "webhook removed",
] as const;

/** What the other side answered, in words; a code stays one. */
export const answerWord = (answer: string): string => {
  const known = answers.find((a) => a === answer);
  return known ? t(`a.${known}`) : answer.replace(/^(http|smtp)/, (protocol) => protocol.toUpperCase());
};

const hooks = lazy<Schemas["Webhook"][]>(() => may("settings.read"), async () => (await api.get("/api/v1/webhooks")).data.items, []);

/** The name of a webhook, or its host; one that was removed has neither. */
const hookName = (id: string) => {
  const hook = hooks.value.find((w) => w.id === id);
  return hook && (hook.label || new URL(hook.url).host);
};

export function Deliveries() {
  const list = useListing<Delivery>(async (cursor, signal) => (await api.get("/api/v1/deliveries", { query: { limit: 50, ...(cursor && { cursor }) }, signal })).data, "");
  return (
    <>
      <p class="muted">{t("d.lead")}</p>
      <Sent list={list} empty={t("d.empty")} to />
    </>
  );
}

/** A list of deliveries, each to be sent again where that can be; `to` shows the recipients. */
export function Sent({ list, empty, to }: { list: Listing<Delivery>; empty: string; to?: boolean }) {
  const act = useAct();
  const again = (d: Delivery) => void act.run(async () => {
    const { data } = await api.post("/api/v1/deliveries/{id}/redeliver", { ids: [d.id] });
    list.edit((items) => items.map((one) => (one.id === d.id ? data : one)));
    say(t("d.repeated"));
  });
  return (
    <div class="stack tight">
      <ProblemNote problem={list.problem ?? act.problem} retry={list.problem ? list.reload : undefined} />
      {!list.loading && list.items.length === 0 && !list.problem && <Empty text={empty} />}
      {list.items.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={t("d.table")}>
          <table class="plain-table">
            <caption class="hidden-visually">{t("d.table")}</caption>
            <thead><tr><th scope="col">{t("d.at")}</th><th scope="col">{t("d.about")}</th>{to && <th scope="col">{t("d.to")}</th>}<th scope="col">{t("d.state")}</th><th scope="col"><span class="hidden-visually">{t("d.again")}</span></th></tr></thead>
            <tbody>
              {list.items.map((d) => (
                <tr key={d.id}>
                  <td class="nowrap"><Moment at={d.created_at} /></td>
                  <th scope="row">{noticeWord(d.about)}</th>
                  {to && <td><span class="wrap">{recipient(d)}</span> <span class="small muted">{t(`kind.${d.kind}`)}</span></td>}
                  <td><Tag tone={tones[d.state]}>{t(`state.${d.state}`)}</Tag> <span class="small muted">{said(d)}</span></td>
                  <td>{d.kind === "webhook" && d.state !== "waiting" && may("settings.manage") && <button type="button" class="plain" disabled={act.busy} aria-label={`${t("d.again")}: ${noticeWord(d.about)}`} onClick={() => again(d)}>{t("d.again")}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!list.complete && list.items.length > 0 && <div><button type="button" disabled={list.loading} onClick={list.more}>{shared("more")}</button></div>}
    </div>
  );
}

function recipient(d: Delivery) {
  if (d.target.startsWith("usr_")) return userName(d.target);
  if (d.kind !== "webhook") return d.target;
  const name = hookName(d.target);
  return name ? <a href={`?tab=webhooks&open=${d.target}`}>{name}</a> : t("d.gone");
}

// The last answer, how often it was tried, and when it is tried again.
function said(d: Delivery) {
  const parts = [d.answer && d.answer !== "ok" ? answerWord(d.answer) : "", d.attempts > 1 ? t("d.attempts", { n: d.attempts }) : ""].filter(Boolean).join(", ");
  return <>{parts}{d.state === "waiting" && d.due_at && d.attempts > 0 && <> · {t("d.due")} <Moment at={d.due_at} /></>}</>;
}
