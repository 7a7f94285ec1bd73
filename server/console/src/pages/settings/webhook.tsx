// One webhook: what it hears of, a test, its last deliveries, another secret, the end of it.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { t as shared } from "../../i18n/shared.ts";
import { may } from "../../shell/session.ts";
import { isStale, useAct, useListing } from "../../ui/data.ts";
import { Drawer } from "../../ui/drawer.tsx";
import { Check, Form } from "../../ui/form.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Sure } from "../../ui/sure.tsx";
import { say } from "../../ui/toast.tsx";
import { Sent, type Delivery } from "./deliveries.tsx";
import { t } from "./texts.ts";
import { Fields, type Terms, type Webhook } from "./webhook-fields.tsx";

interface Props {
  hook: Webhook;
  onChange(): Promise<void>;
  onSecret(hook: Webhook): void;
  onClose(): void;
}

/** How long a test is looked after: deliveries go out every ten seconds. */
const looks = [2_000, 5_000, 8_000, 12_000, 20_000];

export function Hook({ hook: w, onChange, onSecret, onClose }: Props) {
  const [asking, setAsking] = useState<"renew" | "remove" | undefined>();
  const act = useAct();
  const sent = useListing<Delivery>(async (cursor, signal) => (await api.get("/api/v1/webhooks/{id}/deliveries", { ids: [w.id], query: { limit: 20, ...(cursor && { cursor }) }, signal })).data, w.id);
  const etag = `"${w.rev}"`;
  const test = () => void act.run(async () => {
    await api.post("/api/v1/webhooks/{id}/test", { ids: [w.id] });
    say(t("w.tested"));
    sent.reload();
    for (const wait of looks) setTimeout(sent.reload, wait);
  });
  const manage = may("settings.manage");
  const foot = manage && (
    <>
      <button type="button" disabled={act.busy || !w.enabled} onClick={test}>{t("w.test")}</button>
      <button type="button" onClick={() => setAsking("renew")}>{t("w.renew")}</button>
      <button type="button" class="danger" onClick={() => setAsking("remove")}>{shared("remove")}</button>
    </>
  );
  return (
    <Drawer about={w.id} title={w.label || new URL(w.url).host} foot={foot} onClose={onClose}>
      <ProblemNote problem={act.problem} />
      <section class="stack tight">
        <h3>{t("w.deliveries")}</h3>
        <Sent list={sent} empty={t("w.quiet")} />
      </section>
      {manage && <Edit key={w.rev} hook={w} onChange={onChange} />}
      {asking === "renew" && (
        <Sure
          title={t("w.renew")} act={t("w.renew")} onClose={() => setAsking(undefined)}
          onAct={async () => {
            const { data } = await api.post("/api/v1/webhooks/{id}/renew", { ids: [w.id], etag });
            setAsking(undefined);
            await onChange();
            onSecret(data);
          }}
        ><p>{t("w.renew.sure")}</p></Sure>
      )}
      {asking === "remove" && (
        <Sure
          title={t("w.remove")} act={shared("remove")} onClose={() => setAsking(undefined)}
          onAct={async () => {
            await api.del("/api/v1/webhooks/{id}", { ids: [w.id], etag });
            say(t("w.removed"));
            onClose();
            await onChange();
          }}
        ><p>{t("w.remove.sure")}</p></Sure>
      )}
    </Drawer>
  );
}

function Edit({ hook: w, onChange }: { hook: Webhook; onChange(): Promise<void> }) {
  const [value, setValue] = useState<Terms>({ url: w.url, label: w.label, events: w.events as Terms["events"] });
  const [enabled, setEnabled] = useState(w.enabled);
  return (
    <section class="stack tight">
      <h3>{shared("change")}</h3>
      <Form
        submit={shared("save")}
        disabled={value.events.length === 0}
        onSubmit={async () => {
          try {
            await api.patch("/api/v1/webhooks/{id}", { ids: [w.id], body: { ...value, enabled }, etag: `"${w.rev}"` });
          } catch (problem) {
            if (isStale(problem)) await onChange();
            throw problem;
          }
          say(shared("saved"));
          await onChange();
        }}
      >
        {(problem: unknown) => <><Check label={t("w.enabled")} checked={enabled} onChange={setEnabled} /><Fields value={value} onValue={setValue} problem={problem} /></>}
      </Form>
    </section>
  );
}
