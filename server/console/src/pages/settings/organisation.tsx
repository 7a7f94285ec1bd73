// Name, language and time zone of the organisation.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may } from "../../shell/session.ts";
import { isStale, useData } from "../../ui/data.ts";
import { Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

export function Organisation() {
  const found = useData((signal) => api.get("/api/v1/organisation", { signal }), []);
  return (
    <>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {found.value && <Fields key={found.value.etag} organisation={found.value.data} etag={found.value.etag} onSaved={found.set} reload={found.reload} />}
    </>
  );
}

interface Props {
  organisation: Schemas["Organisation"];
  etag: string;
  onSaved(saved: { status: number; data: Schemas["Organisation"]; etag: string }): void;
  reload(): Promise<void>;
}

function Fields({ organisation: o, etag, onSaved, reload }: Props) {
  const [value, setValue] = useState({ name: o.name, language: o.language, time_zone: o.time_zone, council_approves: o.council_approves !== o.council_waits });
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  const zones = [...new Set([o.time_zone, "Europe/Amsterdam", ...Intl.supportedValuesOf("timeZone")])];
  return (
    <Form
      submit={shared("save")}
      disabled={!may("settings.manage")}
      onSubmit={async () => {
        try {
          onSaved(await api.patch("/api/v1/organisation", { body: value, etag }));
        } catch (problem) {
          if (isStale(problem)) await reload();
          throw problem;
        }
        say(shared("saved"));
      }}
    >
      {(problem: unknown) => (
        <>
          <TextField label={t("f.name")} required maxLength={120} value={value.name} onValue={(name) => set({ name })} wrong={wrong(problem, "name")} />
          <SelectField label={t("f.language")} value={value.language} onValue={(language) => set({ language: language as "nl" })} options={[["nl", "Nederlands"], ["en", "English"]]} />
          <SelectField label={t("f.zone")} value={value.time_zone} onValue={(time_zone) => set({ time_zone })} options={zones.map((z) => [z, z])} wrong={wrong(problem, "time_zone")} />
          <Check label={t("f.council")} checked={value.council_approves} onChange={(council_approves) => set({ council_approves })} />
          {o.council_waits && <p class="note warn">{t("council.waits")}</p>}
        </>
      )}
    </Form>
  );
}
