// The first run: eight steps from an empty machine to the first blocked test prompt.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, api, type Schemas } from "../../api/client.ts";
import { destinationName } from "../../api/names.ts";
import { language } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { Tag, type Tone } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useAct, useData } from "../../ui/data.ts";
import { Check as Tick, Form, TextField } from "../../ui/form.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { Made } from "../coverage/keys.tsx";
import { Add } from "../destinations/add.tsx";
import { param } from "../../shell/router.ts";
import { may } from "../../shell/session.ts";
import { Needed } from "../council/needed/needed.tsx";
import { t } from "./texts.ts";

type Setup = Schemas["Setup"];
type Step = Setup["steps"][number];
interface Check {
  destination_id: string;
  action: string;
}
type Known = "organisation" | "people" | "own_chatbot" | "baseline" | "legal_gate" | "deployment" | "live_test" | "report";

const tones: Record<Step["state"], Tone> = { open: "info", done: "ok", later: "muted" };

export default function SetupPage() {
  const found = useData(async (signal) => (await api.get("/api/v1/setup", { signal })).data, []);
  const steps = found.value?.steps ?? [];
  const left = steps.filter((s) => s.state === "open").length;
  const check = useFirstCheck(steps.some((s) => s.id === "live_test" && s.state !== "done"), found.reload);
  const again = found.value?.consent.state === "needed_again";
  const asked = param("step");
  const current = steps.find((s) => s.state === "open")?.id;
  return (
    <Page title={!found.value ? t("plain") : left > 0 ? t("title", { n: left }) : t(again ? "title.consent" : "title.done")} lead={t("lead")}>
      <ProblemNote problem={found.value ? undefined : found.problem} retry={found.reload} />
      <Needed consent={found.value?.consent} />
      {found.value?.sandbox && <p class="note warn">{t("sandbox")}</p>}
      <ol class="stack">
        {steps.map((step, n) => <li key={step.id} class="panel"><StepCard n={n + 1} step={step} setup={found.value!} open={step.id === (asked || current)} asked={step.id === asked} check={check} onDone={found.set} /></li>)}
      </ol>
    </Page>
  );
}

/** What became of the latest message that was looked at while somebody waits for the first check. */
function useFirstCheck(waiting: boolean, reload: () => Promise<void>): Check | undefined {
  const [check, setCheck] = useState<Check | undefined>();
  useEffect(() => {
    if (!waiting) return;
    const source = new EventSource("/api/v1/setup/live");
    source.addEventListener("check", (event) => (setCheck(JSON.parse((event as MessageEvent<string>).data) as Check), void reload()));
    // What came while the stream was away is seen by looking again.
    for (const away of ["gap", "open"]) source.addEventListener(away, () => void reload());
    return () => source.close();
  }, [waiting]);
  return check;
}

function StepCard({ n, step, setup, open, asked, check, onDone }: { n: number; step: Step; setup: Setup; open: boolean; asked: boolean; check: Check | undefined; onDone(setup: Setup): void }) {
  const act = useAct();
  const [made, setMade] = useState("");
  const id = step.id as Known;
  const again = id === "legal_gate" && setup.consent.state === "needed_again";
  const card = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (!asked) return;
    card.current?.scrollIntoView();
    card.current?.querySelector("summary")?.focus({ preventScroll: true });
  }, [asked]);
  const complete = (body: Schemas["SetupStep"]) => act.run(async () => onDone((await api.post("/api/v1/setup/steps/{step}/complete", { ids: [step.id], body })).data));
  const confirms = !["legal_gate", "deployment", "live_test"].includes(id);
  const makeKey = () => act.run(async () => {
    const { data } = await api.post("/api/v1/enrolment-keys", { body: { label: t("key.label"), groups: ["*"] } });
    setMade(data.key ?? "");
    onDone((await api.post("/api/v1/setup/steps/{step}/complete", { ids: [step.id], body: {} })).data);
  });
  return (
    <details ref={card} open={open || id === "live_test" || made !== ""}>
      <summary class="row spread"><h2>{n}. {t(`step.${id}`)}</h2><span class="row tight"><Tag tone={again ? "warn" : tones[step.state]}>{t(again ? "state.again" : `state.${step.state}`)}</Tag><Icon name="down" /></span></summary>
      <div class="stack">
        {id !== "live_test" && <p>{t(`text.${id}`)}</p>}
        {step.blocking && <p class="small muted">{t("blocking")}</p>}
        <Body id={id} setup={setup} done={step.state === "done"} check={check} complete={complete} />
        {id === "deployment" && (made ? <Made enrolmentKey={made} /> : may("devices.manage") && <div class="acts"><button type="button" class={step.state === "open" ? "primary" : undefined} disabled={act.busy} onClick={() => void makeKey()}>{t("go.deployment")}</button></div>)}
        <ProblemNote problem={act.problem} />
        {step.state !== "done" && id !== "live_test" && (
          <div class="acts">
            {confirms && <button type="button" disabled={act.busy} onClick={() => void complete({})}>{t("confirm")}</button>}
            {step.state === "open" && <button type="button" class="plain" disabled={act.busy} onClick={() => void complete({ later: true })}>{t("later")}</button>}
          </div>
        )}
      </div>
    </details>
  );
}

