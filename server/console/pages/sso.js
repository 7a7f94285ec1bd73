// Sign-in by the identity provider of the organisation, and the page on which who confirmed
// there arrives. Texts are in the pages.
const find = (selector) => document.querySelector(selector);

// why is what the page says about a reason in its address.
function why() {
  const reason = location.hash.match(/^#sso\.([a-z_]+)$/)?.[1];
  return reason && (find(`[data-problem="sso.${CSS.escape(reason)}"]`) ?? find('[data-problem="other"]'))?.textContent;
}

function tell(place) {
  const text = why();
  place.textContent = text ?? "";
  place.hidden = !text;
  if (text) history.replaceState(null, "", location.pathname + location.search);
  return Boolean(text);
}

// door is the address that leads to the provider, and back to where the person was.
function door(address) {
  const back = sessionStorage.getItem("dijkwacht.return") ?? "";
  const query = new URLSearchParams({ ...(back.startsWith("/console/") && { return_to: back }), ...(address && { address }) });
  return `/api/v1/auth/login?${query}`;
}

async function offer(section) {
  tell(find("#sso-refused"));
  // The provider sends a person back here after signing out.
  if (new URLSearchParams(location.search).get("state") === "uit") find("#done").hidden = false;
  const answer = await fetch("/api/v1/auth/options", { cache: "no-store" }).catch(() => undefined);
  const options = answer?.ok ? await answer.json() : { sso: "none" };
  if (options.sso === "none") return;
  const form = find("#sso-form");
  const asks = options.sso === "by_address";
  find("#sso-ask").hidden = !asks;
  const button = find("#sso-go");
  if (options.label) button.textContent = button.dataset.label.replace("{label}", options.label);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = asks ? find("#sso-address").value.trim() : "";
    if (asks && !address) return find("#sso-address").focus();
    location.assign(door(address));
  });
  section.hidden = false;
}

// arrived tells the page that asked, and closes the window that it opened.
function arrived(section) {
  const refused = tell(find("#sso-refused"));
  section.hidden = refused;
  new BroadcastChannel("dijkwacht.confirmed").postMessage({ confirmed: !refused });
  if (!refused) window.close();
}

if (find("#sso")) offer(find("#sso"));
if (find("#confirmed")) arrived(find("#confirmed"));
