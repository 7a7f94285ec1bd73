// Two texts of one message are tried beside each other: the device shows its own of the two, and the register counts what its user did under that one.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Device } from "../../../../server/console/test/browser/harness/device.ts";
import { Server } from "../../../../server/console/test/browser/harness/server.ts";
import { Chat } from "../harness/chat.ts";
import { Chromium } from "../harness/chromium.ts";
import { makePackage } from "../harness/extension.ts";
import { WARNED } from "../harness/prompts.ts";
import { sentPrompts } from "../harness/sent.ts";
import { Sites } from "../harness/sites.ts";
import { until } from "../harness/wait.ts";

const TEXTS = { "~a": "Haal de naam en de datum weg.", "~b": "Vraag dit zonder te zeggen om wie het gaat." };
type Variant = keyof typeof TEXTS;
/** The server tells of no text before so many people saw each. */
const PEOPLE = 10;
/** What is read again once in a while: the texts by the server and by the extension, the figures by the console. */
const TAKES_MS = 100_000;

interface Count {
  shown: number;
  sent: number;
  stopped: number;
}

let sites: Sites;
let server: Server;
let browser: Chromium;

beforeAll(async () => {
  [sites, server] = await Promise.all([Sites.start(), Server.start()]);
  browser = await Chromium.launch({ sitesPort: sites.port, extension: await makePackage(server.origin, "chromium"), language: "nl" });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await sites?.close();
});

async function enrol(): Promise<void> {
  const page = await browser.page();
  await page.goto(`chrome-extension://${browser.extensionId}/options.html`);
  await page.getByLabel(/sleutel/i).fill((await server.command("enrolment-key", "create")).trim());
  await page.getByRole("button", { name: /aanmelden/i }).click();
  await page.getByText(/● bewaakt/i).waitFor();
  await page.close();
}

const messageOf = async (device: Device): Promise<string> => (await device.inspect({ text: WARNED })).matched_rules[0]!.message_id;

/** Shows the message to so many people at a device, none of whom sends. */
async function showTo(device: Device, people: number): Promise<void> {
  for (let i = 0; i < people; i++) {
    const person = await device.as(`collega-${device.id}-${i}`);
    await person.outcome((await person.inspect({ text: WARNED })).decision_id, "cancelled", "none");
  }
}

test("the notice shows the text of this device, and what its user did counts under that text and not under the other", { timeout: 4 * TAKES_MS }, async () => {
  const editor = await server.person("policy_editor");
  const message = await messageOf(await server.device("eerste"));
  const path = `/api/v1/messages/${message}`;
  const before = await fetch(server.origin + path, { headers: { Cookie: editor.cookie } });
  const texts = { nl: TEXTS["~a"], en: "Take out the name and the date.", second: { nl: TEXTS["~b"], en: "Ask this without telling who it is about." } };
  await server.ask("PUT", path, texts, editor, { "If-Match": before.headers.get("ETag") ?? "" });
  // One device for each text.
  const devices = new Map<string, Device>();
  await until("the texts to be in force, and a device for each", async () => {
    const device = await server.device("niemand");
    devices.set((await messageOf(device)).slice(message.length), device);
    return devices.has("~a") && devices.has("~b");
  }, TAKES_MS);

  await enrol();
  const chat = await Chat.open(await browser.page());
  await chat.send(WARNED);
  const notice = await chat.screen.notice();
  const mine = (Object.keys(TEXTS) as Variant[]).filter((variant) => notice.includes(TEXTS[variant]));
  expect(mine).toHaveLength(1);
  await chat.screen.click("button", /toch versturen/i);
  await chat.answered();
  expect(sentPrompts(sites.received)).toEqual([WARNED]);

  const [other] = (Object.keys(TEXTS) as Variant[]).filter((variant) => variant !== mine[0]);
  await showTo(devices.get(mine[0]!)!, PEOPLE - 1);
  await showTo(devices.get(other!)!, PEOPLE);
  const counts = await until("enough people to be counted", async () => {
    const { trials } = (await server.ask("GET", "/api/v1/coaching/effect", undefined, editor)) as { trials: { message_id: string; first: Count | null; second: Count | null }[] };
    const trial = trials.find((t) => t.message_id === message);
    return trial?.first && trial.second ? { "~a": trial.first, "~b": trial.second } : undefined;
  }, TAKES_MS);
  expect(counts[mine[0]!].sent).toBe(1);
  expect(counts[other!].sent).toBe(0);
  expect(counts[other!].stopped).toBeGreaterThanOrEqual(PEOPLE);
});
