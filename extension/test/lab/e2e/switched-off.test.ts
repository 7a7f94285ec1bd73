// A site that the organisation switched off for a while, because the guard breaks it there: messages pass, and everybody can see that.
// What two people must do before that is the console's; here the server has said so in its answer to a heartbeat.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, BSN } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { pause } from "../harness/wait.ts";

const OFF_MS = 25_000;

let lab: Lab;
let until = 0;

beforeAll(async () => {
  lab = await Lab.start({ enrolled: false });
  until = Date.now() + OFF_MS;
  const disabled_sites = [{ destination_id: "chatgpt", until: new Date(until).toISOString() }];
  lab.stage.front.canned.set("/api/v1/ext/heartbeat", { status: 200, body: { guarded: true, commands: [], disabled_sites, heartbeat_s: 300 } });
  await lab.enrol();
});
afterAll(() => lab?.close());

test("messages pass there and nowhere else, the page says that it is not guarded, and afterwards it is guarded again", { timeout: 90_000 }, async () => {
  const chat = await lab.chat();
  await chat.screen.bar(/niet bewaakt/i);
  await chat.send(BLOCKED);
  await chat.answered();
  expect(sentPrompts(lab.stage.sites.received)).toEqual([BLOCKED]);
  expect(await lab.stage.incidents()).toEqual([]);

  lab.stage.sites.received.clear();
  const claude = await lab.chat("claude");
  await claude.send(BLOCKED);
  await claude.screen.notice();

  await pause(Math.max(0, until - Date.now()) + 500);
  await chat.page.bringToFront();
  await chat.send(BLOCKED);
  await chat.screen.notice();
  expect(lab.stage.sites.received.holds(BSN)).toBe(false);
});
