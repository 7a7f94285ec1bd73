// The page on which an employee signs in at the browser in use, by the identity provider of the organisation. The ticket is behind
// the mark in the address, so that no server logs it. Texts are in the page.
import { ask, find, say, sentence } from "./page.js";

addEventListener("hashchange", () => location.reload());
const mark = location.hash.slice(1);
// Neither the history nor somebody who looks along keeps it.
history.replaceState(null, "", location.pathname + location.search);

function show(...ids) {
  for (const id of ids) find(`#${id}`).hidden = false;
}

function refuse(text) {
  say(find("#refused"), text);
}

async function go(button, ticket) {
  button.disabled = true;
  const answer = await ask("POST", "/auth/employee", { ticket });
  if (answer.body) return location.assign(answer.body.continue_at);
  find("#ask").hidden = true;
  refuse(answer.problem.code === "auth.link_invalid" ? find('[data-problem="employee.ticket"]').textContent : sentence(answer));
}

const reason = mark.match(/^sso\.([a-z_]+)$/)?.[1];
if (reason) {
  refuse((find(`[data-problem="sso.${CSS.escape(reason)}"]`) ?? find('[data-problem="other"]')).textContent);
} else if (mark === "klaar") {
  show("done", "kept");
} else if (/^\d{6}\./.test(mark)) {
  find("#code").textContent = `${mark.slice(0, 3)} ${mark.slice(3, 6)}`;
  find("#go").addEventListener("click", (event) => void go(event.currentTarget, mark));
  show("ask", "kept");
} else {
  refuse(find('[data-problem="employee.ticket"]').textContent);
}
