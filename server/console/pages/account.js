// The script of the sign-in, welcome and account pages. Texts are in the pages.
import { ceremony, factors, refused } from "./factors.js";
import { ask, draw, find, locale, say, sentence, spaced } from "./page.js";
import { answer, make, supported } from "./passkey.js";

const token = location.hash.slice(1);

// submit sends the visible fields of a form and goes to the console on success. Those of
// optional may be empty.
function submit(form, send, optional = () => []) {
  const alert = find("[role=alert]", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...form.querySelectorAll("input[name]")].filter((input) => !input.readOnly && input.type !== "radio" && !input.closest("[hidden]"));
    const empty = fields.find((input) => !input.value.trim() && !optional().includes(input.name));
    if (empty) return say(alert, sentence({ problem: { code: "required" } }), empty.name);
    const button = find("[type=submit]", form);
    button.disabled = true;
    const result = await send(Object.fromEntries(fields.map((input) => [input.name, input.value])));
    button.disabled = false;
    if (!result.problem) return location.replace(destination());
    say(alert, result.problem.code ? sentence(result) : "", result.problem.errors?.[0]?.pointer.slice(1));
    if (result.problem.code === "auth.sign_in_refused") find("[name=code]", form).value = "";
  });
}

// enterByPasskey signs in with a passkey, as the second factor when more holds address and password.
async function enterByPasskey(more = {}, how = {}) {
  const made = await ceremony("/auth/passkey/challenge", (options) => answer(options, how));
  return made.problem ? made : refused(await ask("POST", "/auth/passkey/sign-in", { ...made.body, ...more }));
}

// The time for which the browser may offer passkeys in the list of the address field: less than a challenge counts.
const offerTime = 4 * 60_000;

function signIn(form) {
  const alert = find("[role=alert]", form);
  const button = find("#passkey-sign-in");
  let offer;
  submit(form, ({ code, ...rest }) => {
    if (code || !supported()) return ask("POST", "/auth/sign-in", { ...rest, code });
    offer?.abort();
    return enterByPasskey(rest);
  }, () => (supported() ? ["code"] : []));
  if (!supported()) return;
  button.hidden = false;

  // Browsers that can, show passkeys where the address is typed.
  async function listen() {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const mine = (offer = new AbortController());
    const again = setTimeout(() => (mine.abort(), listen()), offerTime);
    const result = await enterByPasskey({}, { mediation: "conditional", signal: mine.signal });
    clearTimeout(again);
    if (!result.problem) return location.replace(destination());
    if (result.problem.code === "auth.passkey_unavailable") button.hidden = true;
    if (result.problem.code === "passkey.refused") (say(alert, sentence(result)), listen());
  }
  button.addEventListener("click", async () => {
    offer?.abort();
    button.disabled = true;
    const result = await enterByPasskey();
    button.disabled = false;
    if (!result.problem) return location.replace(destination());
    say(alert, result.problem.code ? sentence(result) : "");
    listen();
  });
  listen();
}

// destination is the page of the console that the person came from, else its start.
function destination() {
  const back = sessionStorage.getItem("dijkwacht.return") ?? "";
  sessionStorage.removeItem("dijkwacht.return");
  return back.startsWith("/console/") ? back : "/console/";
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
  find("#secret").textContent = spaced(link.code.secret);
  find("#show").addEventListener("change", (event) => {
    find("#password").type = event.target.checked ? "text" : "password";
  });
  submit(form, second(form, link));
  form.hidden = false;
}

// second lets the person choose a second factor, and returns what sends the form with it.
function second(form, link) {
  const locale = document.documentElement.lang;
  const [app, key] = form.elements.second;
  const show = () => {
    find("#by-app").hidden = !app.checked;
    find("#by-passkey").hidden = app.checked;
  };
  if (supported()) for (const choice of [app, key]) choice.addEventListener("change", show);
  find("#second").hidden = !supported();
  let made;
  return async ({ code, ...rest }) => {
    if (app.checked) return ask("POST", "/auth/link/use", { token, locale, code, ...rest });
    // A passkey that was made stays good when something else in the form was not.
    made ??= await ceremony("/auth/link/passkey", (options) => make({ ...options, user: { ...options.user, name: link.email ?? rest.email, displayName: link.name ?? rest.name } }), { token });
    if (made.problem) {
      const failed = made;
      made = undefined;
      return failed;
    }
    const result = await ask("POST", "/auth/link/use-passkey", { token, locale, ...made.body, ...rest });
    if (result.problem?.code.startsWith("auth.passkey")) made = undefined;
    return result;
  };
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
  await factors(find("#factors"));
  section.hidden = false;
}

// The other language keeps the link of the page.
for (const link of document.querySelectorAll("[data-keep]")) link.hash = location.hash;
if (find("#sign-in")) {
  find("#done").hidden = token !== "uit";
  signIn(find("#sign-in"));
}
if (find("#welcome")) welcome(find("#welcome"));
if (find("#account")) account(find("#account"));
