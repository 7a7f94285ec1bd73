// All pages: where each is, who has it, and what loads it. The rail shows those that the person may see.
import type { ComponentType } from "preact";
import { hasRole, may, me } from "../shell/session.ts";
import type { ShellKey } from "../shell/texts.ts";

export interface PageEntry {
  path: string;
  title: ShellKey;
  group: "work" | "rules" | "trust" | "manage";
  /** Whether the person who signed in has this page. */
  visible(): boolean;
  load(): Promise<{ default: ComponentType }>;
  /** The query with which the page begins. */
  begin?: string;
  /** After g: goes to this page. */
  key?: string;
}

const at = (name: string) => `/console/${name}`;

export const pages: readonly PageEntry[] = [
  { path: at("beginnen"), title: "nav.setup", group: "work", visible: () => may("settings.manage"), load: () => import("./setup/page.tsx") },
  { path: at("vandaag"), title: "nav.today", group: "work", key: "v", visible: () => may("incidents.read"), load: () => import("./today/page.tsx") },
  { path: at("incidenten"), title: "nav.incidents", group: "work", key: "i", begin: "?q=is:open", visible: () => may("incidents.read"), load: () => import("./incidents/page.tsx") },
  { path: at("activiteit"), title: "nav.activity", group: "work", key: "a", visible: () => may("incidents.read"), load: () => import("./activity/page.tsx") },
  { path: at("goedkeuren"), title: "nav.approvals", group: "work", key: "g", visible: () => may(...signatures), load: () => import("./approvals/page.tsx") },
  { path: at("verzoeken"), title: "nav.rights", group: "work", key: "q", visible: () => may("notification.decide"), load: () => import("./rights/page.tsx") },
  { path: at("beleid"), title: "nav.policy", group: "rules", key: "p", visible: () => may("policy.read"), load: () => import("./policy/page.tsx") },
  { path: at("diensten"), title: "nav.destinations", group: "rules", key: "d", visible: () => may("policy.read"), load: () => import("./destinations/page.tsx") },
  { path: at("coaching"), title: "nav.coaching", group: "rules", key: "c", visible: () => may("policy.read"), load: () => import("./coaching/page.tsx") },
  { path: at("proberen"), title: "nav.try", group: "rules", key: "t", visible: () => may("policy.read"), load: () => import("./try/page.tsx") },
  { path: at("dekking"), title: "nav.coverage", group: "trust", key: "k", visible: () => may("statistics.read") && !onlyWard(), load: () => import("./coverage/page.tsx") },
  { path: at("rapporten"), title: "nav.reports", group: "trust", key: "r", visible: () => may("statistics.read"), load: () => import("./reports/page.tsx") },
  { path: at("afdeling"), title: "nav.department", group: "trust", key: "f", visible: () => hasRole("ward_manager"), load: () => import("./department/page.tsx") },
  { path: at("or-venster"), title: "nav.council", group: "trust", key: "o", visible: () => may("reveals.read"), load: () => import("./council/page.tsx") },
  { path: at("logboek"), title: "nav.audit", group: "trust", key: "l", visible: () => may("audit.verify", "audit.export"), load: () => import("./audit/page.tsx") },
  { path: at("mensen"), title: "nav.people", group: "manage", key: "m", visible: () => may("people.read", "departments.manage"), load: () => import("./people/page.tsx") },
  { path: at("instellingen"), title: "nav.settings", group: "manage", key: "s", visible: () => may("settings.read", "incidents.assess"), load: () => import("./settings/page.tsx") },
];

// Who may ask for or give a second signature.
const signatures = ["incidents.triage", "incidents.assess", "notification.decide", "notification.second", "reveal.request", "reveal.approve", "reveal.approve_council", "policy.edit", "policy.tighten", "policy.publish", "audit.export", "devices.manage"];

// A ward manager sees one department, in counts.
const onlyWard = () => me().roles.length > 0 && me().roles.every((r) => r.role === "ward_manager");

/** Where the person begins: the page that is most theirs. */
export function startPage(): PageEntry | undefined {
  const mine = pages.filter((page) => page.visible());
  const first = (title: ShellKey) => mine.find((page) => page.title === title);
  const special = hasRole("ward_manager") ? first("nav.department") : hasRole("works_council") ? first("nav.council") : undefined;
  return (may("incidents.read") ? undefined : special) ?? mine[0];
}
