// Forms that leave the page by navigation. Forms a page handles itself go through fetch or XHR.

import { apply, wrap } from "./natives";
import { readLater } from "./body";
import { nothingWritten, passage, targetOf } from "./passage";
import { hasQueryText, type Target } from "../sites/match";
import type { RawBody } from "../sites/read";

const nativeSubmit = HTMLFormElement.prototype.submit;

export function hookForms(): void {
  wrap(HTMLFormElement.prototype, "submit", (native, self, args) => {
    const form = self as HTMLFormElement;
    if (!leaves(form, null)) return apply(native, self, args);
    void hold(form, null);
    return undefined;
  });
  // Last in line: a page that sends the form itself has prevented the default by now.
  window.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const submitter = (event as SubmitEvent).submitter;
    if (event.defaultPrevented || !leaves(form, submitter)) return;
    event.preventDefault();
    void hold(form, submitter);
  });
}

function destination(form: HTMLFormElement, submitter: HTMLElement | null): { action: URL; method: string } {
  const attribute = (name: string): string | null => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  return { action: new URL(attribute("action") || location.href, document.baseURI), method: (attribute("method") ?? "get").toUpperCase() };
}

function leaves(form: HTMLFormElement, submitter: HTMLElement | null): Target | undefined {
  const { action, method } = destination(form, submitter);
  if (method === "DIALOG") return undefined;
  if (method === "GET") for (const [name, value] of new FormData(form)) if (typeof value === "string") action.searchParams.set(name, value);
  const target = targetOf(action.href, method);
  return method === "GET" && !hasQueryText(action) ? undefined : target;
}

async function hold(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  const target = leaves(form, submitter);
  if (!target) return;
  const { method } = destination(form, submitter);
  const body: RawBody | undefined = method === "GET" ? undefined : await readLater(new FormData(form, submitter), null);
  const out = body && nothingWritten(target, body) ? undefined : await passage(target, body, "submit");
  // The fields cannot be rewritten in a form that the page owns, so a form leaves as it is or not at all.
  if (out === null || out?.bytes) return;
  submitAs(form, submitter);
  out?.done("unknown");
}

// submit() knows no submitter: what its button says about the form goes onto the form.
function submitAs(form: HTMLFormElement, submitter: HTMLElement | null): void {
  for (const name of ["action", "method", "target", "enctype"]) {
    const own = submitter?.getAttribute(`form${name}`);
    if (own) form.setAttribute(name, own);
  }
  apply(nativeSubmit, form, []);
}
