// Firefox ESR over WebDriver BiDi.
import puppeteer from "puppeteer-core";
import { findBrowser, tempFolder } from "../harness/process.ts";
import type { Person, Server } from "../harness/server.ts";

/** Opens a list as somebody who is signed in, goes to its first row by keys and opens it. */
export async function firefox(server: Server, who: Person, path: string): Promise<{ rows: boolean; drawer: boolean }> {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: await findBrowser("firefox"), headless: true, env: { ...process.env, HOME: tempFolder("firefox") } });
  try {
    const page = await browser.newPage();
    const [name = "", value = ""] = who.cookie.split("=");
    await browser.setCookie({ name, value, domain: "127.0.0.1", path: "/" });
    await page.goto(server.origin + path);
    const rows = await page.waitForSelector("tr.data a.open", { timeout: 30_000 });
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const drawer = await page.waitForSelector(".drawer dl.facts", { timeout: 30_000 });
    return { rows: rows !== null, drawer: drawer !== null };
  } finally {
    await browser.close();
  }
}
