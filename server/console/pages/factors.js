// How the person signs in, on the account page: passkeys, and confirming who one is.
import { ask, draw, find, locale, sentence, say, spaced } from "./page.js";
import { answer, make, supported, trouble } from "./passkey.js";

const day = (time) => new Date(time).toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });

/** Asks for a challenge and lets the browser act on it; the answer has a problem or a body with state and credential. */
export async function ceremony(path, act, body) {
  const asked = await ask("POST", path, body);
  if (asked.problem) return asked;
  try {
    return { body: { state: asked.body.state, credential: await act(asked.body.options) } };
  } catch (error) {
    return { problem: { code: trouble(error) } };
  }
}

/** Shows a dialog until its form did what it is for, and tells whether it did. The focus goes back to where it was. */
function dialog(element, work) {
  const form = find("form", element);
  const alert = find("[role=alert]", form);
  say(alert, "");
  form.reset();
  return new Promise((resolve) => {
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener("close", () => (stop.abort(), resolve(element.returnValue === "done")), { signal });
    find("[data-cancel]", form).addEventListener("click", () => element.close("cancelled"), { signal });
    const run = async (act) => {
      const buttons = [...form.querySelectorAll("button")];
      for (const button of buttons) button.disabled = true;
      const result = await act();
      for (const button of buttons) button.disabled = false;
      if (!result.problem) return element.close("done");
      say(alert, sentence(result));
    };
    form.addEventListener("submit", (event) => (event.preventDefault(), run(() => work(new FormData(form)))), { signal });
    const key = find("[data-passkey]", form);
    key?.addEventListener("click", () => run(async () => {
      const made = await ceremony("/auth/passkey/step-up/challenge", answer);
      return made.problem ? made : refused(await ask("POST", "/auth/passkey/step-up", made.body));
    }), { signal });
    element.returnValue = "";
    element.showModal();
  });
}

/** A refused passkey has words of its own: there was no password and no code. */
export function refused(result) {
  return result.problem?.code === "auth.sign_in_refused" ? { problem: { code: "passkey.refused" } } : result;
}

/** Does what may need a fresh sign-in, and asks for one when it does. Undefined: the person took it back. */
async function confirmed(act) {
  const result = await act();
  if (result.problem?.code !== "auth.step_up_required") return result;
  const done = await dialog(find("#confirm"), (fields) => ask("POST", "/auth/step-up", { password: fields.get("password"), code: fields.get("code") }));
  return done ? act() : undefined;
}

export function factors(section) {
  const alert = find("[role=alert]", section);
  const list = find("#passkeys");
  const done = find("[role=status]", section);
  const tell = (result, code) => {
    say(alert, result?.problem ? sentence(result) : "");
    done.textContent = result && !result.problem ? section.dataset[code] : "";
    done.hidden = !done.textContent;
  };

  async function show() {
    const got = await ask("GET", "/me/passkeys");
    if (got.problem) return say(alert, sentence(got));
    const { items, app, available, local } = got.body;
    find("#app").textContent = section.dataset[local ? (app ? "app" : "noApp") : "elsewhere"];
    find("#app-acts").hidden = !local;
    find("#add-app").textContent = section.dataset[app ? "changeApp" : "addApp"];
    find("#remove-app").hidden = !app;
    find("#no-passkeys").hidden = items.length > 0;
    find("#new-passkey").hidden = !available || !supported();
    find("#no-passkeys-here").hidden = available && supported();
    find("#confirm-code").closest("[data-code]").hidden = !app;
    for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = items.length === 0 || !supported();
    list.replaceChildren(...items.map(row));
  }

  function row(key) {
    const item = find("#passkey").content.cloneNode(true).firstElementChild;
    const words = item.dataset;
    find("b", item).textContent = key.name;
    find(".hint", item).textContent = [
      words.added.replace("{date}", day(key.created_at)),
      key.last_used_at ? words.used.replace("{date}", day(key.last_used_at)) : words.unused,
      ...(key.synced ? [words.synced] : []),
    ].join(" · ");
    find(".note", item).hidden = !key.suspect_at;
    const [rename, remove] = item.querySelectorAll("button");
    for (const button of [rename, remove]) button.setAttribute("aria-label", `${button.textContent}: ${key.name}`);
    const match = { "If-Match": `"${key.rev}"` };
    const path = `/me/passkeys/${key.id}`;
    rename.addEventListener("click", async () => {
      const input = find("#rename input");
      input.defaultValue = key.name;
      const ok = await dialog(find("#rename"), (fields) => ask("PATCH", path, { name: fields.get("name") }, match));
      if (ok) await show(), tell({}, "renamed");
    });
    remove.addEventListener("click", async () => {
      find("#remove h2").textContent = find("#remove").dataset.title.replace("{name}", key.name);
      if (!(await dialog(find("#remove"), async () => ({})))) return;
      const result = await confirmed(() => ask("DELETE", path, undefined, match));
      if (result && !result.problem) await show();
      tell(result, "removed");
      find("#factors-title").focus();
    });
    return item;
  }

  find("#add-app").addEventListener("click", async () => {
    tell();
    const offer = await confirmed(() => ask("POST", "/me/app/challenge"));
    if (!offer || offer.problem) return tell(offer);
    const { state, code } = offer.body;
    find("#qr").replaceChildren(draw(code.qr));
    find("#secret").textContent = spaced(code.secret);
    const done = await dialog(find("#new-app"), (fields) => ask("POST", "/me/app", { state, code: fields.get("code") }));
    find("#qr").replaceChildren();
    find("#secret").textContent = "";
    if (done) await show(), tell({}, "appAdded");
  });
  find("#remove-app").addEventListener("click", async () => {
    if (!(await dialog(find("#drop-app"), async () => ({})))) return;
    const result = await confirmed(() => ask("POST", "/me/app/remove"));
    if (result && !result.problem) await show();
    tell(result, "appRemoved");
    find("#factors-title").focus();
  });
  find("#new-passkey").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const name = form.elements.name.value.trim();
    if (!name) return say(alert, sentence({ problem: { code: "passkey.name" } }), "name");
    const button = find("button", form);
    button.disabled = true;
    tell();
    const made = await confirmed(() => ceremony("/me/passkeys/challenge", make));
    const result = made && !made.problem ? await ask("POST", "/me/passkeys", { name, ...made.body }) : made;
    button.disabled = false;
    if (result && !result.problem) (form.reset(), await show());
    tell(result, "added");
  });
  return show();
}
