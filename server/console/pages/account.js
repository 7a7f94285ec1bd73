// The script of the sign-in, welcome and account pages. Texts are in the pages.
const find = (selector, within = document) => within.querySelector(selector);
const token = location.hash.slice(1);
const locale = { nl: "nl-NL", en: "en-GB" }[document.documentElement.lang];

// ask sends a request to the API; the answer has a problem or a body.
async function ask(method, path, body) {
  try {
    const answer = await fetch("/api/v1" + path, {
      method, cache: "no-store", credentials: "same-origin",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const json = answer.status === 204 ? {} : await answer.json();
    return answer.ok ? { body: json } : { problem: json, wait: Number(answer.headers.get("Retry-After")) };
  } catch {
    return { problem: { code: "network" } };
  }
}

// sentence is what the page says about a problem.
function sentence({ problem, wait }) {
  const first = problem.errors?.[0];
  const field = first?.pointer.slice(1);
  for (const code of [`${field} ${first?.code}`, first?.code, field, problem.code, "other"]) {
    const text = find(`[data-problem="${CSS.escape(code ?? "")}"]`);
    if (text) return text.textContent.replace("{minutes}", String(Math.max(1, Math.ceil((wait || 60) / 60))));
  }
  return problem.code;
}

function say(place, text, field) {
  place.textContent = text;
  place.hidden = !text;
  for (const input of document.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const input = field && find(`[name="${CSS.escape(field)}"]`);
  if (input) {
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }
}

// submit sends the visible fields of a form and goes to the account on success.
function submit(form, path, more = {}) {
  const alert = find("[role=alert]", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...form.querySelectorAll("input[name]")].filter((input) => !input.readOnly);
    const empty = fields.find((input) => !input.value.trim());
    if (empty) return say(alert, sentence({ problem: { code: "required" } }), empty.name);
    const button = find("button", form);
    button.disabled = true;
    const result = await ask("POST", path, { ...Object.fromEntries(fields.map((input) => [input.name, input.value])), ...more });
    button.disabled = false;
    if (!result.problem) return location.replace(destination());
    say(alert, sentence(result), result.problem.errors?.[0]?.pointer.slice(1));
    if (result.problem.code === "auth.sign_in_refused") find("[name=code]", form).value = "";
  });
}

// destination is the page of the console that the person came from, else its start.
function destination() {
  const back = sessionStorage.getItem("dijkwacht.return") ?? "";
  sessionStorage.removeItem("dijkwacht.return");
  return back.startsWith("/console/") ? back : "/console/";
}

// draw makes an SVG of the QR code, with its quiet zone of four modules.
function draw(rows) {
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

async function welcome(form) {
  const result = await ask("POST", "/auth/link/open", { token });
  find("#opening").hidden = true;
  if (result.problem) {
    // A token that is no token at all is also a link that does not work.
    const code = result.problem.code === "request.invalid" ? "auth.link_invalid" : result.problem.code;
    return say(find("#refused"), sentence({ problem: { code }, wait: result.wait }));
  }
  const link = result.body;
  const until = new Date(link.expires_at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  const intro = find("#intro");
  intro.textContent = intro.dataset[link.kind].replace("{organisation}", link.organisation).replace("{time}", until);
  for (const name of ["name", "email"]) {
    const input = find("#" + name);
    if (link[name]) {
      input.value = link[name];
      // It cannot be changed here; password managers want to see it.
      input.readOnly = true;
    }
  }
  find("#qr").append(draw(link.code.qr));
  find("#secret").textContent = link.code.secret.match(/.{1,4}/g).join(" ");
  find("#show").addEventListener("change", (event) => {
    find("#password").type = event.target.checked ? "text" : "password";
  });
  submit(form, "/auth/link/use", { token, locale: document.documentElement.lang });
  form.hidden = false;
}

async function account(section) {
  const result = await ask("GET", "/me");
  if (result.problem?.code === "auth.session_required") return location.replace("/inloggen");
  if (result.problem) return say(find("[role=alert]"), sentence(result));
  const me = result.body;
  find("#name").textContent = me.name;
  find("#email").textContent = me.email;
  find("#organisation").textContent = me.organisation.name;
  const roles = find("#roles");
  roles.textContent = me.roles.map((role) => [
    find(`[data-role="${CSS.escape(role.role)}"]`)?.textContent ?? role.role,
    role.department_id ? `(${roles.dataset.part})` : "",
    role.expires_at ? `(${roles.dataset.until} ${new Date(role.expires_at).toLocaleDateString(locale)})` : "",
  ].filter(Boolean).join(" ")).join(", ") || roles.dataset.none;
  for (const [id, path] of [["#logout", "/auth/logout"], ["#logout-everywhere", "/auth/logout-everywhere"]]) {
    find(id).addEventListener("click", async () => {
      const left = await ask("POST", path);
      if (left.problem && left.problem.code !== "auth.session_required") return say(find("[role=alert]"), sentence(left));
      location.replace("/inloggen#uit");
    });
  }
  section.hidden = false;
}

// The other language keeps the link of the page.
for (const link of document.querySelectorAll("[data-keep]")) link.hash = location.hash;
if (find("#sign-in")) {
  find("#done").hidden = token !== "uit";
  submit(find("#sign-in"), "/auth/sign-in");
}
if (find("#welcome")) welcome(find("#welcome"));
if (find("#account")) account(find("#account"));
