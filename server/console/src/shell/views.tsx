// Saved views of a list that are pinned under its page.
import { api, type Schemas } from "../api/client.ts";
import { lazy } from "../api/names.ts";
import { param } from "./router.ts";

export const savedViews = lazy<Schemas["SavedView"][]>(() => true, async () => (await api.get("/api/v1/views")).data.items, []);

export function PinnedViews({ page, base }: { page: string; base: string }) {
  const pinned = savedViews.value.filter((view) => view.page === page && view.pinned);
  if (pinned.length === 0) return null;
  return (
    <ul class="pinned">
      {pinned.map(({ name, query }) => <li><a href={`${base}?q=${encodeURIComponent(query)}`} aria-current={param("q") === query ? "true" : undefined}>{name}</a></li>)}
    </ul>
  );
}
