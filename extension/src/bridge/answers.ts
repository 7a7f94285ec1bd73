// Loaded into a page once something in its conversation was replaced: shows the real values in the page, also while an answer streams in. Only what is
// shown changes; the site keeps, and would send, the placeholders.

import { KEPT } from "../shared/channel";
import { ext } from "../shared/ext";
import type { Request } from "../shared/messages";
import { restorer, type Originals, type Restore } from "./restore";

const BLOCK = "p,li,td,th,pre,h1,h2,h3,h4,h5,h6,blockquote,div,article,section,main,body";
const OURS = "textarea,input,script,style,[contenteditable=''],[contenteditable=true],[contenteditable=plaintext-only],dijkwacht-notice";
const BATCH_MS = 40;

declare global {
  // Set in the isolated world, where no script of the page is.
  var dijkwachtRestore: Restore | undefined;
}

let path = "";
let timer = 0;
const dirty = new Set<Node>();

async function learn(): Promise<void> {
  path = location.pathname;
  const originals = (await ext.runtime.sendMessage({ what: "originals", path } satisfies Request)) as Originals | undefined;
  globalThis.dijkwachtRestore = restorer(originals ?? {});
  dirty.add(document.body);
  work();
}

function work(): void {
  timer = 0;
  if (location.pathname !== path) return void learn().catch(() => undefined);
  const restore = globalThis.dijkwachtRestore;
  const nodes = [...dirty];
  dirty.clear();
  if (restore) for (const block of new Set(nodes.flatMap(blocksOf))) rewrite(block, restore);
}

// The blocks around or below a node: a placeholder can be cut over several elements of one line.
function blocksOf(node: Node): Element[] {
  const around = (node instanceof Element ? node : node.parentElement)?.closest(BLOCK);
  if (!node.isConnected || !around) return [];
  return node instanceof Element ? [around, ...node.querySelectorAll(BLOCK)] : [around];
}

function rewrite(block: Element, restore: Restore): void {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof Text) return NodeFilter.FILTER_ACCEPT;
    const element = node as Element;
    return element.matches(OURS) || element.matches(BLOCK) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  if (block.closest(OURS)) return;
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const whole = texts.map((t) => t.data).join("");
  const wanted = restore(whole);
  if (wanted !== whole) spread(texts, whole, restore);
}

// Each node keeps its own part; a placeholder that is cut over several goes to the first of them.
function spread(texts: readonly Text[], whole: string, restore: Restore): void {
  const own = texts.map((t) => restore(t.data));
  if (own.join("") === restore(whole)) return texts.forEach((t, i) => own[i] !== t.data && (t.data = own[i] ?? ""));
  const first = texts.findIndex((t) => t.data !== "");
  texts.forEach((t, i) => (t.data = i === first ? restore(whole) : ""));
}

// What the page's own world copies and saves (page/saved.ts) is asked for here.
function lend(event: Event): void {
  event.stopImmediatePropagation();
  const node = (event as MouseEvent).relatedTarget as Element;
  node.setAttribute(KEPT.text, "");
  node.addEventListener(KEPT.event, () => node.setAttribute(KEPT.text, globalThis.dijkwachtRestore?.(node.getAttribute(KEPT.text) ?? "") ?? ""));
}

// What a person copies, after the site had its say: its own words, or what is selected, also in a field.
function copied(event: ClipboardEvent): void {
  const { clipboardData: data, defaultPrevented } = event;
  const restore = globalThis.dijkwachtRestore;
  if (!data || !restore) return;
  if (defaultPrevented) return [...data.types].filter((t) => t.startsWith("text/")).forEach((type) => data.setData(type, restore(data.getData(type))));
  const field = document.activeElement as HTMLTextAreaElement | null;
  const text = field && "selectionStart" in field ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
  if (restore(text) === text) return;
  data.setData("text/plain", restore(text));
  event.preventDefault();
}

if (!globalThis.dijkwachtRestore) {
  globalThis.dijkwachtRestore = (text) => text;
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) for (const node of [target, ...addedNodes]) dirty.add(node);
    timer ||= window.setTimeout(work, BATCH_MS);
  }).observe(document, { childList: true, characterData: true, subtree: true });
  document.addEventListener(KEPT.hello, lend, { once: true, capture: true });
  window.addEventListener("copy", copied);
}
void learn().catch(() => undefined);
