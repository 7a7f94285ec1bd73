// Who answers for the organisation, and who runs the machine: for the authority and the papers of the works council.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { t as shared } from "../../i18n/shared.ts";
import { isStale, useData } from "../../ui/data.ts";
import { Check, Form, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

type Settings = Schemas["LegalSettings"];

export function Legal() {
  const found = useData((signal) => api.get("/api/v1/settings/legal", { signal }), []);
  return (
    <>
      <p class="muted">{t("l.lead")}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value && <Fields key={found.value.etag} settings={found.value.data} etag={found.value.etag || `"${found.value.data.rev}"`} onSaved={found.reload} />}
    </>
  );
}

function Fields({ settings: s, etag, onSaved }: { settings: Settings; etag: string; onSaved(): Promise<void> }) {
  const [value, setValue] = useState({ legal_name: s.legal_name, kvk: s.kvk, sector: s.sector, reporter: { ...s.reporter }, dpo: { ...s.dpo }, address: s.address, hosting: { ...s.hosting } });
  const host = (change: Partial<typeof value.hosting>) => set({ hosting: { ...value.hosting, ...change } });
  const hosted = (field: "processor" | "address" | "agreement", problem: unknown) => (
    <TextField label={t(`l.host.${field}`)} optional value={value.hosting[field]} maxLength={200} onValue={(v) => host({ [field]: v })} wrong={wrong(problem, `hosting/${field}`)} />
  );
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  const person = (who: "reporter" | "dpo", field: "name" | "function" | "phone" | "email" | "registration_no", label: string, problem: unknown) => (
    <TextField label={label} optional={field === "email" || field === "registration_no"} value={value[who][field] ?? ""} onValue={(v) => set({ [who]: { ...value[who], [field]: v } })} wrong={wrong(problem, `${who}/${field}`)} />
  );
  return (
    <Form
      submit={shared("save")}
      onSubmit={async () => {
        try {
          await api.put("/api/v1/settings/legal", { body: value, etag });
        } catch (problem) {
          if (isStale(problem)) await onSaved();
          throw problem;
        }
        say(shared("saved"));
        await onSaved();
      }}
    >
      {(problem: unknown) => (
        <>
          <TextField label={t("l.legal_name")} value={value.legal_name} onValue={(legal_name) => set({ legal_name })} wrong={wrong(problem, "legal_name")} />
          <TextField label={t("l.address")} optional maxLength={200} value={value.address} onValue={(address) => set({ address })} wrong={wrong(problem, "address")} />
          <TextField label={t("l.kvk")} inputMode="numeric" value={value.kvk} onValue={(kvk) => set({ kvk })} wrong={wrong(problem, "kvk")} />
          <TextField label={t("l.sector")} value={value.sector} onValue={(sector) => set({ sector })} wrong={wrong(problem, "sector")} />
          <fieldset class="fields"><legend class="strong">{t("l.reporter")}</legend>{person("reporter", "name", t("l.name"), problem)}{person("reporter", "function", t("l.function"), problem)}{person("reporter", "phone", t("l.phone"), problem)}{person("reporter", "email", t("l.email"), problem)}</fieldset>
          <fieldset class="fields"><legend class="strong">{t("l.dpo")}</legend>{person("dpo", "name", t("l.name"), problem)}{person("dpo", "phone", t("l.phone"), problem)}{person("dpo", "email", t("l.email"), problem)}{person("dpo", "registration_no", t("l.registration"), problem)}</fieldset>
          <fieldset class="fields"><legend class="strong">{t("l.host")}</legend>
            <Check label={t("l.host.self")} checked={value.hosting.self} onChange={(self) => host(self ? { self, processor: "", address: "", agreement: "" } : { self })} />
            {!value.hosting.self && <>{hosted("processor", problem)}{hosted("address", problem)}{hosted("agreement", problem)}</>}
            <TextField label={t("l.host.place")} hint={t("l.host.place.hint")} optional maxLength={200} value={value.hosting.place} onValue={(place) => host({ place })} wrong={wrong(problem, "hosting/place")} />
          </fieldset>
        </>
      )}
    </Form>
  );
}
