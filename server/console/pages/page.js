// What the pages for signing in share: asking the server, and saying what went wrong. Texts are in the pages.
export const find = (selector, within = document) => within.querySelector(selector);
export const locale = { nl: "nl-NL", en: "en-GB" }[document.documentElement.lang];

/** Sends a request to the API; the answer has a problem or a body. */
export async function ask(method, path, body, headers = {}) {
  try {
    const answer = await fetch("/api/v1" + path, {
      method, cache: "no-store", credentials: "same-origin",
      headers: { ...(body && { "Content-Type": "application/json" }), ...(method === "POST" && { "Idempotency-Key": crypto.randomUUID() }), ...headers },
      body: body ? JSON.stringify(body) : undefined,
    });
    const json = answer.status === 204 ? {} : await answer.json();
    return answer.ok ? { body: json } : { problem: json, wait: Number(answer.headers.get("Retry-After")) };
  } catch {
    return { problem: { code: "network" } };
  }
}

/** What the page says about a problem. */
export function sentence({ problem, wait }) {
  const first = problem.errors?.[0];
  const field = first?.pointer.slice(1);
  for (const code of [`${field} ${first?.code}`, first?.code, field, problem.code, "other"]) {
    const text = find(`[data-problem="${CSS.escape(code ?? "")}"]`);
    if (text) return text.textContent.replace("{minutes}", String(Math.max(1, Math.ceil((wait || 60) / 60))));
  }
  return problem.code;
}

/** Shows a text, and which field it is about. */
export function say(place, text, field) {
  place.textContent = text;
  place.hidden = !text;
  for (const input of document.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const input = field && find(`[name="${CSS.escape(field)}"]`, place.closest("form, section, main"));
  if (input) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
}

/** An SVG of a QR code, with its quiet zone of four modules. */
export function draw(rows) {
  const size = rows.length + 8;
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", rows.flatMap((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join(""));
  svg.append(path);
  return svg;
}

/** A secret as people type it over. */
export const spaced = (secret) => secret.match(/.{1,4}/g).join(" ");
