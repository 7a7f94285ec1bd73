// Each format of file in each way in which sites upload, with the real server: what holds data of a person stays here, and what is clean arrives whole.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Chat } from "../harness/chat.ts";
import { bomb, DOCUMENTS, type Made } from "../harness/documents.ts";
import { Lab } from "../harness/lab.ts";
import { BSN } from "../harness/prompts.ts";
import { until } from "../harness/wait.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start();
});
beforeEach(() => lab.stage.reset());
afterEach(() => lab.closePages());
afterAll(() => lab?.close());

interface Upload {
  readonly name: string;
  readonly type: string;
  /** The file in base64. */
  readonly data: string;
}

interface Way {
  readonly site: "chatgpt" | "claude";
  /** Where the file would arrive. */
  readonly path: RegExp;
  /** Runs in the page. */
  send(file: Upload): void;
}

const WAYS: Record<string, Way> = {
  multipart: {
    site: "claude", path: /\/upload$/,
    send({ name, type, data }) {
      const form = new FormData();
      form.append("file", new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, { type }));
      void fetch("/api/lab/upload", { method: "POST", body: form }).catch(() => undefined);
    },
  },
  "presigned PUT": {
    site: "chatgpt", path: /\/raw/,
    send({ type, data }) {
      const body = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      void fetch("https://files.oaiusercontent.com/file-1/raw?sig=lab", { method: "PUT", headers: { "Content-Type": type }, body }).catch(() => undefined);
    },
  },
  resumable: {
    site: "chatgpt", path: /\/resumable/,
    send({ data }) {
      const body = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const request = new XMLHttpRequest();
      request.open("PATCH", "https://files.oaiusercontent.com/resumable/1");
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Upload-Offset", "0");
      request.send(body);
    },
  },
  "base64 in JSON": {
    site: "chatgpt", path: /\/f\/conversation$/,
    send({ type, data }) {
      const body = JSON.stringify({ messages: [{ content: { parts: ["Kijk hier eens naar"] } }], attachment: `data:${type};base64,${data}` });
      void fetch("/backend-api/f/conversation", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => undefined);
    },
  },
};

const upload = (chat: Chat, way: Way, { name, type, bytes }: Made): Promise<void> =>
  chat.page.evaluate(`(({ ${way.send.toString().replace(/^send/, "send: function ")} }).send)(${JSON.stringify({ name, type, data: bytes.toString("base64") })})`);

const arrived = (way: Way): Buffer[] => lab.stage.sites.received.to(way.path).filter((r) => r.method !== "OPTIONS").map((r) => r.body);

const CASES = Object.keys(DOCUMENTS).flatMap((format) => Object.keys(WAYS).map((way) => [format, way] as const));

test.for(CASES)("%s by %s", { timeout: 60_000 }, async ([format, name]) => {
  const way = WAYS[name]!;
  const chat = await lab.chat(way.site);
  const clean = await DOCUMENTS[format]!("Wat zijn de stappen bij hartfalen?", chat.page);
  await upload(chat, way, clean);
  const [body] = await until("the clean file", () => arrived(way).length > 0 && arrived(way), 20_000);
  expect(body!.includes(name === "base64 in JSON" ? clean.bytes.toString("base64") : clean.bytes)).toBe(true);

  await lab.stage.reset();
  const sensitive = await DOCUMENTS[format]!(`Mevr. Jansen, BSN ${BSN}`, chat.page);
  await upload(chat, way, sensitive);
  const notice = await until("the dialog", async () => (await chat.screen.has("dialog", /./)) && chat.screen.notice(), 20_000);
  expect(notice).toMatch(/dit bestand is niet verstuurd/i);
  expect(notice).toMatch(/burgerservicenummer/i);
  expect(notice).toMatch(sensitive.where);
  expect(arrived(way)).toEqual([]);
  await chat.screen.click("button", /bestand aanpassen/i);
  await lab.stage.incidentWith("blocked", "none");
  // Whatever store it was put in.
  expect((await lab.stage.incidents())[0]!.destination_id).toBe(way.site);
});

test.for(Object.keys(WAYS))("a file that unpacks to far more than it is, by %s, is not taken for clean", { timeout: 60_000 }, async (name) => {
  const way = WAYS[name]!;
  const chat = await lab.chat(way.site);
  await upload(chat, way, await bomb());
  expect(await chat.screen.notice()).toMatch(/dit bestand is niet verstuurd/i);
  expect(arrived(way)).toEqual([]);
});
