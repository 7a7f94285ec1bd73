// What the console consists of, read from its sources: so that nothing new is left out of the run over all pages.
import { readdirSync, readFileSync } from "node:fs";
import { ROOT } from "./process.ts";

const src = `${ROOT}server/console/src/`;

/** The paths of all pages in the registry. */
export const registry: readonly string[] = (() => {
  const text = readFileSync(`${src}pages/registry.ts`, "utf8");
  const paths = [...text.matchAll(/path: at\("([^"]+)"\)/g)].map(([, name]) => `/console/${name}`);
  if (paths.length === 0 || paths.length !== text.match(/load: \(\) =>/g)?.length) throw new Error("the pages of the registry are written in another way");
  return paths;
})();

/** The pages that the server makes, which work without the console. */
export const served: readonly string[] = readdirSync(`${ROOT}server/console/pages`).filter((name) => name.endsWith(".html") && name !== "frame.html").map((name) => `/${name.replace(".html", "")}`);

/** The dialogs and drawers, by the file that shows them: how many it has. */
export const floating: ReadonlyMap<string, number> = new Map(readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx")).flatMap((file) => {
  const text = readFileSync(src + file, "utf8");
  const own = /function Sure\(/.test(text);
  const n = [...text.matchAll(/<(Dialog|Drawer|Sure)\b/g)].filter(([, name]) => !(own && name === "Sure")).length;
  return n > 0 && !file.startsWith("ui/") ? [[file, n] as const] : [];
}));

/** A text of the console, as people read it. */
export function text(area: string, key: string, language: string): string {
  const found = (JSON.parse(readFileSync(`${src}${area}/${language}.json`, "utf8")) as Record<string, string>)[key];
  if (found === undefined) throw new Error(`${area} has no text ${key}`);
  return found;
}
