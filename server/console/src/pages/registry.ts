// All pages: where each is, who has it, and what loads it. The rail shows those that the person may see.
import type { ComponentType } from "preact";
import { hasRole, may } from "../shell/session.ts";
import type { ShellKey } from "../shell/texts.ts";

export interface PageEntry {
  path: string;
  title: ShellKey;
  group: "work" | "rules" | "trust" | "manage";
  /** Whether the person who signed in has this page. */
  visible(): boolean;
  load(): Promise<{ default: ComponentType }>;
  /** After g: goes to this page. */
  key?: string;
}

const at = (name: string) => `/console/${name}`;

export const pages: readonly PageEntry[] = [
  { path: at("vandaag"), title: "nav.today", group: "work", key: "v", visible: () => may("incidents.read"), load: () => import("./today/page.tsx") },
  { path: at("incidenten"), title: "nav.incidents", group: "work", key: "i", visible: () => may("incidents.read"), load: () => import("./incidents/page.tsx") },
];

/** Where the person begins: the page that is most theirs. */
export function startPage(): PageEntry | undefined {
  const mine = pages.filter((page) => page.visible());
  const first = (title: ShellKey) => mine.find((page) => page.title === title);
  const special = hasRole("ward_manager") ? first("nav.department") : hasRole("works_council") ? first("nav.council") : undefined;
  return (may("incidents.read") ? undefined : special) ?? mine[0];
}
