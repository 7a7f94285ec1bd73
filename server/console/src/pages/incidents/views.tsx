// Queries with a name: those that come with the console and those that people saved.
import { useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { may } from "../../shell/session.ts";
import { go, path } from "../../shell/router.ts";
import { savedViews } from "../../shell/views.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Check, Form, TextField } from "../../ui/form.tsx";
import { Menu } from "../../ui/menu.tsx";
import { say } from "../../ui/toast.tsx";
import { t } from "./texts.ts";

const shipped = [
  ["view.clock", "clock:running"], ["view.unseen", "is:unseen review:yes"], ["view.unassigned", "is:open assignee:none"], ["view.mine", "is:open assignee:me"], ["view.all", ""],
] as const;

const open = (query: string) => go(query ? `${path.value}?q=${encodeURIComponent(query)}` : path.value);

export function Views({ query }: { query: string }) {
  const [saving, setSaving] = useState(false);
  const own = savedViews.value.filter((view) => view.page === "incidents");
  const shown = own.find((view) => view.query === query && view.own);
  return (
    <>
      <Menu
        end
        label={t("views")}
        acts={[
          ...shipped.map(([name, q]) => ({ text: t(name), act: () => open(q) })),
          ...own.map((view) => ({ text: view.name, act: () => open(view.query) })),
          ...(query && !shown ? [{ text: t("view.save"), act: () => setSaving(true) }] : []),
          ...(shown ? [{ text: `${t("view.remove")}: ${shown.name}`, act: () => void remove(shown.id) }] : []),
        ]}
      />
      {saving && <Save query={query} onClose={() => setSaving(false)} />}
    </>
  );
}

async function remove(id: string): Promise<void> {
  const { etag } = await api.get("/api/v1/views/{id}", { ids: [id] });
  await api.del("/api/v1/views/{id}", { ids: [id], etag });
  savedViews.again();
}

function Save({ query, onClose }: { query: string; onClose(): void }) {
  const [name, setName] = useState("");
  const [all, setAll] = useState(false);
  const [pinned, setPinned] = useState(true);
  return (
    <Dialog title={t("view.save")} onClose={onClose}>
      <Form
        submit={t("view.save").replace("…", "")}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/views", { body: { page: "incidents", name, query, shared: all, pinned } });
          savedViews.again();
          say(t("view.saved"));
          onClose();
        }}
      >
        <TextField label={t("view.name")} required maxLength={60} value={name} onValue={setName} />
        <Check label={t("view.pinned")} checked={pinned} onChange={setPinned} />
        {may("incidents.assess") && <Check label={t("view.shared")} checked={all} onChange={setAll} />}
      </Form>
    </Dialog>
  );
}
