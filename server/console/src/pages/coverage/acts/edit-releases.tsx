// The form for the versions of the extension. The order of the groups matters, so each can be moved by buttons.
import { useEffect, useState } from "preact/hooks";
import { api, type Schemas } from "../../../api/client.ts";
import { isStale } from "../../../ui/data.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { Form, TextField } from "../../../ui/form.tsx";
import { wrong } from "../../../ui/problem.tsx";
import { say } from "../../../ui/toast.tsx";
import { t } from "./texts.ts";

const most = 20;
const groupForm = 40;
const versionForm = 24;

interface Props {
  releases: Schemas["ExtensionReleases"];
  etag: string;
  reload(): Promise<void>;
  onClose(): void;
}

export function EditReleases({ releases, etag, reload, onClose }: Props) {
  const [version, setVersion] = useState(releases.version ?? "");
  const [rings, setRings] = useState(releases.rings.map(({ group, version }) => ({ group, version })));
  // After somebody else's change the form shows what there is now, under the message that says so.
  useEffect(() => {
    setVersion(releases.version ?? "");
    setRings(releases.rings.map(({ group, version }) => ({ group, version })));
  }, [etag]);
  const change = (at: number, part: Partial<(typeof rings)[number]>) => setRings(rings.map((ring, n) => (n === at ? { ...ring, ...part } : ring)));
  const move = (at: number, by: number) => {
    const next = [...rings];
    next.splice(at + by, 0, ...next.splice(at, 1));
    setRings(next);
  };
  return (
    <Dialog wide title={t("rel.edit_title")} onClose={onClose}>
      <Form
        submit={t("rel.edit").replace("…", "")}
        onCancel={onClose}
        onSubmit={async () => {
          try {
            await api.put("/api/v1/extension-releases", { etag, body: { version: version.trim() || null, rings: rings.map((ring) => ({ group: ring.group.trim(), version: ring.version.trim() })) } });
          } catch (problem) {
            if (isStale(problem)) await reload();
            throw problem;
          }
          say(t("rel.saved"));
          onClose();
          await reload();
        }}
      >
        {(problem: unknown) => (
          <>
            <fieldset class="stack">
              <legend class="strong">{t("rel.rings")}</legend>
              {rings.map((ring, at) => {
                const name = ring.group || t("rel.new");
                return (
                  <div class="row ring">
                    <TextField label={t("rel.group")} required maxLength={groupForm} value={ring.group} onValue={(group) => change(at, { group })} wrong={wrong(problem, `rings/${at}/group`)} />
                    <TextField label={t("rel.version")} required maxLength={versionForm} value={ring.version} onValue={(v) => change(at, { version: v })} wrong={wrong(problem, `rings/${at}/version`)} />
                    <span class="acts">
                      <button type="button" class="plain" aria-label={t("rel.up", { group: name })} disabled={at === 0} onClick={() => move(at, -1)}>↑</button>
                      <button type="button" class="plain" aria-label={t("rel.down", { group: name })} disabled={at === rings.length - 1} onClick={() => move(at, 1)}>↓</button>
                      <button type="button" class="plain" aria-label={t("rel.remove", { group: name })} onClick={() => setRings(rings.filter((_, n) => n !== at))}>×</button>
                    </span>
                  </div>
                );
              })}
              {rings.length < most && <div><button type="button" onClick={() => setRings([...rings, { group: rings.length === 0 ? "pilot" : "", version: "" }])}>{t("rel.add")}</button></div>}
            </fieldset>
            <TextField label={t("rel.base")} hint={t("rel.base_hint")} optional maxLength={versionForm} value={version} onValue={setVersion} wrong={wrong(problem, "version")} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
