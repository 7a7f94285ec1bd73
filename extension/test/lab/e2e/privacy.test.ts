// Nothing of a prompt stays behind: not in the server's output, not in its data folder, not in the browser profile's extension storage.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Lab } from "../harness/lab.ts";
import { BLOCKED, REDACTED, WARNED } from "../harness/prompts.ts";
import { Recording } from "../harness/recording.ts";

const MARKER = "kanarie-7f3a91c2e5";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterAll(() => lab?.close());

test("after blocked, redacted, warned and failed prompts no marker, BSN or name is at rest", async () => {
  for (const text of [BLOCKED, REDACTED, WARNED]) {
    const chat = await lab.chat();
    await chat.send(`${text} ${MARKER}`);
    await chat.screen.click("button", /veilige versie versturen|toch versturen|tekst aanpassen/i);
    await chat.screen.noticeGone();
  }
  const failed = await lab.chat();
  lab.stage.front.mode = "hang";
  await failed.send(`${BLOCKED} ${MARKER}`);
  await failed.screen.bar(/niet verstuurd/i);
  await failed.page.waitForTimeout(500);
  await lab.stage.server.stop();

  const kept = new Recording();
  kept.add({ host: "log", method: "", path: "", body: Buffer.from(lab.stage.server.log) });
  for (const folder of [lab.stage.server.dataFolder, join(lab.browser.profile, "Default", "Local Extension Settings")]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) kept.add({ host: "file", method: "", path: entry.name, body: await readFile(join(entry.parentPath, entry.name)) });
    }
  }
  expect(kept.requests.length).toBeGreaterThan(2);
  for (const text of [MARKER, "111222333", "Jansen", "12-03-1950", "hartfalen"]) {
    expect({ text, kept: kept.holds(text) }).toEqual({ text, kept: false });
  }
});
