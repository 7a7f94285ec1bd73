// One API key: its terms, its rotation, and the one time that it is shown.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { departments } from "../../api/names.ts";
import { may } from "../../shell/session.ts";
import { Copy } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Check, Form, SelectField, TextField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { t } from "./texts.ts";

export type ApiKey = Schemas["APIKey"];
type Scope = Schemas["KeyScope"];

// What a person must be allowed to do to let a program do it.
const scopes: readonly [scope: Scope, needs: Parameters<typeof may>[0]][] = [
  ["incidents:read", "incidents.read"], ["reports:read", "statistics.read"], ["policies:read", "policy.read"], ["policies:write", "policy.edit"],
  ["devices:read", "devices.read"], ["devices:revoke", "devices.revoke"], ["audit:read", "audit.export"], ["people:read", "people.read"], ["scim", "people.manage"],
];

const ofDepartments: readonly Scope[] = ["incidents:read", "reports:read"];

/** Days from now, as a date field has them. */
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export function AddKey({ onClose, onMade }: { onClose(): void; onMade(key: ApiKey): void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<Scope[]>([]);
  const [department, setDepartment] = useState("");
  const [networks, setNetworks] = useState("");
  const [until, setUntil] = useState(inDays(180));
  const give = async () => {
    const body = {
      name, scopes: chosen, expires_at: new Date(`${until}T23:59:59`).toISOString(), networks: networks.split(/[\s,]+/).filter(Boolean),
      ...(department && whereAllowed(chosen) && { department_id: department }),
    };
    onMade((await api.post("/api/v1/api-keys", { body })).data);
  };
  return (
    <Dialog title={t("key.add")} onClose={onClose}>
      <Form submit={t("key.add")} onCancel={onClose} disabled={chosen.length === 0} onSubmit={give}>
        {(problem: unknown) => (
          <>
            <TextField label={t("key.name")} hint={t("key.name.hint")} required maxLength={80} value={name} onValue={setName} wrong={wrong(problem, "name")} />
            <Scopes chosen={chosen} onChosen={setChosen} />
            {whereAllowed(chosen) && departments.value.length > 0 && (
              <SelectField label={t("key.department")} value={department} onValue={setDepartment} options={[["", t("key.whole")], ...departments.value.map((d) => [d.id, d.name] as const)]} wrong={wrong(problem, "department_id")} />
            )}
            <TextField label={t("key.until")} hint={t("key.until.hint")} type="date" required min={inDays(1)} max={inDays(365)} value={until} onValue={setUntil} wrong={wrong(problem, "expires_at")} />
            <AreaField label={t("key.networks")} hint={t("key.networks.hint")} optional rows={2} maxLength={2000} value={networks} onValue={setNetworks} wrong={wrong(problem, "networks")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

const whereAllowed = (chosen: readonly Scope[]): boolean => chosen.length > 0 && chosen.every((s) => ofDepartments.includes(s));

function Scopes({ chosen, onChosen }: { chosen: readonly Scope[]; onChosen(scopes: Scope[]): void }) {
  const mine = scopes.filter(([, needs]) => may(needs));
  const choose = (scope: Scope, on: boolean) => {
    const rest = chosen.filter((s) => s !== scope && (!on || (scope !== "scim" && s !== "scim")));
    onChosen(on ? [...rest, scope] : rest);
  };
  return (
    <fieldset class="fields">
      <legend class="strong">{t("key.scopes")}</legend>
      <p class="small muted">{t("key.scopes.hint")}</p>
      <div class="stack tight">
        {mine.map(([scope]) => <Check label={<>{t(`scope.${scope}`)} <code class="small muted">{scope}</code></>} checked={chosen.includes(scope)} onChange={(on) => choose(scope, on)} />)}
      </div>
    </fieldset>
  );
}

export function Rotate({ apiKey, onClose, onMade }: { apiKey: ApiKey; onClose(): void; onMade(key: ApiKey): void }) {
  const [hours, setHours] = useState("24");
  return (
    <Dialog title={t("key.rotate.title", { name: apiKey.name })} onClose={onClose}>
      <Form submit={t("key.rotate")} onCancel={onClose} onSubmit={async () => onMade((await api.post("/api/v1/api-keys/{id}/rotate", { ids: [apiKey.id], body: { overlap_hours: Number(hours) } })).data)}>
        {(problem: unknown) => (
          <>
            <p>{t("key.rotate.sure")}</p>
            <SelectField label={t("key.overlap")} value={hours} onValue={setHours} options={[["0", t("key.overlap.0")], ["1", t("key.overlap.1")], ["24", t("key.overlap.24")], ["168", t("key.overlap.168")]]} wrong={wrong(problem, "overlap_hours")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

export function Shown({ apiKey, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const address = `${location.origin}/scim/v2`;
  return (
    <Dialog title={t("key.shown", { name: apiKey.name })} onClose={onClose}>
      <p class="note warn">{t("key.once")}</p>
      <div class="row"><code class="wrap">{apiKey.key}</code><Copy text={apiKey.key ?? ""} label={t("key.itself")} /></div>
      {apiKey.scopes.includes("scim") && <p class="row"><span>{t("key.address")}</span><code class="wrap">{address}</code><Copy text={address} label={t("key.address")} /></p>}
      <p class="small muted">{t("key.bearer")} <code>Authorization: Bearer dwk_…</code></p>
      <div class="acts"><button type="button" class="primary" onClick={onClose}>{t("w.kept")}</button></div>
    </Dialog>
  );
}
