// Says what the works council has not consented to, since when, and what the person who looks can do about it.
import type { Schemas } from "../../../api/client.ts";
import { day, language } from "../../../i18n/i18n.ts";
import { may } from "../../../shell/session.ts";
import { t } from "./texts.ts";

type Consent = Schemas["Consent"];
type Change = Consent["changes"][number];

// The window of the works council shows the others.
const most = 2;

/** Nothing while the consent is in force, and for who can neither ask for it nor record it. */
export function Needed({ consent }: { consent: Consent | undefined }) {
  const records = may("settings.manage");
  if (consent?.state !== "needed_again" || !(records || may("notification.decide"))) return null;
  return (
    <section class="note warn stack tight" aria-labelledby="needed">
      <h2 id="needed" class="quiet">{t("title")}</h2>
      <ul class="stack tight">{consent.changes.slice(0, most).map((c) => <li key={c.what + c.sentence.id}><p>{c.sentence[language.value]} <Since change={c} /></p></li>)}</ul>
      {consent.changes.length > most && <p>{t("more", { n: consent.changes.length - most })}</p>}
      <p>{t(records ? "record" : "ask")} <a href={records ? "/console/beginnen?step=legal_gate" : "/console/or-venster"}>{t(records ? "record.act" : "ask.act")}</a></p>
    </section>
  );
}

/** Whether a change holds already or waits, and since when. */
export function Since({ change: { what, waits, since } }: { change: Change }) {
  // What was never kept has no moment at which it became more.
  if (what === "unknown") return null;
  const which = waits ? "waits" : "holds";
  return <>{since ? t(`${which}.since`, { when: day(since) }) : t(which)}</>;
}
