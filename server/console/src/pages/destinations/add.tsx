// The organisation's own chatbot, or a service that the catalogue does not know.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { codes, word } from "../../i18n/words.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Form, SelectField, TextField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

export function Add({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const [name, setName] = useState("");
  const [hosts, setHosts] = useState("");
  const [kind, setKind] = useState("approved");
  const [redirect, setRedirect] = useState("");
  const [land, setLand] = useState("NL");
  const [reason, setReason] = useState("");
  const id = name.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return (
    <Dialog title={t("add")} onClose={onClose}>
      <Form
        submit={t("add")}
        onCancel={onClose}
        onSubmit={async () => {
          const { status } = await api.post("/api/v1/destinations", {
            body: { id, name, hosts: hosts.split(/\s+/).filter(Boolean), class: kind as "approved", reason, ...(redirect && { redirect }), ...(land && { country: land.toUpperCase() }) },
          });
          say(t(status === 202 ? "asked" : "saved"));
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <TextField label={t("f.name")} required maxLength={80} value={name} onValue={setName} wrong={wrong(problem, "name") ?? wrong(problem, "id")} />
            <AreaField label={t("f.hosts")} required rows={3} value={hosts} onValue={setHosts} wrong={wrong(problem, "hosts")} />
            <SelectField label={t("col.class")} hint={t("milder")} value={kind} onValue={setKind} options={codes("class").map((c) => [c, word("class", c)])} />
            <TextField label={t("f.redirect")} optional type="url" placeholder="https://" value={redirect} onValue={setRedirect} wrong={wrong(problem, "redirect")} />
            <TextField label={t("f.country")} optional maxLength={2} value={land} onValue={setLand} wrong={wrong(problem, "country")} />
            <AreaField label={t("reason")} required value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
