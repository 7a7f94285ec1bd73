// The browsers of the matrix, each as an arena.
import type { BrowserContext } from "playwright-core";
import type { Browser } from "puppeteer-core";
import type { Recording } from "../harness/recording.ts";
import type { Stage } from "../harness/stage.ts";
import { pause } from "../harness/wait.ts";
import type { Arena } from "./matrix.ts";

const PAGE = "https://chatgpt.com/vectors";
type Runner = { runVector(id: string, text: string): void };

export function inChromium(context: BrowserContext, received: Recording, stage?: Stage): Arena {
  return {
    received,
    events: () => stage!.server.events(),
    async run(id, text) {
      const page = await context.newPage();
      await page.goto(PAGE);
      await page.evaluate(([i, t]) => (window as unknown as Runner).runVector(i!, t!), [id, text]);
      return async () => {
        // A page whose own script waits on the network does not close at once.
        await Promise.race([Promise.all(context.pages().slice(1).map((open) => open.close())), pause(1000)]);
      };
    },
  };
}

export function inFirefox(browser: Browser, received: Recording, stage?: Stage): Arena {
  return {
    received,
    events: () => stage!.server.events(),
    async run(id, text) {
      const page = await browser.newPage();
      await page.goto(PAGE);
      await page.evaluate((i, t) => (window as unknown as Runner).runVector(i, t), id, text);
      return async () => {
        await Promise.race([Promise.all((await browser.pages()).slice(1).map((open) => open.close())), pause(1000)]);
      };
    },
  };
}
