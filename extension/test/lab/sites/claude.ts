// Plays Claude: ProseMirror, one completion request per message, long pastes as an attachment.
// Like the real one it keeps the text in the composer until the answer starts.
import { bubble, composer, fileControl, post, sendButton, showAnswer } from "./chat.ts";
import { proseMirror } from "./editor.ts";

const LONG_PASTE = 4000; // characters; above it the site makes a file of the text

const api = `/api/organizations/${crypto.randomUUID()}`;
const conversation = crypto.randomUUID();
const files = fileControl<string>(upload);
const pasted: object[] = [];

const editor = proseMirror(composer, { "data-testid": "chat-input", "aria-label": "Write your prompt to Claude" }, { onInput() {}, onSend: () => void send() });
sendButton({ "aria-label": "Send message" }, () => void send());
editor.element.addEventListener("paste", takeLongPaste, { capture: true });

function takeLongPaste(event: ClipboardEvent): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (text.length <= LONG_PASTE) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pasted.push({ file_name: "paste.txt", file_type: "text/plain", file_size: text.length, extracted_content: text });
}

let busy = false;

async function send(): Promise<void> {
  const text = editor.text().trim();
  if (busy || (text === "" && pasted.length === 0)) return;
  busy = true;
  try {
    const body = { prompt: text, parent_message_uuid: crypto.randomUUID(), timezone: "Europe/Amsterdam", attachments: pasted, files: files(), rendering_mode: "messages" };
    const answer = await post(`${api}/chat_conversations/${conversation}/completion`, body, { Accept: "text/event-stream" });
    pasted.length = 0;
    editor.clear();
    bubble("user", text);
    await showAnswer(answer, (data) => (JSON.parse(data) as { completion?: string }).completion ?? "");
  } catch {
    bubble("error", "Message could not be sent. Try again.");
  } finally {
    busy = false;
  }
}

async function upload(file: File): Promise<string> {
  const form = new FormData();
  form.append("file", file);
  const response = await fetch(`${api}/conversations/${conversation}/wiggle/upload-file`, { method: "POST", body: form });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return ((await response.json()) as { file_uuid: string }).file_uuid;
}
