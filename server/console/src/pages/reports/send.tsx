// Mails a report now, to oneself first.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { me } from "../../shell/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, SelectField } from "../../ui/form.tsx";
import { wrong } from "../../ui/problem.tsx";
import { say } from "../../ui/toast.tsx";
import { People } from "./people.tsx";
import { t } from "./texts.ts";

/** What is sent, and to whom a schedule sends it. */
export interface Parcel {
  audience: "officers" | "board" | "ward_manager" | "works_council";
  department: string | null;
  language: string;
  users: readonly string[];
}

export function Send({ week, parcel, onClose }: { week: string; parcel: Parcel; onClose(): void }) {
  const [to, setTo] = useState<"me" | "all" | "some">("me");
  const [some, setSome] = useState<string[]>([]);
  const recipients = to === "me" ? [me().user_id] : to === "all" ? [...parcel.users] : some;
  return (
    <Dialog title={t("s.send.title", { week })} onClose={onClose}>
      <p>{t(`audience.${parcel.audience}`)}</p>
      <Form
        submit={t("s.send.now")}
        onCancel={onClose}
        disabled={recipients.length === 0}
        onSubmit={async () => {
          await api.post("/api/v1/reports/weekly/{week}/send", {
            ids: [week], body: { recipients, audience: parcel.audience, language: parcel.language as "nl", ...(parcel.department && { department_id: parcel.department }) },
          });
          say(t("s.sent"));
          onClose();
        }}
      >
        {(problem: unknown) => (
          <>
            <SelectField
              label={t("s.to")} value={to} onValue={(value) => setTo(value as "me")} wrong={to !== "some" && wrong(problem, "users") ? t("s.who.wrong") : undefined}
              options={[["me", t("s.to.me", { mail: me().email })], ...(parcel.users.length > 0 ? [["all", t("s.to.all", { n: parcel.users.length })] as const] : []), ["some", t("s.to.some")]]}
            />
            {to === "some" && <People chosen={some} onChosen={setSome} wrong={wrong(problem, "users")} />}
          </>
        )}
      </Form>
    </Dialog>
  );
}
