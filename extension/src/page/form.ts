// Forms that leave the page by navigation. Forms a page handles itself go through fetch or XHR.

import { readBody } from "./body";
import { free, passage } from "./channel";
import { apply, wrap } from "./natives";

const nativeSubmit = HTMLFormElement.prototype.submit;

export function hookForms(): void {
  wrap(HTMLFormElement.prototype, "submit", (native, self, args) =>
    held(self as HTMLFormElement, null) ? undefined : apply(native, self, args));
  // Last in line: a page that sends the form itself has prevented the default by now.
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && held(event.target as HTMLFormElement, (event as SubmitEvent).submitter)) event.preventDefault();
  });
}

// Holds a form that carries a text or a file; false when it may go.
function held(form: HTMLFormElement, submitter: HTMLElement | null): boolean {
  const attribute = (name: string): string | null => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const action = new URL(attribute("action") || location.href, document.baseURI);
  const method = (attribute("method") ?? "get").toUpperCase();
  if (method === "DIALOG") return false;
  const data = new FormData(form, submitter);
  const files = [...data.values()].some((value) => typeof value !== "string");
  const fields = new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
  if (method === "GET") action.search = fields.toString();
  const body = method === "GET" ? undefined : files ? data : fields;
  if (free(method, action.href, body)) return false;
  void hold(form, attribute("target") ?? "", method, action, body);
  return true;
}

async function hold(form: HTMLFormElement, target: string, method: string, action: URL, body: FormData | URLSearchParams | undefined): Promise<void> {
  const raw = body && (await readBody(body, null));
  const out = await passage(method, action.href, "submit", raw);
  if (!out) return;
  const url = new URL(out.url);
  let leaving = form;
  // A form with a file leaves as it is; the others as a copy, with what the fields may hold.
  if (!(body instanceof FormData)) {
    const fields = method === "GET" ? url.searchParams : new URLSearchParams(new TextDecoder().decode(out.bytes ?? raw?.bytes));
    leaving = document.createElement("form");
    for (const [name, value] of Object.entries({ method, target, action: url.href })) leaving.setAttribute(name, value);
    for (const [name, value] of fields) leaving.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    document.documentElement.append(leaving);
  }
  apply(nativeSubmit, leaving, []);
  if (leaving !== form) leaving.remove();
  out.done("unknown");
}
