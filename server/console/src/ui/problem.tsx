// What failed, what to do, and by which reference the log knows it.
import { inWords, Problem } from "../api/problem.ts";
import { t } from "../i18n/shared.ts";
import { word } from "../i18n/words.ts";

export function ProblemNote({ problem, retry }: { problem: unknown; retry?: (() => void) | undefined }) {
  if (problem === undefined) return null;
  const details = problem instanceof Problem ? problem.faults.map((f) => f.detail || guard(f.pointer) || "").filter(Boolean) : [];
  const trace = problem instanceof Problem ? problem.trace : "";
  return (
    <div class="note stop stack tight" role="alert">
      <p>{inWords(problem)}</p>
      {details.length > 0 && <ul class="stack tight">{[...new Set(details)].map((text) => <li>{text}</li>)}</ul>}
      {trace && <p class="small muted">{t("problem.trace", { trace })}</p>}
      {retry && <div><button type="button" onClick={retry}>{t("retry")}</button></div>}
    </div>
  );
}

// What the server says is missing before a case can move: "/reason_40" and the like.
function guard(pointer: string): string | undefined {
  const name = pointer.replace(/^[/?]/, "");
  const text = word("guard", name);
  return text === name ? undefined : text;
}

/** What is wrong with a field of a form, out of the problem of its request. */
export function wrong(problem: unknown, pointer: string): string | undefined {
  if (!(problem instanceof Problem)) return undefined;
  const fault = problem.faults.find((f) => f.pointer === `/${pointer}` || f.pointer.startsWith(`/${pointer}/`));
  return fault && (fault.detail || word("field", fault.code));
}
