// Chromium on the console as one person, watched for what no page may do.
import axe from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { findBrowser } from "./process.ts";
import type { Person, Server } from "./server.ts";

export interface View {
  language?: "nl" | "en";
  scheme?: "light" | "dark";
  width?: number;
  height?: number;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser("chromium"),
    headless: true,
    chromiumSandbox: false, // the sandbox refuses root
    args: ["--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1, EXCLUDE localhost", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
}

export interface Screen {
  page: Page;
  context: BrowserContext;
  /** What went wrong so far: script errors, refusals of the content policy, requests to elsewhere. */
  faults: string[];
}

/** A window of somebody who is signed in. */
export async function open(browser: Browser, server: Server, who: Person | undefined, path: string, view: View = {}): Promise<Screen> {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1280, height: view.height ?? 900 }, colorScheme: view.scheme ?? "light", reducedMotion: "reduce",
    locale: view.language === "en" ? "en-GB" : "nl-NL", timezoneId: "Europe/Amsterdam", permissions: ["clipboard-read", "clipboard-write"], serviceWorkers: "block",
  });
  if (who) {
    const [name = "", value = ""] = who.cookie.split("=");
    await context.addCookies([{ name, value, url: server.origin }]);
  }
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (/Content.Security|Refused to|TrustedHTML/i.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(server.origin)) faults.push(`elsewhere: ${new URL(request.url()).origin}`);
  });
  await page.goto(server.origin + path);
  return { page, context, faults };
}

/** What axe finds wrong, each with its place. */
export async function violations(page: Page): Promise<string[]> {
  // A tool of the test, so outside the content policy of the page.
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1] ?? ""}`));
}

/** What runs out of the window or out of the box around it, where nobody can scroll to it. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const name = (e: Element) => [e.tagName.toLowerCase(), ...e.classList].join(".");
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page (by ${scrollWidth - clientWidth} px)`);
    for (const element of document.querySelectorAll("main *, dialog *")) {
      const box = element.getBoundingClientRect();
      const parent = element.parentElement!;
      if (box.width <= 1 || box.height <= 1 || element.closest("svg, .hidden-visually")) continue;
      // A box with a border or a fill is seen as an edge; a piece that scrolls may hold more than it shows.
      const frame = parent.closest("section, article, dialog, .card, .drawer, .note, main, fieldset");
      if (!frame || scrolls(element, frame)) continue;
      const edge = frame.getBoundingClientRect().right;
      if (box.right > edge + 1) found.push(`${name(element)} (by ${Math.round(box.right - edge)} px, out of ${name(frame)})`);
    }
    // Words that are cut to pieces fit anywhere.
    for (const cell of document.querySelectorAll<HTMLElement>("main :is(th, td), dialog :is(th, td)")) {
      if (cell.querySelector(".hidden-visually")) continue;
      const word = Math.max(0, ...cell.innerText.split(/\s+/).map((w) => w.length));
      const { width } = cell.getBoundingClientRect();
      if (word > 3 && width > 1 && width < 36) found.push(`${name(cell)} (${Math.round(width)} px for a word of ${word} letters)`);
    }
    return found.slice(0, 5);

    function scrolls(element: Element, frame: Element): boolean {
      for (let e = element.parentElement; e && e !== frame.parentElement; e = e.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) && e !== frame) return true;
      return false;
    }
  });
}

/** The widths at which everything is looked at: a desk, and a phone or a desk at 400 %. */
export const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 320, height: 900 } } as const;

/** What is wrong with what shows now, in light and dark and at both widths; it is left as a desk in light. */
export async function wrongs(page: Page, name: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const scheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const mistake of await violations(page)) wrong.push(`${name}, ${scheme}: ${mistake}`);
  }
  for (const size of [sizes.phone, sizes.desk]) {
    await page.setViewportSize(size);
    for (const place of await overflowing(page)) wrong.push(`${name}, ${size.width} px: ${place} runs out`);
  }
  return wrong;
}
