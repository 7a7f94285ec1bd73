// The composer of a chat site: a real ProseMirror, or a plain textarea. Enter sends, Shift+Enter breaks the line.
import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { schema } from "prosemirror-schema-basic";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

export interface Editor {
  readonly element: HTMLElement;
  text(): string;
  clear(): void;
}

export interface EditorEvents {
  onInput(text: string): void;
  onSend(): void;
}

export function proseMirror(parent: HTMLElement, attributes: Record<string, string>, events: EditorEvents): Editor {
  const send = (): boolean => {
    events.onSend();
    return true;
  };
  const plugins = [keymap({ Enter: send, "Mod-z": undo, "Mod-y": redo }), keymap({ "Shift-Enter": baseKeymap["Enter"]! }), keymap(baseKeymap), history()];
  const empty = (): EditorState => EditorState.create({ schema, plugins });
  const view = new EditorView(parent, {
    state: empty(),
    attributes,
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) events.onInput(text());
    },
  });
  const text = (): string => view.state.doc.textBetween(0, view.state.doc.content.size, "\n", "\n");
  return { element: view.dom, text, clear: () => view.updateState(empty()) };
}

export function textarea(parent: HTMLElement, attributes: Record<string, string>, events: EditorEvents): Editor {
  const element = document.createElement("textarea");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.addEventListener("input", () => events.onInput(element.value));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    events.onSend();
  });
  parent.append(element);
  return { element, text: () => element.value, clear: () => (element.value = "") };
}
