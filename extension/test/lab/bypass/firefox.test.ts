// Firefox ESR, where the network ledger can wait for the answer.
import { afterAll, beforeAll } from "vitest";
import { FirefoxLab } from "../harness/firefox-lab.ts";
import { inFirefox } from "./arenas.ts";
import { guarded } from "./matrix.ts";

let lab: FirefoxLab;
beforeAll(async () => {
  lab = await FirefoxLab.start();
});
afterAll(() => lab?.close());

guarded("firefox", () => inFirefox(lab.browser.browser, lab.stage.sites.received, lab.stage));
