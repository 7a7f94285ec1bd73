// Plays ChatGPT: the signed-in build with ProseMirror, and at /?signedout the build with a textarea.
// ?editor=… puts another editor in its place; with &hasty it sends when its button is pressed down, before there is a click.
// Like the real one it posts drafts while the user types and empties the composer before it sends.
import { bubble, composer, fileControl, post, sendButton, showAnswer } from "./chat.ts";
import type { Editor } from "./editor.ts";
import { EDITORS } from "./editors.ts";

interface Attachment { id: string; name: string; size: number; mimeType: string }

const query = new URLSearchParams(location.search);
const signedOut = query.has("signedout");
const api = signedOut ? "/backend-anon" : "/backend-api";
const conversation = crypto.randomUUID();
const attachments = signedOut ? () => [] : fileControl<Attachment>(upload);

let draftTimer = 0;
const events = {
  onInput(text: string): void {
    clearTimeout(draftTimer);
    draftTimer = window.setTimeout(() => postDrafts(text), 150);
  },
  onSend: send,
};

const make = EDITORS[query.get("editor") ?? (signedOut ? "textarea" : "prosemirror")]!;
const editor: Editor = make(composer, { id: "prompt-textarea", "aria-label": "Stel een vraag" }, events);
sendButton({ id: "composer-submit-button", "data-testid": "send-button", "aria-label": "Prompt verzenden" }, send);
if (query.has("hasty")) document.querySelector("#composer-submit-button")!.addEventListener("pointerdown", send);
// What the editor itself holds, for the cases that compare it with the screen.
Object.assign(window, { editorHolds: () => editor.text() });

function message(text: string): object {
  return { id: crypto.randomUUID(), author: { role: "user" }, create_time: Date.now() / 1000, content: { content_type: "text", parts: [text] } };
}

function postDrafts(text: string): void {
  if (text === "") return;
  const ignore = (): void => {};
  post(`${api}/f/conversation/prepare`, { action: "next", conversation_id: conversation, model: "auto", partial_query: message(text), client_prepare_state: "success" }).catch(ignore);
  post(`${api}/conversation/experimental/generate_autocompletions`, { input_text: text, num_completions: 4, in_search_mode: false }).catch(ignore);
}

function send(): void {
  const text = editor.text().trim();
  if (text === "") return;
  clearTimeout(draftTimer);
  editor.clear();
  bubble("user", text);
  void deliver({ ...message(text), metadata: { attachments: attachments(), serialization_metadata: { custom_symbol_offsets: [] } } });
}

async function deliver(userMessage: object): Promise<void> {
  try {
    const prepared = await post(`${api}/f/conversation/prepare`, { action: "next", conversation_id: conversation, model: "auto" });
    const { conduit_token: conduit } = (await prepared.json()) as { conduit_token: string };
    const body = { action: "next", messages: [userMessage], conversation_id: conversation, parent_message_id: crypto.randomUUID(), model: "auto", timezone_offset_min: -60 };
    const answer = await post(`${api}/f/conversation`, body, { Accept: "text/event-stream", "X-Conduit-Token": conduit });
    await showAnswer(answer, (data) => (data.startsWith("{") ? (JSON.parse(data) as { v: string }).v : ""));
  } catch {
    const error = bubble("error", "Er ging iets mis. ");
    const retry = document.createElement("button");
    retry.textContent = "Opnieuw proberen";
    retry.addEventListener("click", () => {
      error.remove();
      void deliver(userMessage);
    });
    error.append(retry);
  }
}

async function upload(file: File): Promise<Attachment> {
  const created = await post(`${api}/files`, { file_name: file.name, file_size: file.size, use_case: "my_files" });
  const { file_id: id, upload_url: url } = (await created.json()) as { file_id: string; upload_url: string };
  const stored = await fetch(url, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob", "Content-Type": file.type }, body: file });
  if (!stored.ok) throw new Error(`status ${stored.status}`);
  await post(`${api}/files/${id}/uploaded`, {});
  return { id, name: file.name, size: file.size, mimeType: file.type };
}
