// What do people get to see, and can they understand it?
import { api } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { param, setParams } from "../../shell/router.ts";
import { Tag } from "../../ui/badge.tsx";
import { useData } from "../../ui/data.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Edit } from "./edit.tsx";
import { answer, Repeats, TextEffect } from "./effect.tsx";
import { t } from "./texts.ts";
import { Trial } from "./trial.tsx";

export default function Coaching() {
  const list = useData(async (signal) => (await api.get("/api/v1/messages", { signal })).data.items, []);
  const effect = useData(async (signal) => (await api.get("/api/v1/coaching/effect", { signal })).data, []);
  const tried = list.value?.filter((m) => m.second) ?? [];
  const opened = param("open");
  return (
    <Page title={effect.value ? answer(effect.value) : t("title")} lead={effect.value && t("title.period")}>
      <ProblemNote problem={effect.problem} retry={effect.reload} />
      {effect.value && <section class="stack tight"><h2>{t("h.repeat")}</h2><Repeats effect={effect.value} /></section>}
      {tried.length > 0 && (
        <section class="stack">
          <h2>{t("trial.tag")}</h2>
          {tried.map((m) => <Trial key={m.id} message={m} effect={effect.value?.trials.find((x) => x.message_id === m.id)} />)}
        </section>
      )}
      <h2>{t("title")}</h2>
      <p>{t("lead")}</p>
      <ProblemNote problem={list.problem} retry={list.reload} />
      <ul class="grid">
        {list.value?.map((m) => (
          <li class="panel stack tight" key={m.id}>
            <div class="row spread"><h3><a href={`/console/coaching?open=${m.id}`}>{m.id}</a></h3>{m.second ? <Tag tone="info">{t("trial.tag")}</Tag> : m.own && <Tag tone="info">{t("own")}</Tag>}</div>
            <p>{m[language.value]}</p>
            <p class={m.b1.score >= 80 ? "small tone-ok" : "small tone-warn"}>{t("score", { n: m.b1.score })}</p>
            {effect.value && <TextEffect text={effect.value.texts.find((x) => x.message_id === m.id)} />}
          </li>
        ))}
      </ul>
      {opened && <Edit key={opened} id={opened} onClose={() => setParams({ open: "" })} onSaved={async () => void (await Promise.all([list.reload(), effect.reload()]))} />}
    </Page>
  );
}
