// What do people get to see, and can they understand it?
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { param, setParams } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Tag } from "../../ui/badge.tsx";
import { isStale, useAct, useData } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { AreaField, Form } from "../../ui/form.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { answer, Repeats, TextEffect } from "./effect.tsx";
import { t } from "./texts.ts";

type Message = Schemas["Message"];

export default function Coaching() {
  const list = useData(async (signal) => (await api.get("/api/v1/messages", { signal })).data.items, []);
  const effect = useData(async (signal) => (await api.get("/api/v1/coaching/effect", { signal })).data, []);
  const opened = param("open");
  return (
    <Page title={effect.value ? answer(effect.value) : t("title")} lead={effect.value && t("title.period")}>
      <ProblemNote problem={effect.problem} retry={effect.reload} />
      {effect.value && <section class="stack tight"><h2>{t("h.repeat")}</h2><Repeats effect={effect.value} /></section>}
      <h2>{t("title")}</h2>
      <p>{t("lead")}</p>
      <ProblemNote problem={list.problem} retry={list.reload} />
      <ul class="grid">
        {list.value?.map((m) => (
          <li class="panel stack tight" key={m.id}>
            <div class="row spread"><h3><a href={`/console/coaching?open=${m.id}`}>{m.id}</a></h3>{m.own && <Tag tone="info">{t("own")}</Tag>}</div>
            <p>{m[language.value]}</p>
            <p class={m.b1.score >= 80 ? "small tone-ok" : "small tone-warn"}>{t("score", { n: m.b1.score })}</p>
            {effect.value && <TextEffect text={effect.value.texts.find((x) => x.message_id === m.id)} />}
          </li>
        ))}
      </ul>
      {opened && <Edit key={opened} id={opened} onClose={() => setParams({ open: "" })} onSaved={list.reload} />}
    </Page>
  );
}

function Edit({ id, onClose, onSaved }: { id: string; onClose(): void; onSaved(): Promise<void> }) {
  const found = useData((signal) => api.get("/api/v1/messages/{message}", { ids: [id], signal }), [id]);
  const m = found.value?.data;
  return (
    <Drawer about={id} title={id} onClose={onClose}>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {m && <Texts message={m} etag={found.value!.etag} reload={found.reload} onSaved={async () => (await onSaved(), onClose())} />}
    </Drawer>
  );
}

function Texts({ message: m, etag, reload, onSaved }: { message: Message; etag: string; reload(): Promise<void>; onSaved(): Promise<void> }) {
  const [nl, setNl] = useState(m.nl);
  const [en, setEn] = useState(m.en);
  const [checked, setChecked] = useState(m.b1);
  const act = useAct();
  const body = { nl, en };
  const editable = may("policy.edit");
  const check = () => void act.run(async () => setChecked((await api.post("/api/v1/messages/{message}/check", { ids: [m.id], body })).data.b1));
  return (
    <>
      <Preview text={language.value === "nl" ? nl : en} />
      <p class="small muted">{m.placeholders.length > 0 && t("placeholders", { list: m.placeholders.map((p) => `{${p}}`).join(" ") })}</p>
      {editable && (
        <Form
          submit={t("edit")}
          disabled={nl === m.nl && en === m.en}
          onSubmit={async () => {
            try {
              await api.put("/api/v1/messages/{message}", { ids: [m.id], body, etag });
            } catch (problem) {
              if (isStale(problem)) await reload();
              throw problem;
            }
            say(t("publish"));
            await onSaved();
          }}
        >
          {(problem: unknown) => (
            <>
              <AreaField label={t("nl")} required value={nl} onValue={setNl} wrong={wrong(problem, "nl")} />
              <AreaField label={t("en")} required value={en} onValue={setEn} wrong={wrong(problem, "en")} />
            </>
          )}
        </Form>
      )}
      <section class="stack tight" role="status">
        <p class={checked.score >= 80 ? "tone-ok" : "tone-warn"}>{t("score", { n: checked.score })} {checked.hints.length === 0 && t("good")}</p>
        {checked.hints.length > 0 && <ul class="stack tight">{checked.hints.map((h) => <li>{hint(h)}</li>)}</ul>}
      </section>
      {editable && <div><button type="button" disabled={act.busy} onClick={check}>{t("check")}</button></div>}
      <ProblemNote problem={act.problem} />
    </>
  );
}

type Hint = Message["b1"]["hints"][number];

function hint({ problem, sentence = 0, count = 0, word = "", instead = "" }: Hint): string {
  if (problem === "long_sentence") return t("hint.long_sentence", { sentence, count });
  if (problem === "too_many_sentences") return t("hint.too_many_sentences", { count });
  if (problem === "difficult_word") return t("hint.difficult_word", { word, instead });
  return t("hint.other", { word: word || problem });
}

// The text in the dialog that people see.
function Preview({ text }: { text: string }) {
  return (
    <section class="stack tight">
      <h3>{t("preview")}</h3>
      <div class="panel preview stack tight" aria-label={t("preview")} role="group">
        <p class="lead strong">{t("preview.title")}</p>
        <p>{text}</p>
        <p><span class="button primary" aria-hidden="true">{t("preview.edit")}</span></p>
      </div>
    </section>
  );
}
