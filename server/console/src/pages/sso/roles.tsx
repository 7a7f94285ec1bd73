// Which groups of the provider give which roles, and what some groups would give.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departmentName, departments } from "../../api/names.ts";
import { t as shared } from "../../i18n/shared.ts";
import { codes, word } from "../../i18n/words.ts";
import { may } from "../../shell/session.ts";
import { useAct } from "../../ui/data.ts";
import { AreaField, Form, SelectField, TextField } from "../../ui/form.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { changing, type Part, type Settings } from "./part.ts";
import { t } from "./texts.ts";

type Row = Settings["roles"][number];

const known = () => codes("role").filter((role) => role !== "system" && role !== "operator");
/** Roles that count for the whole organisation alone, and the one for departments alone. */
const whole = ["owner", "it_admin", "policy_editor"];
const department = "ward_manager";

export function Roles({ settings: s, etag, reload }: Part) {
  const [rows, setRows] = useState<Row[]>(s.roles);
  const edit = may("people.manage");
  const set = (at: number, change: Partial<Row>) => setRows(rows.map((row, i) => (i === at ? { ...row, ...change } : row)));
  return (
    <section class="stack">
      <h2>{t("roles")}</h2>
      <p class="muted">{t("roles.lead")}</p>
      {!edit && <p class="note">{t("roles.owner")}</p>}
      <Form
        submit={t("roles.save")}
        disabled={!edit}
        onSubmit={() => changing(reload, async () => {
          await api.put("/api/v1/settings/sso/roles", { etag, body: { roles: rows.filter((row) => row.group.trim()) } });
          say(shared("saved"));
        })}
      >
        {(problem: unknown) => (
          <>
            {rows.length === 0 && <p class="muted">{t("roles.none")}</p>}
            {rows.map((row, at) => (
              <fieldset class="fields" key={at}>
                <legend class="strong">{t("roles.rule", { n: at + 1 })}</legend>
                <TextField label={t("col.group")} required readOnly={!edit} maxLength={256} value={row.group} onValue={(group) => set(at, { group })} wrong={wrong(problem, `roles/${at}/group`)} />
                <SelectField label={t("col.role")} value={row.role} onValue={(role) => set(at, { role: role as Row["role"], ...(whole.includes(role) && { department_id: null }) })} options={known().map((role) => [role, word("role", role)])} />
                {!whole.includes(row.role) && (
                  <SelectField label={t("col.where")} value={row.department_id ?? ""} onValue={(id) => set(at, { department_id: id || null })} wrong={wrong(problem, `roles/${at}/department_id`)}
                    options={[["", row.role === department ? t("choose") : t("everywhere")], ...departments.value.map((d) => [d.id, d.name] as const)]} />
                )}
                {edit && <div><button type="button" onClick={() => setRows(rows.filter((_, i) => i !== at))}>{shared("remove")}<span class="hidden-visually">: {row.group || at + 1}</span></button></div>}
              </fieldset>
            ))}
            {edit && <div><button type="button" onClick={() => setRows([...rows, { group: "", role: "analyst", department_id: null }])}>{t("roles.add")}</button></div>}
          </>
        )}
      </Form>
      {s.roles.length > 0 && <Try />}
    </section>
  );
}

// Which roles the groups of somebody would give, without that person.
function Try() {
  const [groups, setGroups] = useState("");
  const [given, setGiven] = useState<{ names: string[]; answer: Schemas["SSOTry"] } | undefined>();
  const act = useAct();
  const ask = () => act.run(async () => {
    const names = groups.split("\n").map((line) => line.trim()).filter(Boolean);
    setGiven({ names, answer: (await api.post("/api/v1/settings/sso/try", { body: { groups: names } })).data });
  });
  return (
    <section class="stack tight">
      <h3>{t("try")}</h3>
      <AreaField label={t("try.groups")} hint={t("try.hint")} rows={3} value={groups} onValue={setGroups} />
      <div><button type="button" disabled={act.busy || !groups.trim()} onClick={() => void ask()}>{t("try.ask")}</button></div>
      <ProblemNote problem={act.problem} />
      <div role="status">
        {given && (
          <div class={given.answer.refused ? "note stop stack tight" : "note ok stack tight"}>
            <p>{given.answer.refused ? t(`try.${given.answer.refused}`) : t("try.gives")}</p>
            {given.answer.roles.length > 0 && <ul>{given.answer.roles.map((r) => <li>{r.department_id ? t("in", { role: word("role", r.role), department: departmentName(r.department_id) }) : word("role", r.role)}</li>)}</ul>}
            {given.answer.unmatched.length > 0 && <p class="small">{t("try.unmatched", { groups: given.answer.unmatched.map((at) => given.names[at]).join(", ") })}</p>}
          </div>
        )}
      </div>
    </section>
  );
}
