// Asks for all factors again, for a sensitive act.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Form, TextField } from "../ui/form.tsx";
import { ByPasskey } from "./passkey.tsx";
import { me } from "./session.ts";
import { AtProvider } from "./step-up-sso.tsx";
import { t } from "./texts.ts";

const asked = signal<((done: boolean) => void) | undefined>(undefined);

/** Whether the person confirmed who they are. */
export function stepUp(): Promise<boolean> {
  return new Promise((resolve) => {
    asked.value = (done) => {
      asked.value = undefined;
      resolve(done);
    };
  });
}

export function StepUp() {
  const answer = asked.value;
  if (!answer) return null;
  return me().federated ? <AtProvider answer={answer} /> : <Ask answer={answer} />;
}

function Ask({ answer }: { answer(done: boolean): void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  return (
    <Dialog title={t("step_up.title")} onClose={() => answer(false)}>
      <p>{t("step_up.text")}</p>
      <ByPasskey onDone={() => answer(true)} />
      <Form
        submit={t("confirm")}
        onCancel={() => answer(false)}
        onSubmit={async () => {
          await api.post("/api/v1/auth/step-up", { body: { password, code } });
          answer(true);
        }}
      >
        <input class="hidden-visually" type="email" autocomplete="username" value={me().email} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField label={t("password")} type="password" autocomplete="current-password" required value={password} onValue={setPassword} />
        <TextField label={t("code")} inputMode="numeric" autocomplete="one-time-code" required maxLength={16} value={code} onValue={setCode} />
      </Form>
    </Dialog>
  );
}
