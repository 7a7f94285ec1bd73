// The other composers of chat sites, each a real editor with a state of its own: what it sends is that state, not what is on the screen.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { registerRichText } from "@lexical/rich-text";
import { $createParagraphNode, $getRoot, COMMAND_PRIORITY_HIGH, createEditor, KEY_ENTER_COMMAND } from "lexical";
import Quill from "quill";
import { createElement, useLayoutEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { proseMirror, textarea, type Editor, type EditorEvents } from "./editor.ts";

type Make = (parent: HTMLElement, attributes: Record<string, string>, events: EditorEvents) => Editor;

function editable(parent: HTMLElement, attributes: Record<string, string>): HTMLElement {
  const element = document.createElement("div");
  for (const [name, value] of Object.entries({ ...attributes, contenteditable: "true", role: "textbox", class: "ProseMirror" })) element.setAttribute(name, value);
  parent.append(element);
  return element;
}

const sends = (event: KeyboardEvent): boolean => event.key === "Enter" && !event.shiftKey && !event.isComposing;

const lexical: Make = (parent, attributes, events) => {
  const element = editable(parent, attributes);
  const editor = createEditor({ namespace: "lab", onError: (error) => { throw error; } });
  editor.setRootElement(element);
  registerRichText(editor);
  registerHistory(editor, createEmptyHistoryState(), 300);
  editor.registerCommand(KEY_ENTER_COMMAND, (event) => {
    if (!event || !sends(event)) return false;
    event.preventDefault();
    events.onSend();
    return true;
  }, COMMAND_PRIORITY_HIGH);
  const text = (): string => editor.getEditorState().read(() => $getRoot().getTextContent());
  editor.registerUpdateListener(() => events.onInput(text()));
  const clear = (): void => editor.update(() => void $getRoot().clear().append($createParagraphNode()).selectEnd(), { discrete: true });
  clear();
  return { element, text, clear };
};

const quill: Make = (parent, attributes, events) => {
  const holder = parent.appendChild(document.createElement("div"));
  holder.style.flex = "1";
  const editor = new Quill(holder, {
    modules: { toolbar: false, keyboard: { bindings: { send: { key: "Enter", shiftKey: false, handler: () => (events.onSend(), false) } } } },
  });
  for (const [name, value] of Object.entries(attributes)) editor.root.setAttribute(name, value);
  editor.root.classList.add("ProseMirror");
  editor.on("text-change", () => events.onInput(editor.getText()));
  return { element: editor.root, text: () => editor.getText(), clear: () => editor.setText("") };
};

const react: Make = (parent, attributes, events) => {
  const holder = parent.appendChild(document.createElement("div"));
  holder.style.flex = "1";
  let state = "";
  let set: (value: string) => void = () => undefined;
  function Composer() {
    const [value, setValue] = useState("");
    useLayoutEffect(() => {
      state = value;
      set = setValue;
    });
    return createElement("textarea", {
      ...attributes, value, style: { width: "100%" },
      onChange: (event: { target: { value: string } }) => (setValue(event.target.value), events.onInput(event.target.value)),
      onKeyDown: (event: { nativeEvent: KeyboardEvent; preventDefault(): void }) => {
        if (!sends(event.nativeEvent)) return;
        event.preventDefault();
        events.onSend();
      },
    });
  }
  createRoot(holder).render(createElement(Composer));
  return { element: holder, text: () => state, clear: () => set("") };
};

const contentEditable: Make = (parent, attributes, events) => {
  const element = editable(parent, attributes);
  element.addEventListener("input", () => events.onInput(element.innerText));
  element.addEventListener("keydown", (event) => {
    if (!sends(event)) return;
    event.preventDefault();
    events.onSend();
  });
  return { element, text: () => element.innerText, clear: () => element.replaceChildren() };
};

// Shows layout, and sends it as Markdown, as most sites with a rich text editor do.
const rich: Make = (parent, attributes, events) => ({ ...contentEditable(parent, attributes, { ...events, onInput: () => undefined }), text: () => markdown(parent.querySelector("[contenteditable]")!).trim() });

const MARKS: Record<string, readonly [string, string]> = { B: ["**", "**"], I: ["_", "_"], CODE: ["`", "`"], H2: ["## ", "\n\n"], P: ["", "\n\n"], LI: ["", "\n"], BLOCKQUOTE: ["> ", ""] };

function markdown(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
  const [before, after] = MARKS[node.nodeName] ?? ["", ""];
  const items = [...(node.parentNode?.children ?? [])];
  const bullet = node.nodeName !== "LI" ? "" : node.parentNode?.nodeName === "OL" ? `${items.indexOf(node as Element) + 1}. ` : "- ";
  return `${bullet}${before}${[...node.childNodes].map(markdown).join("")}${after}`;
}

export const EDITORS: Record<string, Make> = { rich, prosemirror: proseMirror, textarea, lexical, quill, react, contenteditable: contentEditable };
