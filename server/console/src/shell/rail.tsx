// The links to all pages of the person, and what the person prefers.
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { language } from "../i18n/i18n.ts";
import { pages } from "../pages/registry.ts";
import { Icon } from "../ui/icon.tsx";
import { useKeys } from "../ui/keys.ts";
import { density, theme } from "./preferences.ts";
import { path } from "./router.ts";
import { changeLanguage, me, signOut } from "./session.ts";
import { PinnedViews } from "./views.tsx";
import { t } from "./texts.ts";

const groups = ["work", "rules", "trust", "manage"] as const;

export function Rail({ onHelp }: { onHelp(): void }) {
  const open = useSignal(false);
  const at = path.value;
  useEffect(() => void (open.value = false), [at]);
  useKeys(open.value ? { Escape: () => (open.value = false) } : {});
  return (
    <>
      <header class="bar">
        <button type="button" class="icon" aria-label={t("menu")} aria-expanded={open.value} aria-controls="rail" onClick={() => (open.value = !open.value)}><Icon name="menu" /></button>
        <b>Dijkwacht</b>
      </header>
      <aside class={open.value ? "rail open" : "rail"} id="rail">
        <div class="brand"><b>Dijkwacht</b><span class="small muted wrap">{me().organisation.name}</span></div>
        <nav aria-label={t("nav")}>
          {groups.map((group) => {
            const mine = pages.filter((page) => page.group === group && page.visible());
            return mine.length > 0 && (
              <>
                {group !== "work" && <h2>{t(`group.${group}`)}</h2>}
                <ul>
                  {mine.map((page) => (
                    <li>
                      <a href={page.path + (page.begin ?? "")} aria-current={at === page.path ? "page" : undefined}>{t(page.title)}</a>
                      {page.title === "nav.incidents" && <PinnedViews page="incidents" base={page.path} />}
                      {page.title === "nav.activity" && <PinnedViews page="activity" base={page.path} />}
                    </li>
                  ))}
                </ul>
              </>
            );
          })}
        </nav>
        <Foot onHelp={onHelp} />
      </aside>
    </>
  );
}

function Foot({ onHelp }: { onHelp(): void }) {
  return (
    <div class="foot">
      <details>
        <summary>{t("look")}</summary>
        <select aria-label={t("language")} value={language.value} onChange={(e) => void changeLanguage(e.currentTarget.value as "nl" | "en").catch(() => undefined)}>
          <option value="nl" lang="nl">Nederlands</option>
          <option value="en" lang="en">English</option>
        </select>
        <select aria-label={t("theme")} value={theme.value} onChange={(e) => theme.set(e.currentTarget.value as "system")}>
          {(["system", "light", "dark"] as const).map((name) => <option value={name}>{t(`theme.${name}`)}</option>)}
        </select>
        <select aria-label={t("density")} value={density.value} onChange={(e) => density.set(e.currentTarget.value as "compact")}>
          {(["comfortable", "compact"] as const).map((name) => <option value={name}>{t("density")}: {t(`density.${name}`).toLowerCase()}</option>)}
        </select>
      </details>
      <button type="button" class="plain" onClick={onHelp}>{t("help")}</button>
      <a href="/account">{t("account")}: {me().name}</a>
      <button type="button" class="plain" onClick={() => void signOut()}>{t("sign_out")}</button>
    </div>
  );
}
