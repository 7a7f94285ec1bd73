// Unpacked in Chromium, on the list of extensions that may block on the network, as one that policy installed may.
import { afterAll, beforeAll } from "vitest";
import { Lab } from "../harness/lab.ts";
import { inChromium } from "./arenas.ts";
import { guarded } from "./matrix.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab?.close());

guarded("chromium", () => inChromium(lab.browser.context, lab.stage.sites.received, lab.stage));
