// What both sites share: the thread, the upload control, and the reading of an answer stream.

export const composer = document.querySelector<HTMLFormElement>("#composer")!;
const thread = document.querySelector<HTMLElement>("#thread")!;

export function bubble(kind: "user" | "assistant" | "error", text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = kind;
  element.dataset["messageAuthorRole"] = kind;
  element.textContent = text;
  thread.append(element);
  return element;
}

export function sendButton(attributes: Record<string, string>, onSend: () => void): void {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "↑";
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  button.addEventListener("click", onSend);
  composer.append(button);
}

/** Adds a file control and accepts dropped files; `upload` returns what the message will carry. */
export function fileControl<T>(upload: (file: File) => Promise<T>): () => T[] {
  const uploaded: T[] = [];
  const list = document.createElement("div");
  list.className = "files";
  composer.prepend(list);
  const take = async (file: File): Promise<void> => {
    const chip = document.createElement("div");
    chip.textContent = `${file.name}: bezig met uploaden`;
    list.append(chip);
    try {
      uploaded.push(await upload(file));
      chip.textContent = `${file.name}: geüpload`;
    } catch {
      chip.textContent = `${file.name}: uploaden mislukt`;
    }
  };
  const label = document.createElement("label");
  label.append("+", Object.assign(document.createElement("input"), { type: "file" }));
  label.querySelector("input")!.addEventListener("change", (event) => {
    for (const file of (event.target as HTMLInputElement).files ?? []) void take(file);
  });
  composer.append(label);
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) void take(file);
  });
  return () => {
    list.replaceChildren();
    return uploaded.splice(0);
  };
}

export async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(path, {
    method: "POST",
    credentials: "include",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

/** Shows an answer word by word; `word` takes it out of the data of one event. */
export async function showAnswer(response: Response, word: (data: string) => string): Promise<void> {
  const answer = bubble("assistant", "");
  const decoder = new TextDecoder();
  let rest = "";
  const reader = response.body!.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + decoder.decode(part.value, { stream: true })).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) answer.textContent += word(/^data: (.*)$/m.exec(event)?.[1] ?? "");
  }
}
