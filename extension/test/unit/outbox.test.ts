import { local, forget } from "./fake-browser";
import { beforeEach, expect, test } from "vitest";
import { reread } from "../../src/background/store";
import { flush, put, overdue, type Outcome } from "../../src/background/outbox";

const outcome = (id: string, more: Partial<Outcome> = {}): Outcome => ({
  decision_id: id, outcome: "cancelled", egress_evidence: "none", evidence: { hook: "fetch", bytes_before_decision: 0 }, at: "2026-11-21T20:00:00.000Z", ...more,
});

beforeEach(() => {
  forget();
  reread();
});

test("an outcome stays until the server has it", async () => {
  await put(outcome("dec_1"), 0);
  const tried: Outcome[][] = [];
  await flush(async (_, batch) => (tried.push([...batch] as Outcome[]), false), 10);
  await flush(async (_, batch) => (tried.push([...batch] as Outcome[]), true), 20);
  await flush(async (_, batch) => (tried.push([...batch] as Outcome[]), true), 30);
  expect(tried).toEqual([[outcome("dec_1")], [outcome("dec_1")]]);
  expect(await overdue()).toBe(0);
});

test("it survives a restart: everything is in storage, nothing in memory", async () => {
  await put(outcome("dec_1"), 0);
  const kept = local.get("outbox");
  forget();
  reread();
  local.set("outbox", kept);
  const sent: Outcome[] = [];
  await flush(async (_, batch) => (sent.push(...(batch as Outcome[])), true), 1);
  expect(sent).toEqual([outcome("dec_1")]);
});

test("before it is due the user's choice takes its place", async () => {
  await put(outcome("dec_1"), 1000);
  const sent: Outcome[] = [];
  const send = async (_: string, batch: readonly object[]): Promise<boolean> => (sent.push(...(batch as Outcome[])), true);
  await flush(send, 999);
  expect(sent).toEqual([]);
  await put(outcome("dec_1", { outcome: "redacted_and_sent" }), 0);
  await flush(send, 1000);
  expect(sent).toEqual([outcome("dec_1", { outcome: "redacted_and_sent" })]);
});

test("more than a batch goes in batches, and stops at the first that fails", async () => {
  await Promise.all(Array.from({ length: 120 }, (_, i) => put(outcome(`dec_${i}`), 0)));
  const sizes: number[] = [];
  await flush(async (_, batch) => (sizes.push(batch.length), sizes.length < 2), 1);
  expect(sizes).toEqual([50, 50]);
  expect(await overdue()).toBe(70);
  await put(outcome("dec_later"), Date.now() + 60_000);
  expect(await overdue()).toBe(70);
});

test("what comes in while a batch is on its way is not lost", async () => {
  await put(outcome("dec_1"), 0);
  let added: Promise<void> | undefined;
  await flush(async () => {
    added ??= put(outcome("dec_2"), 0);
    return true;
  }, 1);
  await added;
  expect(await overdue()).toBe(1);
});
