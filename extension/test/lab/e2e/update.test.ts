// Another version on the organisation's web server: the server says to look, and the browser fetches it. It installs it when the worker rests, which it never
// does under the eyes of a test.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chat } from "../harness/chat.ts";
import { ManagedChromium } from "../harness/managed.ts";
import { CLEAN } from "../harness/prompts.ts";
import { Stage } from "../harness/stage.ts";
import { until } from "../harness/wait.ts";

const HEARTBEAT = "/api/v1/ext/heartbeat";
/** The worker looks once a minute. */
const TAKES_MS = 150_000;

let stage: Stage;
let browser: ManagedChromium;

const say = (commands: string[]): unknown => stage.front.canned.set(HEARTBEAT, { status: 200, body: { guarded: true, commands, disabled_sites: [], heartbeat_s: 1 } });

beforeAll(async () => {
  stage = await Stage.start();
  say([]);
  browser = await stage.orClose(async () => ManagedChromium.launch({
    apiOrigin: stage.front.origin, sitesPort: stage.sites.port, settings: { enrolmentKey: await stage.server.enrolmentKey(), language: "nl" },
  }));
  await until("the first heartbeat", () => stage.front.asked.includes(HEARTBEAT), 60_000);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

test("a device that is told to update fetches what the organisation has put there, and not before", { timeout: TAKES_MS + 60_000 }, async () => {
  await browser.organisation.publish("0.1.1");
  const chat = await Chat.open(await browser.context.newPage());
  await chat.send(CLEAN);
  await chat.answered();
  const fetched = (): boolean => browser.organisation.fetched.includes("/dijkwacht-0.1.1.crx");
  expect(fetched()).toBe(false);
  say(["update"]);
  await until("the newer version to be fetched", fetched, TAKES_MS);
});
