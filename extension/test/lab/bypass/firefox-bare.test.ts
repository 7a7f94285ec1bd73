import { afterAll, beforeAll } from "vitest";
import { Firefox } from "../harness/firefox.ts";
import { Sites } from "../harness/sites.ts";
import { inFirefox } from "./arenas.ts";
import { control } from "./matrix.ts";

let sites: Sites;
let firefox: Firefox;
beforeAll(async () => {
  sites = await Sites.start();
  firefox = await Firefox.launch(sites.port);
});
afterAll(async () => {
  await firefox?.close();
  await sites?.close();
});

control("firefox", () => inFirefox(firefox.browser, sites.received));
