// Installed by hand or from a store: the browser does not let the network ledger stop requests; the rules of the package and a door for each approval do.
import { afterAll, beforeAll } from "vitest";
import { Lab } from "../harness/lab.ts";
import { inChromium } from "./arenas.ts";
import { guarded } from "./matrix.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start({ blocking: false });
});
afterAll(() => lab?.close());

guarded("chromium-store", () => inChromium(lab.browser.context, lab.stage.sites.received, lab.stage));
