// Confirms who the person is with a passkey, where there is one.
import { useState } from "preact/hooks";
import { answer, supported, trouble } from "../../pages/passkey.js";
import { api } from "../api/client.ts";
import { inWords, Problem } from "../api/problem.ts";
import { useData } from "../ui/data.ts";
import { t } from "./texts.ts";

export function ByPasskey({ onDone }: { onDone(): void }) {
  const own = useData(async (signal) => (await api.get("/api/v1/me/passkeys", { signal })).data, []);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  if (!supported() || !own.value?.items.length) return null;
  const confirm = async () => {
    setBusy(true);
    setWrong("");
    try {
      const asked = (await api.post("/api/v1/auth/passkey/step-up/challenge")).data;
      const credential = await answer(asked.options);
      await api.post("/api/v1/auth/passkey/step-up", { body: { state: asked.state, credential } });
      onDone();
    } catch (error) {
      setWrong(error instanceof Problem ? (error.code === "auth.sign_in_refused" ? t("passkey.refused") : inWords(error)) : t(trouble(error) === "passkey.cancelled" ? "passkey.cancelled" : "passkey.other"));
    }
    setBusy(false);
  };
  return (
    <>
      {wrong && <p class="note stop" role="alert">{wrong}</p>}
      <button type="button" class="primary" disabled={busy} onClick={() => void confirm()}>{t("passkey.confirm")}</button>
    </>
  );
}
