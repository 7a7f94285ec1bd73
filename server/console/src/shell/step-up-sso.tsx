// Confirms at the identity provider, in a window of its own: what is open here stays as it is.
import { useEffect, useState } from "preact/hooks";
import { t as shared } from "../i18n/shared.ts";
import { Dialog } from "../ui/dialog.tsx";
import { t } from "./texts.ts";

const door = "/api/v1/auth/login?step_up=true&return_to=/bevestigd";

export function AtProvider({ answer }: { answer(done: boolean): void }) {
  const [state, setState] = useState<"asking" | "waiting" | "failed">("asking");
  useEffect(() => {
    const channel = new BroadcastChannel("dijkwacht.confirmed");
    channel.onmessage = ({ data }: MessageEvent<{ confirmed?: boolean }>) => (data.confirmed ? answer(true) : setState("failed"));
    return () => channel.close();
  }, []);
  return (
    <Dialog title={t("step_up.title")} onClose={() => answer(false)}>
      <p>{t("step_up.sso")}</p>
      <div role="status">
        {state === "waiting" && <p class="muted">{t("step_up.waiting")}</p>}
        {state === "failed" && <p class="note stop">{t("step_up.failed")}</p>}
      </div>
      <div class="acts">
        <button type="button" class="primary" onClick={() => (window.open(door, "_blank", "popup,width=520,height=680"), setState("waiting"))}>{t("step_up.open")}</button>
        <button type="button" onClick={() => answer(false)}>{shared("cancel")}</button>
      </div>
    </Dialog>
  );
}
