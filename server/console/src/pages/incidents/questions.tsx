// Fixed questions to who sent it: they appear on that person's own device, and only the answer comes back.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { moment } from "../../i18n/i18n.ts";
import { codes, word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { useAct, useData } from "../../ui/data.ts";
import { Menu } from "../../ui/menu.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import type { Case } from "./acts.ts";
import { t } from "./texts.ts";

export function Questions({ case: i }: { case: Case }) {
  const list = useData(async (signal) => (await api.get("/api/v1/incidents/{id}/questions", { ids: [i.id], signal })).data.items, [i.id]);
  const act = useAct();
  const [asked, setAsked] = useState<string[]>([]);
  const left = codes("question").filter((q) => !asked.includes(q) && !list.value?.some((one) => one.question === q));
  const ask = (question: string) => void act.run(async () => {
    await api.post("/api/v1/incidents/{id}/questions", { ids: [i.id], body: { question: question as "whose_data" } });
    setAsked([...asked, question]);
    await list.reload();
  });
  return (
    <section class="stack tight">
      <h3>{t("h.questions")}</h3>
      <ProblemNote problem={list.problem ?? act.problem} />
      {list.value?.length === 0 && <p class="muted">{t("ask.none")}</p>}
      <ul class="stack tight">
        {list.value?.map((q) => <li>{word("question", q.question)} <span class={q.answer ? "strong" : "muted"}>{q.answer ? word("answers", q.answer) : t("ask.asked", { when: moment(q.asked_at) })}</span></li>)}
      </ul>
      {may("incidents.triage", "incidents.assess") && left.length > 0 && (
        <div class="stack tight">
          <div><Menu label={t("act.ask")} acts={left.map((q) => ({ text: word("question", q), act: () => ask(q) }))} /></div>
          <p class="small muted">{t("ask.hint")}</p>
        </div>
      )}
    </section>
  );
}
