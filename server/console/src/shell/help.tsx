// What the keys do, and a switch for those of one letter.
import { pages } from "../pages/registry.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Check } from "../ui/form.tsx";
import { singleKeys } from "./preferences.ts";
import { t } from "./texts.ts";

export function Help({ onClose }: { onClose(): void }) {
  const keys: [string[], string][] = [
    [["j"], t("keys.j")], [["k"], t("keys.k")], [["Enter"], t("keys.enter")], [["Esc"], t("keys.esc")], [["/"], t("keys.search")], [["x"], t("keys.x")],
    [["a"], t("keys.a")], [["t"], t("keys.t")], [["f"], t("keys.f")], [["?"], t("keys.help")],
    ...pages.filter((page) => page.key && page.visible()).map((page): [string[], string] => [["g", page.key!], t("keys.go", { page: t(page.title) })]),
  ];
  return (
    <Dialog title={t("help")} onClose={onClose}>
      <p>{t("help.text")}</p>
      <Check label={t("keys.single")} checked={singleKeys.value === "on"} onChange={(on) => singleKeys.set(on ? "on" : "off")} />
      <dl class="facts keys">
        {keys.map(([names, text]) => <><dt>{names.map((name) => <><kbd>{name}</kbd> </>)}</dt><dd>{text}</dd></>)}
      </dl>
    </Dialog>
  );
}
