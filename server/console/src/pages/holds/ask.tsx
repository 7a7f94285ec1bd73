// What setting and lifting a legal hold ask: a reason, and for how long.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../api/client.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { AreaField, Form, TextField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

export type Hold = Schemas["LegalHold"];

const leastReason = 10;
const mostReason = 2000;

interface PlaceProps {
  about: { id: string; number: string } | undefined;
  onClose(): void;
  onDone(): void;
}

export function Place({ about, onClose, onDone }: PlaceProps) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  return (
    <Dialog title={t("place.title")} onClose={onClose}>
      <p>{about ? t("place.case", { number: about.number }) : t("place.everything")}</p>
      <Form
        submit={t("place.go")}
        onCancel={onClose}
        onSubmit={async () => {
          // The day counts to its end, in the time of who sets it.
          await api.post("/api/v1/legal-holds", { body: { reason, ...(about && { incident_id: about.id }), ...(until && { until: new Date(`${until}T23:59:59`).toISOString() }) } });
          say(t("place.done"));
          onDone();
        }}
      >
        {(problem: unknown) => (
          <>
            <AreaField label={t("place.reason")} required minLength={leastReason} maxLength={mostReason} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />
            <TextField label={t("place.until")} hint={t("place.until_hint")} optional type="date" min={tomorrow()} value={until} onValue={setUntil} wrong={wrong(problem, "until")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

export function Lift({ hold, onClose, onDone }: { hold: Hold; onClose(): void; onDone(): void }) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t("lift.title")} onClose={onClose}>
      <p class="wrap strong">{hold.reason}</p>
      <p>{t("lift.text")}</p>
      <Form
        submit={t("lift.ask")}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/legal-holds/{id}/lift", { ids: [hold.id], body: { reason } });
          say(t("lift.asked"));
          onDone();
        }}
      >
        {(problem: unknown) => <AreaField label={t("lift.reason")} required minLength={leastReason} maxLength={mostReason} value={reason} onValue={setReason} wrong={wrong(problem, "reason")} />}
      </Form>
    </Dialog>
  );
}

function tomorrow(): string {
  const d = new Date(Date.now() + 24 * 3_600_000);
  return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
