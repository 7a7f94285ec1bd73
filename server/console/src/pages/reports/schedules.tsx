// Who gets which report, and when.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departmentName, departments, userName } from "../../api/names.ts";
import { language } from "../../i18n/i18n.ts";
import { t as shared } from "../../i18n/shared.ts";
import { me } from "../../shell/session.ts";
import { Tag } from "../../ui/badge.tsx";
import { isStale, useData } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { AreaField, Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { Sure } from "../../ui/sure.tsx";
import { say } from "../../ui/toast.tsx";
import { People } from "./people.tsx";
import { Send, type Parcel } from "./send.tsx";
import { t } from "./texts.ts";

type Schedule = Schemas["ReportSchedule"];
type Change = Schemas["ReportScheduleChange"];

export const audiences = ["officers", "board", "ward_manager", "works_council"] as const;
const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The name of a weekday: 2 January 2023 was a Monday. */
const dayName = (weekday: string) => new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2023, 0, 2 + weekdays.findIndex((w) => w === weekday))));

type Asking = { kind: "add" } | { kind: "change" | "remove"; schedule: Schedule } | { kind: "send"; parcel: Parcel };

export function Schedules({ week }: { week: string }) {
  const list = useData(async (signal) => (await api.get("/api/v1/report-schedules", { signal })).data.items, []);
  const [asking, setAsking] = useState<Asking | undefined>();
  const done = () => (setAsking(undefined), void list.reload());
  const add = <button type="button" onClick={() => setAsking({ kind: "add" })}>{t("s.add")}</button>;
  const acts = (s: Schedule) => [
    { text: t("s.send"), act: () => setAsking({ kind: "send", parcel: { audience: s.audience, department: s.department_id, language: s.language, users: s.users } }) },
    { text: shared("change"), act: () => setAsking({ kind: "change", schedule: s }) },
    { text: shared("remove"), act: () => setAsking({ kind: "remove", schedule: s }) },
  ];
  return (
    <section class="stack">
      <div class="row spread"><h2>{t("h.schedules")}</h2>{list.value && list.value.length > 0 && add}</div>
      <ProblemNote problem={list.problem} retry={list.reload} />
      {list.value?.length === 0 && <Empty text={t("s.empty")}>{add}</Empty>}
      {list.value && list.value.length > 0 && (
        <div class="panel flush">
          <table class="plain-table stacks">
            <caption class="hidden-visually">{t("h.schedules")}</caption>
            <thead><tr><th scope="col">{t("s.what")}</th><th scope="col">{t("s.when")}</th><th scope="col">{t("s.who")}</th><th scope="col">{t("s.last")}</th><th scope="col"><span class="hidden-visually">{t("s.acts")}</span></th></tr></thead>
            <tbody>
              {list.value.map((s) => (
                <tr key={s.id}>
                  <th scope="row">{t(`audience.${s.audience}`)}{s.department_id && `, ${departmentName(s.department_id)}`}<br /><span class="small muted">{s.language === "nl" ? "Nederlands" : "English"}{s.pdf && ", PDF"}</span></th>
                  <td class="nowrap" data-of={t("s.when")}>{t("s.at", { day: dayName(s.weekday), time: s.time })}{!s.enabled && <> <Tag>{t("s.off")}</Tag></>}</td>
                  <td class="wrap" data-of={t("s.who")}>{[...s.users.map(userName), ...s.addresses].join(", ")}</td>
                  <td data-of={t("s.last")}>{s.sent_week ?? <span class="muted">{t("s.never")}</span>}</td>
                  <td><Menu end label={t("s.acts")} acts={acts(s)} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {asking?.kind === "add" && <Edit onClose={() => setAsking(undefined)} onDone={done} />}
      {asking?.kind === "change" && <Edit schedule={asking.schedule} onClose={() => setAsking(undefined)} onDone={done} />}
      {asking?.kind === "send" && <Send week={week} parcel={asking.parcel} onClose={() => setAsking(undefined)} />}
      {asking?.kind === "remove" && (
        <Sure
          title={t("s.remove")} act={shared("remove")} onClose={() => setAsking(undefined)}
          onAct={async () => {
            await api.del("/api/v1/report-schedules/{id}", { ids: [asking.schedule.id], etag: `"${asking.schedule.rev}"` });
            say(t("s.removed"));
            done();
          }}
        ><p>{t("s.remove.sure")}</p></Sure>
      )}
    </section>
  );
}

function Edit({ schedule: s, onClose, onDone }: { schedule?: Schedule; onClose(): void; onDone(): void }) {
  const [value, setValue] = useState({
    audience: s?.audience ?? "board", department: s?.department_id ?? "", language: s?.language ?? me().locale, weekday: s?.weekday ?? "monday", time: s?.time ?? "07:00",
    users: s?.users ?? [], addresses: s?.addresses.join("\n") ?? "", pdf: s?.pdf ?? true, enabled: s?.enabled ?? true,
  });
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  const addresses = value.addresses.split(/[\s,;]+/).filter(Boolean);
  const ward = value.audience === "ward_manager";
  const save = async () => {
    const body: Change = {
      audience: value.audience, department_id: ward ? value.department : "", language: value.language as "nl", weekday: value.weekday as "monday", time: value.time,
      users: value.users, addresses, pdf: value.pdf, enabled: value.enabled,
    };
    try {
      await (s ? api.patch("/api/v1/report-schedules/{id}", { ids: [s.id], body, etag: `"${s.rev}"` }) : api.post("/api/v1/report-schedules", { body }));
    } catch (problem) {
      if (isStale(problem)) onDone();
      throw problem;
    }
    say(shared("saved"));
    onDone();
  };
  return (
    <Dialog title={t(s ? "s.change" : "s.add")} onClose={onClose}>
      <Form submit={shared("save")} onCancel={onClose} disabled={value.users.length + addresses.length === 0 || (ward && !value.department)} onSubmit={save}>
        {(problem: unknown) => (
          <>
            <SelectField label={t("audience")} value={value.audience} onValue={(audience) => set({ audience: audience as "board" })} options={audiences.map((a) => [a, t(`audience.${a}`)])} wrong={wrong(problem, "audience")} />
            {ward && <SelectField label={t("s.department")} value={value.department} onValue={(department) => set({ department })} options={[["", "–"], ...departments.value.map((d) => [d.id, d.name] as const)]} wrong={wrong(problem, "department_id")} />}
            <SelectField label={t("s.day")} value={value.weekday} onValue={(weekday) => set({ weekday })} options={weekdays.map((w) => [w, dayName(w)])} />
            <TextField label={t("s.time")} type="time" required value={value.time} onValue={(time) => set({ time })} wrong={wrong(problem, "time")} />
            <SelectField label={t("s.language")} value={value.language} onValue={(lang) => set({ language: lang })} options={[["nl", "Nederlands"], ["en", "English"]]} />
            <People chosen={value.users} onChosen={(chosen) => set({ users: chosen })} wrong={wrong(problem, "users")} />
            <AreaField label={t("s.addresses")} hint={t("s.addresses.hint")} optional rows={2} value={value.addresses} onValue={(text) => set({ addresses: text })} wrong={wrong(problem, "addresses") && t("s.addresses.wrong")} />
            <Check label={t("s.pdf")} checked={value.pdf} onChange={(pdf) => set({ pdf })} />
            {s && <Check label={t("s.enabled")} checked={value.enabled} onChange={(enabled) => set({ enabled })} />}
          </>
        )}
      </Form>
    </Dialog>
  );
}