function Body({ id, setup, done, check, complete }: { id: Known; setup: Setup; done: boolean; check: Check | undefined; complete(body: Schemas["SetupStep"]): Promise<boolean> }) {
  const [asking, setAsking] = useState(false);
  switch (id) {
    case "organisation": return <p><a href="/console/instellingen">{t("go.organisation")}</a></p>;
    case "people": return <p><a href="/console/mensen">{t("go.people")}</a></p>;
    case "own_chatbot": return (
      <>
        {may("policy.edit") && <div><button type="button" class="primary" onClick={() => setAsking(true)}>{t("go.own_chatbot")}</button></div>}
        {asking && <Add onClose={() => setAsking(false)} onDone={() => (setAsking(false), void complete({}))} />}
      </>
    );
    case "baseline": return <p><a href="/console/beleid">{t("go.baseline")}</a></p>;
    case "legal_gate": return <Gate setup={setup} complete={complete} />;
    case "deployment": return <p><a href="/console/dekking">{t("go.keys")}</a></p>;
    case "live_test": return (
      <>
        {!done && <><p>{t("text.live_test")}</p><div class="row"><code>{t("test.sentence")}</code><Copy text={t("test.sentence")} /></div></>}
        <p role="status" class={done ? "note ok" : "note"}>{t(done ? "test.seen" : "test.waiting")} {check && t("test.last", { what: word("action", check.action).toLowerCase(), where: destinationName(check.destination_id) })}</p>
        {!done && <p><a href="/console/proberen">{t("test.here")}</a></p>}
      </>
    );
    case "report": return <p class="row"><a href="/console/instellingen?tab=mail">{t("go.mail")}</a> <a href="/console/rapporten">{t("go.report")}</a></p>;
  }
}

function Gate({ setup, complete }: { setup: Setup; complete(body: Schemas["SetupStep"]): Promise<boolean> }) {
  const [dpia, setDpia] = useState(setup.gate?.assessed_on ?? "");
  const [council, setCouncil] = useState(setup.gate?.consented_on ?? "");
  const [volunteers, setVolunteers] = useState(setup.gate?.volunteers ?? false);
  const [reference, setReference] = useState("");
  const [evaluate, setEvaluate] = useState("");
  const again = setup.consent.state === "needed_again";
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Form submit={t("legal.save")} disabled={!volunteers && !(dpia && council)} onSubmit={() => complete({ ...(dpia && { assessed_on: dpia }), ...(council && { consented_on: council, fingerprint: setup.consent.fingerprint }), ...(reference && { reference }), ...(evaluate && { evaluate_on: evaluate }), volunteers })}>
      {(problem: unknown) => (
        <>
          {again && <div class="note warn stack tight"><p>{t("legal.again")}</p><ul>{setup.consent.changes.map((c) => <li key={c.sentence.id + c.what}>{c.sentence[language.value]}</li>)}</ul></div>}
          <p class="row">{(["dpia", "consent-request"] as const).map((paper) => <a key={paper} href={address(`/api/v1/transparency/${paper}`, [], { format: "pdf", lang: language.value })} download={`${paper}.pdf`}>{t(`legal.paper.${paper}`)}</a>)}</p>
          <TextField label={t("legal.dpia")} type="date" max={today} value={dpia} onValue={setDpia} wrong={wrong(problem, "assessed_on")} />
          <TextField label={t("legal.council")} type="date" max={today} value={council} onValue={setCouncil} wrong={wrong(problem, "consented_on")} />
          <TextField label={t("legal.reference")} hint={t("legal.reference.hint")} optional maxLength={120} value={reference} onValue={setReference} wrong={wrong(problem, "reference")} />
          <TextField label={t("legal.evaluate")} hint={t("legal.evaluate.hint")} optional type="date" value={evaluate} onValue={setEvaluate} wrong={wrong(problem, "evaluate_on")} />
          <Tick label={t("legal.volunteers")} checked={volunteers} onChange={setVolunteers} />
        </>
      )}
    </Form>
  );
}
