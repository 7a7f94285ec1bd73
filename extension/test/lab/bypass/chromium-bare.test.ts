import { afterAll, beforeAll } from "vitest";
import { Chromium } from "../harness/chromium.ts";
import { Sites } from "../harness/sites.ts";
import { inChromium } from "./arenas.ts";
import { control } from "./matrix.ts";

let sites: Sites;
let browser: Chromium;
beforeAll(async () => {
  sites = await Sites.start();
  browser = await Chromium.launch({ sitesPort: sites.port });
});
afterAll(async () => {
  await browser?.close();
  await sites?.close();
});

control("chromium", () => inChromium(browser.context, sites.received));
