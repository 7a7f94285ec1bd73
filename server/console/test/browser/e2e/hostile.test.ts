// Text of people and machines that tries to be script stays text, on every page that shows it.
import { expect, test } from "vitest";
import { fixture } from "../harness/fixture.ts";
import { settled, stops } from "../harness/pages.ts";

const payloads = ["<img src=x onerror=window.hit=1>", "<script>window.hit=1</script>", "\"><svg onload=window.hit=1>", "javascript:window.hit=1", "{{constructor.constructor('window.hit=1')()}}"];

const roles = [...new Set(stops.map((stop) => stop.role))].filter((role) => role !== "ward_manager");
const at = fixture({ people: roles });

test("payloads in every field that somebody else sees stay text", async () => {
  let kept = 0;
  const put = async (what: () => Promise<unknown>) => {
    // A field may refuse it, which is as good.
    await what().then(() => kept++, () => undefined);
  };
  const made: string[] = [];
  for (const [n, text] of payloads.entries()) {
    await put(() => at.ask("POST", "/api/v1/departments", "it_admin", { name: `${text} ${n}`, code: `C${n}`, active_people: 20 }));
    await put(() => at.ask("POST", "/api/v1/enrolment-keys", "it_admin", { label: `${text} ${n}` }));
    await put(() => at.ask("POST", "/api/v1/views", "fg", { page: "incidents", name: `${text} ${n}`, query: "is:open", shared: true, pinned: true }));
    await put(async () => {
      const { id } = (await at.ask("POST", "/api/v1/incidents", "fg", { destination_id: "chatgpt", occurred_from: new Date(Date.now() - 3_600_000).toISOString(), types: ["diagnosis"], subjects_min: 1, subjects_max: 1, summary: text })) as { id: string };
      made.push(id);
    });
    await put(() => at.ask("POST", `/api/v1/incidents/${made[0]}/notes`, "fg", { text: `Notitie ${text}` }));
  }
  await put(() => at.server.command("user", "create", "--role", "analyst", "--email", "x@voorbeeld.nl", "--name", payloads[0]!));
  const device = await at.server.device(payloads[1]!);
  const { decision_id } = await device.inspect({ text: "Mevrouw Jansen, BSN 111222333, heeft hartfalen.", conversation: "a" });
  await put(() => device.outcome(decision_id, "sent", "full", { reason: "anders", text: payloads[0]! }));
  expect(kept).toBeGreaterThan(10);
  for (const { role, path, name } of [...stops, { name: "zaak", role: "fg", path: `/console/incidenten?open=${made[0]}` }, { name: "notities", role: "fg", path: `/console/incidenten?open=${made[0]}&tab=notes` }]) {
    const screen = await at.open(role, path);
    await settled(screen.page);
    expect([name, await screen.page.evaluate(() => [(window as { hit?: number }).hit, document.querySelectorAll("main img, main script, main svg[onload]").length])]).toEqual([name, [undefined, 0]]);
    expect([name, screen.faults]).toEqual([name, []]);
    await screen.context.close();
  }
}, 240_000);
