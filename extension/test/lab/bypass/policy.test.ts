// Installed in Chromium by policy, from a signed package of the organisation's own web server.
import { afterAll, beforeAll } from "vitest";
import { ManagedChromium } from "../harness/managed.ts";
import { Stage } from "../harness/stage.ts";
import { until } from "../harness/wait.ts";
import { inChromium } from "./arenas.ts";
import { guarded } from "./matrix.ts";

let stage: Stage;
let browser: ManagedChromium;
beforeAll(async () => {
  stage = await Stage.start();
  browser = await stage.orClose(async () => ManagedChromium.launch({
    apiOrigin: stage.front.origin, sitesPort: stage.sites.port, settings: { enrolmentKey: await stage.server.enrolmentKey(), language: "nl" },
  }));
  await until("the extension to enrol by itself", () => stage.front.asked.some((path) => path.endsWith("/ext/policy-bundle")), 60_000);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

guarded("chromium-policy", () => inChromium(browser.context, stage.sites.received, stage));
