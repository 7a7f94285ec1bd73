// One text, or two that are tried beside each other: how they look, how plain they are, and another wording.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { language } from "../../i18n/i18n.ts";
import { may } from "../../shell/session.ts";
import { isStale, useAct, useData } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { AreaField, Form } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

type Message = Schemas["Message"];
type Text = { nl: string; en: string };
type Plain = Message["b1"];

export function Edit({ id, onClose, onSaved }: { id: string; onClose(): void; onSaved(): Promise<void> }) {
  const found = useData((signal) => api.get("/api/v1/messages/{message}", { ids: [id], signal }), [id]);
  const m = found.value?.data;
  return (
    <Drawer about={id} title={id} onClose={onClose}>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {m && <Texts message={m} etag={found.value!.etag} reload={found.reload} onSaved={async () => (await onSaved(), onClose())} />}
    </Drawer>
  );
}

const same = (a: Text | undefined, b: Text | null | undefined) => a?.nl === b?.nl && a?.en === b?.en;

function Texts({ message: m, etag, reload, onSaved }: { message: Message; etag: string; reload(): Promise<void>; onSaved(): Promise<void> }) {
  const [first, setFirst] = useState<Text>({ nl: m.nl, en: m.en });
  const [second, setSecond] = useState<Text | undefined>(m.second ? { nl: m.second.nl, en: m.second.en } : undefined);
  const [plain, setPlain] = useState<Plain[]>([m.b1, ...(m.second ? [m.second.b1] : [])]);
  const act = useAct();
  const editable = may("policy.edit");
  const texts = second ? [first, second] : [first];
  const check = () => void act.run(async () => setPlain(await Promise.all(texts.map(async (body) => (await api.post("/api/v1/messages/{message}/check", { ids: [m.id], body })).data.b1))));
  const save = async (one: Text, other: Text | undefined) => {
    try {
      await api.put("/api/v1/messages/{message}", { ids: [m.id], body: { ...one, second: other ?? null }, etag });
    } catch (problem) {
      if (isStale(problem)) await reload();
      throw problem;
    }
    say(t("publish"));
    await onSaved();
  };
  const scores = <section class="stack tight" role="status">{plain.map((one, n) => <Score plain={one} of={plain.length > 1 ? n + 1 : undefined} />)}</section>;
  return (
    <>
      {texts.map((text, n) => <Preview text={text[language.value]} title={second ? t("trial.preview", { n: n + 1 }) : t("preview")} />)}
      <p class="small muted">{m.placeholders.length > 0 && t("placeholders", { list: m.placeholders.map((p) => `{${p}}`).join(" ") })}</p>
      {editable && (
        <Form submit={t("edit")} disabled={(same(first, m) && same(second, m.second)) || (second !== undefined && same(first, second))} onSubmit={() => save(first, second)}>
          {(problem: unknown) => (
            <>
              <Fields title={second && t("trial.text", { n: 1 })} text={first} onText={setFirst} problem={problem} at="" />
              {second && <Fields title={t("trial.text", { n: 2 })} text={second} onText={setSecond} problem={problem} at="second/" />}
              {second && <p class="small muted">{t("trial.how")}</p>}
              {scores}
              <div class="acts">
                <button type="button" disabled={act.busy} onClick={check}>{t("check")}</button>
                {!second && <button type="button" onClick={() => setSecond({ ...first })}>{t("trial.begin")}</button>}
              </div>
            </>
          )}
        </Form>
      )}
      {editable && m.second && (
        <section class="stack tight">
          <h3>{t("trial.end")}</h3>
          <div class="acts">
            <button type="button" disabled={act.busy} onClick={() => void act.run(() => save({ nl: m.nl, en: m.en }, undefined))}>{t("trial.keep", { n: 1 })}</button>
            <button type="button" disabled={act.busy} onClick={() => void act.run(() => save({ nl: m.second!.nl, en: m.second!.en }, undefined))}>{t("trial.keep", { n: 2 })}</button>
          </div>
        </section>
      )}
      {!editable && scores}
      <ProblemNote problem={act.problem} />
    </>
  );
}

function Fields({ title, text, onText, problem, at }: { title: string | undefined; text: Text; onText(text: Text): void; problem: unknown; at: string }) {
  const fields = (
    <>
      <AreaField label={t("nl")} required maxLength={600} value={text.nl} onValue={(nl) => onText({ ...text, nl })} wrong={wrong(problem, `${at}nl`)} />
      <AreaField label={t("en")} required maxLength={600} value={text.en} onValue={(en) => onText({ ...text, en })} wrong={wrong(problem, `${at}en`)} />
    </>
  );
  return title ? <fieldset class="stack tight"><legend class="strong">{title}</legend>{fields}</fieldset> : fields;
}

function Score({ plain, of }: { plain: Plain; of: number | undefined }) {
  return (
    <>
      <p class={plain.score >= 80 ? "tone-ok" : "tone-warn"}>{of && `${t("trial.text", { n: of })}. `}{t("score", { n: plain.score })}{plain.hints.length === 0 && `. ${t("good")}`}</p>
      {plain.hints.length > 0 && <ul class="stack tight">{plain.hints.map((h) => <li>{hint(h)}</li>)}</ul>}
    </>
  );
}

function hint({ problem, sentence = 0, count = 0, word = "", instead = "" }: Plain["hints"][number]): string {
  if (problem === "long_sentence") return t("hint.long_sentence", { sentence, count });
  if (problem === "too_many_sentences") return t("hint.too_many_sentences", { count });
  if (problem === "difficult_word") return t("hint.difficult_word", { word, instead });
  return t("hint.other", { word: word || problem });
}

// The text in the dialog that people see.
function Preview({ text, title }: { text: string; title: string }) {
  return (
    <section class="stack tight">
      <h3>{title}</h3>
      <div class="panel preview stack tight" aria-label={title} role="group">
        <p class="lead strong">{t("preview.title")}</p>
        <p>{text}</p>
        <p><span class="button primary" aria-hidden="true">{t("preview.edit")}</span></p>
      </div>
    </section>
  );
}
