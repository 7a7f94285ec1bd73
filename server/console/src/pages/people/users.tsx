// People and their roles.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departments } from "../../api/names.ts";
import { moment } from "../../i18n/i18n.ts";
import { codes, word } from "../../i18n/words.ts";
import { may, me } from "../../shell/session.ts";
import { Code } from "../../ui/badge.tsx";
import { Copy } from "../../ui/copy.tsx";
import { useAct, useData, type Data } from "../../ui/data.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, SelectField, TextField } from "../../ui/form.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ProblemNote, wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { Given, TakeAway, Unlink } from "./given.tsx";
import { t } from "./texts.ts";

type User = Schemas["User"];
type Binding = Schemas["RoleBinding"];

const roles = () => codes("role").filter((r) => r !== "system" && r !== "operator");

export function Users({ users }: { users: Data<User[]> }) {
  const bindings = useData(async (signal) => (await api.get("/api/v1/role-bindings", { query: { limit: 200 } as never, signal })).data.items, []);
  const [asking, setAsking] = useState<{ kind: "invite" } | { kind: "role"; user: User } | { kind: "take"; user: User; binding: Binding } | { kind: "unlink"; user: User } | { kind: "link"; name: string; link: string; until: string } | undefined>();
  const act = useAct();
  const manage = may("people.manage");
  const again = () => (void users.reload(), void bindings.reload());
  const run = (change: () => Promise<unknown>) => void act.run(async () => {
    await change();
    say(t("done"));
    again();
  });
  const acts = (user: User, own: Binding[]) => [
    { text: t("act.role"), act: () => setAsking({ kind: "role", user }) },
    ...own.map((b) => ({ text: t("act.unbind", { role: word("role", b.role) }), act: () => setAsking({ kind: "take", user, binding: b }) })),
    ...(user.federated ? [{ text: t("act.unlink"), act: () => setAsking({ kind: "unlink", user }) }] : []),
    ...(user.state === "invited" ? [{ text: t("act.invite"), act: () => void act.run(async () => {
      const { data } = await api.post("/api/v1/users/{id}/invite", { ids: [user.id] });
      setAsking({ kind: "link", name: user.name || user.email || "", link: data.link ?? "", until: data.expires_at });
    }) }] : []),
    ...(user.state === "active" ? [{ text: t("act.logout"), act: () => run(() => api.post("/api/v1/users/{id}/logout", { ids: [user.id] })) }] : []),
    user.state === "disabled"
      ? { text: t("act.enable"), act: () => run(() => api.post("/api/v1/users/{id}/enable", { ids: [user.id] })) }
      : { text: t("act.disable"), act: () => run(() => api.post("/api/v1/users/{id}/disable", { ids: [user.id] })) },
  ];
  return (
    <div class="stack">
      {manage && <div><button type="button" class="primary" onClick={() => setAsking({ kind: "invite" })}>{t("invite")}</button></div>}
      <ProblemNote problem={users.problem ?? bindings.problem ?? act.problem} />
      <div class="panel flush">
        <table class="plain-table names stacks">
          <caption class="hidden-visually">{t("tab.people")}</caption>
          <thead><tr><th scope="col">{t("col.name")}</th><th scope="col">{t("col.roles")}</th><th scope="col">{t("col.state")}</th><th scope="col">{t("col.last")}</th>{manage && <th scope="col">{t("col.acts")}</th>}</tr></thead>
          <tbody>
            {users.value?.map((u) => {
              const own = bindings.value?.filter((b) => b.principal === u.id) ?? [];
              return (
                <tr key={u.id}>
                  <th scope="row"><span class="wrap">{u.name || "–"}</span><br /><span class="small muted wrap">{u.email}</span></th>
                  <td data-of={t("col.roles")}>{own.length === 0 ? <span class="muted">{t("no_role")}</span> : <div class="stack tight">{own.map((b) => <div key={b.id}><Given binding={b} /></div>)}</div>}</td>
                  <td data-of={t("col.state")}><Code list="user_state" code={u.state} />{u.federated && <><br /><span class="small muted">{t("federated")}</span></>}</td>
                  <td class="nowrap" data-of={t("col.last")}>{u.last_sign_in_at ? moment(u.last_sign_in_at) : t("never")}</td>
                  {manage && <td>{u.id !== me().user_id && <Menu end label={<><span class="hidden-visually">{u.name} </span>{t("col.acts")}</>} acts={acts(u, own)} />}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {asking?.kind === "invite" && <Invite onClose={() => setAsking(undefined)} onMade={(name, link, until) => (setAsking({ kind: "link", name, link, until }), again())} />}
      {asking?.kind === "role" && <Bind user={asking.user} onClose={() => setAsking(undefined)} onDone={() => (setAsking(undefined), say(t("done")), again())} />}
      {asking?.kind === "take" && <TakeAway user={asking.user} binding={asking.binding} onClose={() => setAsking(undefined)} onDone={() => (setAsking(undefined), say(t("done")), again())} />}
      {asking?.kind === "unlink" && <Unlink user={asking.user} onClose={() => setAsking(undefined)} onDone={() => (setAsking(undefined), say(t("done")), again())} />}
      {asking?.kind === "link" && (
        <Dialog title={t("act.invite")} onClose={() => setAsking(undefined)}>
          <p>{t("link", { name: asking.name, when: moment(asking.until) })}</p>
          <div class="row"><code class="wrap">{asking.link}</code><Copy text={asking.link} /></div>
        </Dialog>
      )}
    </div>
  );
}

function Where({ department, setDepartment }: { department: string; setDepartment(id: string): void }) {
  if (departments.value.length === 0) return null;
  return <SelectField label={t("f.department")} value={department} onValue={setDepartment} options={[["", t("f.whole")], ...departments.value.map((d) => [d.id, d.name] as const)]} />;
}

function Invite({ onClose, onMade }: { onClose(): void; onMade(name: string, link: string, until: string): void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("fg");
  const [department, setDepartment] = useState("");
  return (
    <Dialog title={t("invite")} onClose={onClose}>
      <Form
        submit={t("invite")}
        onCancel={onClose}
        onSubmit={async () => {
          const { data } = await api.post("/api/v1/users", { body: { name, email, locale: me().locale, roles: [{ role: role as "fg", ...(department && { department_id: department }) }] } });
          onMade(name, data.link ?? "", data.expires_at);
        }}
      >
        {(problem: unknown) => (
          <>
            <TextField label={t("f.name")} required maxLength={120} value={name} onValue={setName} wrong={wrong(problem, "name")} />
            <TextField label={t("f.mail")} type="email" required maxLength={254} value={email} onValue={setEmail} wrong={wrong(problem, "email")} />
            <SelectField label={t("f.role")} value={role} onValue={setRole} options={roles().map((r) => [r, word("role", r)])} wrong={wrong(problem, "roles")} />
            <Where department={department} setDepartment={setDepartment} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

function Bind({ user, onClose, onDone }: { user: User; onClose(): void; onDone(): void }) {
  const [role, setRole] = useState("analyst");
  const [department, setDepartment] = useState("");
  return (
    <Dialog title={`${t("act.role")}: ${user.name || user.email}`} onClose={onClose}>
      <Form submit={t("act.role")} onCancel={onClose} onSubmit={async () => (await api.post("/api/v1/role-bindings", { body: { principal: user.id, role: role as "fg", ...(department && { department_id: department }) } }), onDone())}>
        {(problem: unknown) => (
          <>
            <SelectField label={t("f.role")} value={role} onValue={setRole} options={roles().map((r) => [r, word("role", r)])} wrong={wrong(problem, "role")} />
            <Where department={department} setDepartment={setDepartment} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
