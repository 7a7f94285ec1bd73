// Text of people and machines that tries to be script stays text, on every page that shows it.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open } from "../harness/browser.ts";
import { settled, stops } from "../harness/pages.ts";
import { Server, type Person } from "../harness/server.ts";

const payloads = ["<img src=x onerror=window.hit=1>", "<script>window.hit=1</script>", "\"><svg onload=window.hit=1>", "javascript:window.hit=1", "{{constructor.constructor('window.hit=1')()}}"];

let server: Server;
let browser: Browser;
const people: Record<string, Person> = {};

beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
  for (const role of ["fg", "ciso", "it_admin", "owner", "works_council", "auditor"]) people[role] = await server.person(role);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("payloads in every field that somebody else sees stay text", async () => {
  const { fg, owner, it_admin: it } = people as { fg: Person; owner: Person; it_admin: Person };
  let kept = 0;
  const put = async (what: () => Promise<unknown>) => {
    // A field may refuse it, which is as good.
    await what().then(() => kept++, () => undefined);
  };
  const made: string[] = [];
  for (const [n, text] of payloads.entries()) {
    await put(() => server.ask("POST", "/api/v1/departments", { name: `${text} ${n}`, code: `C${n}`, active_people: 20 }, it));
    await put(() => server.ask("POST", "/api/v1/enrolment-keys", { label: `${text} ${n}` }, it));
    await put(() => server.ask("POST", "/api/v1/views", { page: "incidents", name: `${text} ${n}`, query: "is:open", shared: true, pinned: true }, fg));
    await put(async () => {
      const { id } = (await server.ask("POST", "/api/v1/incidents", { destination_id: "chatgpt", occurred_from: new Date(Date.now() - 3_600_000).toISOString(), types: ["diagnosis"], subjects_min: 1, subjects_max: 1, summary: text }, fg)) as { id: string };
      made.push(id);
    });
    await put(() => server.ask("POST", `/api/v1/incidents/${made[0]}/notes`, { text: `Notitie ${text}` }, fg));
  }
  await put(() => server.command("user", "create", "--role", "analyst", "--email", "x@voorbeeld.nl", "--name", payloads[0]!));
  const device = await server.device(payloads[1]!);
  const { decision_id } = await device.inspect({ text: "Mevrouw Jansen, BSN 111222333, heeft hartfalen.", conversation: "a" });
  await put(() => device.outcome(decision_id, "sent", "full", { reason: "anders", text: payloads[0]! }));
  expect(kept).toBeGreaterThan(10);
  void owner;
  for (const { role, path, name } of [...stops, { name: "zaak", role: "fg", path: `/console/incidenten?open=${made[0]}` }, { name: "notities", role: "fg", path: `/console/incidenten?open=${made[0]}&tab=notes` }]) {
    const screen = await open(browser, server, people[role], path);
    await settled(screen.page);
    expect([name, await screen.page.evaluate(() => [(window as { hit?: number }).hit, document.querySelectorAll("main img, main script, main svg[onload]").length])]).toEqual([name, [undefined, 0]]);
    expect([name, screen.faults]).toEqual([name, []]);
    await screen.context.close();
  }
}, 240_000);
