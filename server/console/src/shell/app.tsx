// The frame: the rail, the page of the address, and what floats over them.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t as shared } from "../i18n/shared.ts";
import { pages, startPage, type PageEntry } from "../pages/registry.ts";
import { Empty } from "../ui/empty.tsx";
import { useKeys } from "../ui/keys.ts";
import { Page } from "../ui/page.tsx";
import { ProblemNote } from "../ui/problem.tsx";
import { Toasts } from "../ui/toast.tsx";
import { Banner } from "./banner.tsx";
import { Help } from "./help.tsx";
import { Rail } from "./rail.tsx";
import { go, path } from "./router.ts";
import { StepUp } from "./step-up.tsx";
import { t } from "./texts.ts";

const loaded = new Map<PageEntry, ComponentType>();

export function App() {
  const [help, setHelp] = useState(false);
  useKeys({
    "?": () => setHelp(true),
    ...Object.fromEntries(pages.filter((page) => page.key && page.visible()).map((page) => [`g ${page.key}`, () => go(page.path + (page.begin ?? ""))])),
  });
  return (
    <div class="app">
      <a class="skip" href="#main" onClick={(e) => (e.preventDefault(), document.getElementById("main")?.focus())}>{t("skip")}</a>
      <Rail onHelp={() => setHelp(true)} />
      <main id="main" tabIndex={-1}><Banner /><Current /></main>
      {help && <Help onClose={() => setHelp(false)} />}
      <StepUp />
      <Toasts />
    </div>
  );
}

function Current() {
  const at = path.value;
  const entry = pages.find((page) => page.path === at);
  const start = startPage();
  useEffect(() => {
    if ((at === "/console/" || at === "/console") && start) go(start.path + (start.begin ?? ""), { replace: true });
  }, [at]);
  if (!start) return <NoPage text={t("no_role")} start={undefined} />;
  if (!entry) return at.length <= "/console/".length ? null : <NoPage text={shared("no_page")} why={shared("no_page.why")} start={start} />;
  if (!entry.visible()) return <NoPage text={shared("not_for_you")} why={shared("not_for_you.why")} start={start} />;
  return <Loading entry={entry} key={entry.path} />;
}

function Loading({ entry }: { entry: PageEntry }) {
  const [view, setView] = useState<{ page?: ComponentType; problem?: unknown }>({ page: loaded.get(entry)! });
  useEffect(() => {
    if (view.page) return;
    entry.load().then(({ default: page }) => (loaded.set(entry, page), setView({ page })), (problem) => setView({ problem }));
  }, []);
  if (view.problem) return <Page title={t(entry.title)}><div class="note warn row"><span>{t("update")}</span><button type="button" onClick={() => location.reload()}>{t("reload")}</button></div></Page>;
  return view.page ? <view.page /> : <p class="muted" role="status">{shared("loading")}</p>;
}

function NoPage({ text, why = text, start }: { text: string; why?: string; start: PageEntry | undefined }) {
  return (
    <Page title={text}>
      <Empty text={why}>{start && <a class="button primary" href={start.path}>{shared("to_start")}</a>}</Empty>
    </Page>
  );
}

/** What shows when not even the person could be loaded. */
export function Broken({ problem }: { problem: unknown }) {
  return <main><ProblemNote problem={problem} retry={() => location.reload()} /></main>;
}
