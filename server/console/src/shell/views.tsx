// Saved views of a list that are pinned under its page.
export function PinnedViews(_: { page: string; base: string }) {
  return null;
}
