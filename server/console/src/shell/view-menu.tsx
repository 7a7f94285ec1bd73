// The menu of queries with a name over a list: those that come with the console and those that people saved.
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { inWords } from "../api/problem.ts";
import { t } from "../i18n/shared.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Check, Form, TextField } from "../ui/form.tsx";
import { Menu } from "../ui/menu.tsx";
import { say } from "../ui/toast.tsx";
import { go, path } from "./router.ts";
import { may } from "./session.ts";
import { savedViews } from "./views.tsx";

const open = (query: string) => go(query ? `${path.value}?q=${encodeURIComponent(query)}` : path.value);

interface Props {
  page: "incidents" | "activity";
  query: string;
  /** The views that come with the console: a name and a query each. */
  shipped: readonly (readonly [name: string, query: string])[];
}

export function Views({ page, query, shipped }: Props) {
  const [saving, setSaving] = useState(false);
  const own = savedViews.value.filter((view) => view.page === page);
  const shown = own.find((view) => view.query === query && view.own);
  return (
    <>
      <Menu
        end
        label={t("views")}
        acts={[
          ...shipped.map(([name, q]) => ({ text: name, act: () => open(q) })),
          ...own.map((view) => ({ text: view.name, act: () => open(view.query) })),
          ...(query && !shown ? [{ text: t("view.save"), act: () => setSaving(true) }] : []),
          ...(shown ? [{ text: `${t("view.remove")}: ${shown.name}`, act: () => void remove(shown.id) }] : []),
        ]}
      />
      {saving && <Save page={page} query={query} onClose={() => setSaving(false)} />}
    </>
  );
}

async function remove(id: string): Promise<void> {
  try {
    const { etag } = await api.get("/api/v1/views/{id}", { ids: [id] });
    await api.del("/api/v1/views/{id}", { ids: [id], etag });
  } catch (problem) {
    say(inWords(problem));
  }
  savedViews.again();
}

function Save({ page, query, onClose }: Pick<Props, "page" | "query"> & { onClose(): void }) {
  const [name, setName] = useState("");
  const [all, setAll] = useState(false);
  const [pinned, setPinned] = useState(true);
  return (
    <Dialog title={t("view.save")} onClose={onClose}>
      <Form
        submit={t("view.save").replace("…", "")}
        onCancel={onClose}
        onSubmit={async () => {
          await api.post("/api/v1/views", { body: { page, name, query, shared: all, pinned } });
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
