// Passkeys in this browser: the server's options as the browser takes them, and its answer as the server takes it.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

/** Whether this browser knows passkeys, at this address. */
export const supported = () => isSecureContext && typeof PublicKeyCredential === "function";

/** Makes a passkey. */
export async function make(options) {
  const { rawId, response } = await navigator.credentials.create({
    publicKey: { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: known(options.excludeCredentials) },
  });
  return { id: text(rawId), client_data: text(response.clientDataJSON), attestation: text(response.attestationObject), transports: response.getTransports?.() ?? [] };
}

/** Lets the person answer a challenge with a passkey; how may hold mediation and a signal. */
export async function answer(options, how = {}) {
  const { rawId, response } = await navigator.credentials.get({
    ...how, publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) },
  });
  return {
    id: text(rawId), client_data: text(response.clientDataJSON), authenticator_data: text(response.authenticatorData), signature: text(response.signature),
    ...(response.userHandle && { user_handle: text(response.userHandle) }),
  };
}

/** The code of what the browser says went wrong; "" when the page itself stopped it. */
export function trouble(error) {
  return { AbortError: "", NotAllowedError: "passkey.cancelled", InvalidStateError: "auth.passkey_known", SecurityError: "passkey.address", NotSupportedError: "passkey.device", ConstraintError: "passkey.device" }[error?.name] ?? "passkey.other";
}
