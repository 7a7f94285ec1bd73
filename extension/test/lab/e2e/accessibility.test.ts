// axe on the notices and the options page. The notices stand in a closed shadow root, where axe cannot look, and in an open one it
// cannot tell contrast, nor in the top layer. So here they are built from the same modules and laid into a page of our own.
import axe from "axe-core";
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { ROOT } from "../harness/process.ts";
import type { DecisionView } from "../../../src/shared/messages.ts";

const SOURCE = `${ROOT}extension/src/`;
const LANGUAGES = ["nl", "en"] as const;
const SCHEMES = ["light", "dark"] as const;

const TEXT = "Mevr. Jansen heeft hartfalen";
const name = { id: "f1", start: 0, end: 12, type: "person_name" };
const base = { decisionId: "dec_1", text: TEXT, marks: [name, { id: "f2", start: 19, end: 28, type: "diagnosis" }] };
const safe = [{ ...name, put: "[PERSOON_1]", fixed: false }];
const VIEWS: Record<string, DecisionView> = {
  block: { ...base, action: "block", safe: [{ ...safe[0]!, fixed: true }], glass: true },
  local: { ...base, action: "block", local: true },
  warn: { ...base, action: "warn", safe, original: { reasons: [] } },
  justify: { ...base, action: "justify", original: { reasons: ["fictief", "spoed"] } },
  file: {
    ...base, action: "block", file: "overdracht.pptx",
    marks: [{ id: "f1", start: 0, end: 1, type: "bsn", where: { count: 2, part: "slide", page: 2, type: "pptx" } }, { id: "f2", start: 0, end: 1, type: "diagnosis", where: { count: 1, part: "notes", page: 3, type: "pptx" } }],
  },
  redact: { ...base, action: "redact", safe, original: { reasons: ["fictief", "eigen_gegevens"] }, redirect: { name: "LindeChat", url: "https://chat.example.nl" }, contact: "fg@example.nl" },
};

const ENTRY = `
  import { openDialog } from "./bridge/dialog";
  import { mount } from "./bridge/dom";
  import { showBar } from "./bridge/bar";
  import { lookUp } from "./shared/i18n/texts";
  Element.prototype.attachShadow = function () { return this.appendChild(document.createElement("div")); };
  HTMLDialogElement.prototype.showModal = HTMLDialogElement.prototype.show;
  HTMLElement.prototype.showPopover = function () { this.removeAttribute("popover"); };
  const lay = (node) => {
    document.querySelector("main").append(node);
    node.style.position = "static";
  };
  globalThis.dialog = ({ view, texts, language, css }) => {
    openDialog(view, { language, say: lookUp(texts), mount: (restore) => mount(css, restore) }, { choose: () => undefined, wrong: () => undefined });
    lay(document.querySelector("dialog"));
    for (const more of document.querySelectorAll("dialog [aria-expanded=false]")) more.click();
    document.querySelector(".panel .second")?.click();
  };
  globalThis.bar = ({ tone, text, language, css }) => {
    showBar({ tone, text, ui: { language, say: lookUp({}), mount: (restore) => mount(css, restore) }, anchor: () => undefined, close: "x", button: { text, click: () => undefined } });
    lay(document.querySelector(".bar"));
  };
`;

let lab: Lab;
let script: string;
let css: string;
const texts: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  lab = await Lab.start();
  const bundle = await build({ stdin: { contents: ENTRY, resolveDir: SOURCE, loader: "ts" }, bundle: true, format: "iife", write: false });
  script = bundle.outputFiles[0]!.text;
  css = (await Promise.all(["shared/look.css", "bridge/notice.css"].map((file) => readFile(SOURCE + file, "utf8")))).join("");
  for (const language of LANGUAGES) texts[language] = JSON.parse(await readFile(`${SOURCE}shared/i18n/${language}.json`, "utf8"));
});
afterAll(() => lab?.close());

// What is wrong, and that contrast was looked at where it matters.
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  expect(passes.find((p) => p.id === "color-contrast")?.nodes.length).toBeGreaterThan(1);
  return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(" ")}`));
}

async function stage(language: string, scheme: "light" | "dark"): Promise<Page> {
  const page = await lab.browser.page();
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await page.setContent(`<html lang="${language}"><title>test</title><main><h1>test</h1></main></html>`);
  await page.addStyleTag({ content: `${css} body { background: var(--paper); margin: 0; }` });
  await page.evaluate(script);
  return page;
}

const each = LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => [language, scheme] as const));

test.for(each)("every dialog, opened out, in %s, %s", async ([language, scheme]) => {
  for (const [name, view] of Object.entries(VIEWS)) {
    const page = await stage(language, scheme);
    await page.evaluate((data) => (globalThis as unknown as { dialog(d: unknown): void }).dialog(data), { view, texts: texts[language], language, css });
    expect(await page.getByRole("dialog").count(), name).toBe(1);
    expect([name, await violations(page)]).toEqual([name, []]);
    await page.screenshot({ path: `${ROOT}test-results/notices/opened-out-${name}-${language}-${scheme}.png`, fullPage: true });
    await page.close();
  }
});

test.for(LANGUAGES)("every dialog at 320 px, in %s: nothing to scroll sideways, and each target is large enough", async (language) => {
  for (const [name, view] of Object.entries(VIEWS)) {
    const page = await stage(language, "light");
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate((data) => (globalThis as unknown as { dialog(d: unknown): void }).dialog(data), { view, texts: texts[language], language, css });
    const { wide, small } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      // Findings stand in a sentence, for which WCAG 2.5.8 asks nothing.
      small: [...document.querySelectorAll("dialog button:not(.mark), dialog label")].filter((b) => b.checkVisibility() && b.getBoundingClientRect().height < 24).map((b) => b.textContent),
    }));
    expect([name, wide, small]).toEqual([name, 320, []]);
    await page.close();
  }
});

test.for(each)("every bar in %s, %s", async ([language, scheme]) => {
  for (const tone of ["warn", "info", "plain"]) {
    const page = await stage(language, scheme);
    await page.evaluate((data) => (globalThis as unknown as { bar(d: unknown): void }).bar(data), { tone, text: texts[language]!.coach, language, css });
    expect([tone, await violations(page)]).toEqual([tone, []]);
    await page.close();
  }
});

test.for(SCHEMES)("the options page, %s", async (scheme) => {
  const page = await lab.options();
  await page.emulateMedia({ colorScheme: scheme });
  await page.getByRole("heading").first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.close();
});
