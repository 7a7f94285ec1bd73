// Which version of the extension each pilot group and all others should have, and going back to the one before.
import { useState } from "preact/hooks";
import { api, type Schemas } from "../../../api/client.ts";
import { may } from "../../../shell/session.ts";
import { useData } from "../../../ui/data.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Form } from "../../../ui/form.tsx";
import { ProblemNote } from "../../../ui/problem.tsx";
import { say } from "../../../ui/toast.tsx";
import { EditReleases } from "./edit-releases.tsx";
import { t } from "./texts.ts";

interface Ring {
  /** null for the devices in no group. */
  group: string | null;
  version: string | null;
  previous: string | null;
}

const named = (ring: Ring): string => ring.group ?? t("rel.others");

export function ReleasesPart({ running }: { running: Schemas["Coverage"]["versions"] }) {
  const found = useData((signal) => api.get("/api/v1/extension-releases", { signal }), []);
  const [editing, setEditing] = useState(false);
  const [back, setBack] = useState<Ring | undefined>();
  const r = found.value?.data;
  const rings: Ring[] = r ? [...r.rings, { group: null, version: r.version, previous: r.previous }] : [];
  const set = r && (r.rings.length > 0 || r.version !== null || r.previous !== null);
  return (
    <section class="stack tight">
      <div class="row spread"><h2>{t("rel.title")}</h2>{r && may("devices.manage") && <button type="button" onClick={() => setEditing(true)}>{t("rel.edit")}</button>}</div>
      <p class="muted">{t("rel.lead")} {r && t("rel.min", { version: r.min_extension_version })}</p>
      <ProblemNote problem={found.problem} retry={found.reload} />
      {r && !set && <p>{t("rel.none")}</p>}
      {set && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label={t("rel.title")}>
          <table class="plain-table">
            <caption class="hidden-visually">{t("rel.title")}</caption>
            <thead><tr><th scope="col">{t("rel.group")}</th><th scope="col">{t("rel.version")}</th><th scope="col">{t("rel.previous")}</th><th scope="col"><span class="hidden-visually">{t("rel.back_title")}</span></th></tr></thead>
            <tbody>
              {rings.map((ring) => (
                <tr key={ring.group ?? ""}>
                  <th scope="row">{named(ring)}</th><td>{ring.version ?? <span class="muted">{t("rel.browser")}</span>}</td><td class="muted">{ring.previous ?? "–"}</td>
                  <td>{ring.previous && may("devices.manage") && <button type="button" class="plain" aria-label={`${t("rel.back_go")}: ${named(ring)}`} onClick={() => setBack(ring)}>{t("rel.back")}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {running.length > 0 && <p class="small muted">{t("rel.running")}: {running.map((v) => t("rel.devices", { version: v.version, n: v.devices })).join(", ")}</p>}
      {editing && r && <EditReleases releases={r} etag={found.value!.etag} reload={found.reload} onClose={() => setEditing(false)} />}
      {back && <Back ring={back} onClose={() => setBack(undefined)} onDone={() => (setBack(undefined), void found.reload())} />}
    </section>
  );
}

function Back({ ring, onClose, onDone }: { ring: Ring; onClose(): void; onDone(): void }) {
  return (
    <Dialog title={t("rel.back_title")} onClose={onClose}>
      <p>{t("rel.back_sure", { group: named(ring), version: ring.version ?? t("rel.browser"), previous: ring.previous ?? "" })}</p>
      <Form
        submit={t("rel.back_go")}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/extension-releases/rollback", { body: { group: ring.group } });
          say(t("rel.back_done", { group: named(ring), previous: ring.previous ?? "" }));
          onDone();
        }}
      >{null}</Form>
    </Dialog>
  );
}
