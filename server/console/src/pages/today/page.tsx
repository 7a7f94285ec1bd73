import { Page } from "../../ui/page.tsx";

export default function Today() {
  return <Page title="…">…</Page>;
}
