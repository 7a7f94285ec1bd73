// Where a role comes from, and the questions before it or a link to the provider goes.
import { api, type Schemas } from "../../api/client.ts";
import { departmentName } from "../../api/names.ts";
import { day } from "../../i18n/i18n.ts";
import { word } from "../../i18n/words.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
import { t } from "./texts.ts";

type User = Schemas["User"];
type Binding = Schemas["RoleBinding"];

const groups = (b: Binding) => b.groups.map((g) => `"${g}"`).join(", ");
const called = (b: Binding) => (b.department_id ? t("in", { role: word("role", b.role), department: departmentName(b.department_id) }) : word("role", b.role));

/** Whether a group gives it now: then only the provider, or what the group gives, takes it away. */
const managed = (b: Binding) => b.origin !== "hand" && b.groups.length > 0;

function from(b: Binding): string {
  if (b.origin === "hand") return t("from.hand");
  if (b.groups.length === 0) return t("from.gone");
  return t(b.origin === "scim" ? "from.scim" : "from.sign_in", { groups: groups(b) });
}

export function Given({ binding: b }: { binding: Binding }) {
  return <>{called(b)}{b.expires_at && ` – ${day(b.expires_at)}`}<br /><span class="small muted wrap">{from(b)}</span></>;
}

interface Asked {
  user: User;
  onClose(): void;
  onDone(): void;
}

/** Asks whether a role is to go, or says where a role that a group gives is taken away. */
export function TakeAway({ user, binding: b, onClose, onDone }: Asked & { binding: Binding }) {
  const name = user.name || user.email || "";
  const title = t("act.unbind", { role: called(b) });
  if (managed(b)) {
    return (
      <Dialog title={title} onClose={onClose}>
        <p>{t("managed", { name, groups: groups(b) })}</p>
        <p>{t("managed.where")}</p>
        <p>{t("managed.now")}</p>
        <div class="row"><button type="button" class="primary" onClick={onClose}>{t("close")}</button><a href="/console/instellingen?tab=sso">{t("managed.go")}</a></div>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Form submit={t("take")} onCancel={onClose} onSubmit={async () => (await api.del("/api/v1/role-bindings/{id}", { ids: [b.id], etag: `"${b.rev}"` }), onDone())}>
        {() => <><p>{t("take.sure", { name, role: called(b) })}</p>{b.groups.length > 0 && <p class="note">{t("take.again", { groups: groups(b) })}</p>}</>}
      </Form>
    </Dialog>
  );
}

/** Asks whether the person at the provider is to be forgotten. */
export function Unlink({ user, onClose, onDone }: Asked) {
  return (
    <Dialog title={t("act.unlink")} onClose={onClose}>
      <Form submit={t("act.unlink")} onCancel={onClose} onSubmit={async () => (await api.post("/api/v1/users/{id}/unlink", { ids: [user.id] }), onDone())}>
        {() => <><p>{t("unlink.sure", { name: user.name || user.email || "" })}</p><p>{t("unlink.when")}</p></>}
      </Form>
    </Dialog>
  );
}
