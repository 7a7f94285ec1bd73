// The duty not to be in the way: a thousand harmless prompts arrive byte for byte, without a word of ours, and what it costs is measured beside a browser
// without a guard, in the same run.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Chromium } from "../harness/chromium.ts";
import { Lab } from "../harness/lab.ts";
import { Screen } from "../harness/screen.ts";

const PATH = "/backend-api/f/conversation";
const QUESTIONS = [
  "Wat is de gebruikelijke dosering van {m} bij {d}?", "Leg {d} uit op taalniveau B1, in drie zinnen.", "Maak een folder over {d} — kort, ‘warm’ en zonder jargon.",
  "Welke bijwerkingen heeft {m}?\n\t1. vaak\n\t2. zelden", "Vertaal naar het Engels: “{d} wordt behandeld met {m}.” 😀", "Geef een JSON-voorbeeld: {\"middel\": \"{m}\", \"per_dag\": 2}",
  "Schrijf een protocol voor {d} (versie 2, 50 % korter) \\ concept", "Is {m} veilig bij {d}?", "Zet in een tabel:\r\n| middel | aandoening |\r\n| {m} | {d} |", "Welke richtlijn gaat over {d} & {m}?",
];
const DISEASES = ["hartfalen", "astma", "COPD", "diabetes type 2", "hypertensie", "jicht", "migraine", "eczeem", "artrose", "anemie"];
const MEDICINES = ["metoprolol", "salbutamol", "metformine", "lisinopril", "paracetamol", "omeprazol", "amoxicilline", "allopurinol", "furosemide", "prednison"];
const PROMPTS = QUESTIONS.flatMap((q) => DISEASES.flatMap((d) => MEDICINES.map((m) => `${q.replaceAll("{d}", d).replaceAll("{m}", m)}\n(naast ${d}: ${m})`)));

let lab: Lab;
let bare: Chromium;
beforeAll(async () => {
  lab = await Lab.start();
  bare = await Chromium.launch({ sitesPort: lab.stage.sites.port });
});
afterAll(async () => {
  await bare?.close();
  await lab?.close();
});

const bodyOf = (text: string): string => JSON.stringify({ action: "next", messages: [{ author: { role: "user" }, content: { content_type: "text", parts: [text] } }] });

async function open(browser: Chromium): Promise<Page> {
  const page = await browser.page();
  await page.goto("https://chatgpt.com/vectors");
  return page;
}

// Posts each body after the other as a page does, and returns the time of each until the site answered.
function postAll(page: Page, bodies: readonly string[], path = PATH): Promise<number[]> {
  return page.evaluate(async ([url, all]) => {
    const times: number[] = [];
    for (const body of all as string[]) {
      const from = performance.now();
      const response = await fetch(url as string, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      times.push(performance.now() - from);
      void response.body?.cancel();
    }
    return times;
  }, [path, bodies] as const);
}

const at = (times: readonly number[], share: number): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;

test("a thousand harmless prompts arrive byte for byte, once each, and nothing is shown", async () => {
  expect(new Set(PROMPTS).size).toBe(1000);
  const page = await open(lab.browser);
  lab.stage.sites.received.clear();
  const bodies = PROMPTS.map(bodyOf);
  for (let i = 0; i < bodies.length; i += 100) await postAll(page, bodies.slice(i, i + 100));
  expect(lab.stage.sites.received.to(/f\/conversation$/).map((r) => r.body.toString("utf8"))).toEqual(bodies);
  expect(await (await Screen.of(page)).has("dialog", /./)).toBe(false);
  expect(await lab.stage.server.events()).toBe(0);
}, 300_000);

test("the guard costs less than two messages to its background, and next to nothing where there is no prompt", async () => {
  const guarded = await open(lab.browser);
  const free = await open(bare);
  const options = await lab.options();
  const [with_, without, clear, clearBare, trips]: number[][] = [[], [], [], [], []];
  // In turns, so that what else the machine does weighs on both.
  for (let round = 0; round < 10; round++) {
    const bodies = Array.from({ length: 20 }, (_, i) => bodyOf(`Vraag ${round}.${i}: wat helpt bij astma?`));
    with_!.push(...(await postAll(guarded, bodies)));
    without!.push(...(await postAll(free, bodies)));
    const empty = bodies.map(() => '{"ping":1}');
    clear!.push(...(await postAll(guarded, empty, "/backend-api/tick")));
    clearBare!.push(...(await postAll(free, empty, "/backend-api/tick")));
    trips!.push(...(await options.evaluate(async () => {
      const times: number[] = [];
      for (let i = 0; i < 20; i++) {
        const from = performance.now();
        await chrome.runtime.sendMessage({ what: "sites" });
        times.push(performance.now() - from);
      }
      return times;
    })));
  }
  const line = (name: string, t: readonly number[]): string => `${name}: p50 ${at(t, 0.5).toFixed(1)} ms, p95 ${at(t, 0.95).toFixed(1)} ms`;
  console.log([line("with", with_!), line("without", without!), line("message round trip", trips!), line("no prompt, with", clear!), line("no prompt, without", clearBare!)].join("\n"));
  // The question to the server is a request of its own: it is taken off as what the bare page pays for one.
  const overhead = at(with_!, 0.5) - 2 * at(without!, 0.5);
  expect(overhead).toBeLessThanOrEqual(Math.max(12, 2 * at(trips!, 0.5)));
  expect(at(clear!, 0.5)).toBeLessThanOrEqual(2 * at(clearBare!, 0.5));
}, 120_000);
