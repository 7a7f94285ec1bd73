// Which provider, as what client, and what of its tokens counts.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may } from "../../shell/session.ts";
import { AreaField, Form, SelectField, TextField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { changing, type Part } from "./part.ts";
import { t } from "./texts.ts";

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean);

export function Connection({ settings: s, etag, reload }: Part) {
  const [value, setValue] = useState({
    label: s.label, issuer: s.issuer ?? "", client_id: s.client_id ?? "", secret: "", scopes: s.scopes.join(" "), groups_claim: s.groups_claim,
    address_claim: s.address_claim, domains: s.domains.join("\n"), factor: s.factor ?? "", acr: s.acr.join(" "),
  });
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
  const manage = may("settings.manage");
  const entra = /^https:\/\/login\.microsoftonline\./.test(value.issuer);
  return (
    <section class="stack">
      <h2>{t("connection")}</h2>
      {s.enabled && manage && !may("people.manage") && <p class="note warn">{t("connection.off")}</p>}
      <Form
        submit={shared("save")}
        disabled={!manage}
        onSubmit={() => changing(reload, async () => {
          const { secret, factor, ...rest } = value;
          await api.patch("/api/v1/settings/sso", {
            etag,
            body: {
              ...rest, scopes: words(value.scopes), domains: words(value.domains), acr: words(value.acr), address_claim: value.address_claim as "email",
              ...(factor && { factor: factor as "acr" }), ...(secret && { secret }),
            },
          });
          say(shared("saved"));
        })}
      >
        {(problem: unknown) => (
          <>
            <TextField label={t("f.issuer")} hint={t("f.issuer.hint")} type="url" required maxLength={512} readOnly={!manage} value={value.issuer} onValue={(issuer) => set({ issuer })} wrong={issuerWrong(problem)} />
            <TextField label={t("f.client")} required maxLength={256} readOnly={!manage} value={value.client_id} onValue={(client_id) => set({ client_id })} wrong={wrong(problem, "client_id")} />
            <TextField label={t("f.secret")} hint={t(s.secret_set ? "f.secret.set" : "f.secret.hint")} type="password" autocomplete="off" optional={s.secret_set} maxLength={1000} readOnly={!manage} value={value.secret} onValue={(secret) => set({ secret })} wrong={wrong(problem, "secret")} />
            <TextField label={t("f.label")} hint={t("f.label.hint")} optional maxLength={80} readOnly={!manage} value={value.label} onValue={(label) => set({ label })} wrong={wrong(problem, "label")} />
            <SelectField label={t("f.factor")} hint={t(value.factor === "provider" ? "f.factor.provider" : "f.factor.hint")} value={value.factor} onValue={(factor) => set({ factor })} wrong={wrong(problem, "factor")}
              options={[...(value.factor ? [] : [["", t("choose")] as const]), ["provider", t("factor.provider")], ["amr", t("factor.amr")], ["acr", t("factor.acr")]]} />
            {value.factor === "acr" && <TextField label={t("f.acr")} hint={t("f.acr.hint")} required value={value.acr} onValue={(acr) => set({ acr })} wrong={wrong(problem, "acr")} />}
            <SelectField label={t("f.address")} hint={t(value.address_claim === "email" ? "f.address.email" : "f.address.name")} value={value.address_claim} onValue={(address_claim) => set({ address_claim })} wrong={wrong(problem, "address_claim")}
              options={[["email", "email"], ["preferred_username", "preferred_username"], ["upn", "upn"]]} />
            <TextField label={t("f.groups")} hint={t("f.groups.hint")} required maxLength={128} readOnly={!manage} value={value.groups_claim} onValue={(groups_claim) => set({ groups_claim })} wrong={wrong(problem, "groups_claim")} />
            <TextField label={t("f.scopes")} hint={t(entra ? "f.scopes.entra" : "f.scopes.hint")} optional readOnly={!manage} value={value.scopes} onValue={(scopes) => set({ scopes })} wrong={wrong(problem, "scopes")} />
            <AreaField label={t("f.domains")} hint={t("f.domains.hint")} optional rows={2} value={value.domains} onValue={(domains) => set({ domains })} wrong={wrong(problem, "domains")} />
          </>
        )}
      </Form>
    </section>
  );
}

// The address of Microsoft that is for all tenants is refused with words of its own.
function issuerWrong(problem: unknown): string | undefined {
  const text = wrong(problem, "issuer");
  return text && t("f.issuer.wrong");
}
