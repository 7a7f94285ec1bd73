// A real OpenID provider for tests, on loopback: oidc-provider with a sign-in page of one field.
//   node provider.mjs PORT CLIENT_ID CLIENT_SECRET PUBLIC_URL
// POST /test/accounts {"login":{"email","email_verified","name","groups","amr","acr","disabled"}} says who there is.
// POST /test/end {"login"} ends the sessions of one: refresh tokens stop working.
// POST /test/refresh {"give"} says whether it gives refresh tokens.
// POST /test/clock {"ahead"} sets its clock ahead by milliseconds.
import { createServer } from "node:http";
import Provider from "oidc-provider";

let ahead = 0, refresh = true;
const clock = Date.now.bind(Date);
Date.now = () => clock() + ahead;

const [port, id, secret, app] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const accounts = new Map();

// What the provider keeps, in memory.
const kept = new Map();
class Memory {
  constructor(kind) { this.kind = kind; }
  key(id) { return `${this.kind}:${id}`; }
  async upsert(id, payload, expiresIn) { kept.set(this.key(id), { payload, until: Date.now() + (expiresIn ?? 3600) * 1000 }); }
  async find(id) {
    const one = kept.get(this.key(id));
    return one && one.until > Date.now() ? one.payload : undefined;
  }
  async findByUid(uid) { return [...kept].find(([key, { payload }]) => key.startsWith(`${this.kind}:`) && payload.uid === uid)?.[1].payload; }
  async findByUserCode() { return undefined; }
  async consume(id) { const one = await this.find(id); if (one) one.consumed = Math.floor(Date.now() / 1000); }
  async destroy(id) { kept.delete(this.key(id)); }
  async revokeByGrantId(grant) { for (const [key, { payload }] of kept) if (payload.grantId === grant) kept.delete(key); }
}

const provider = new Provider(issuer, {
  adapter: Memory,
  clients: [{
    client_id: id, client_secret: secret, redirect_uris: [`${app}/api/v1/auth/callback`], post_logout_redirect_uris: [`${app}/inloggen`],
    backchannel_logout_uri: `${app}/api/v1/auth/backchannel-logout`, backchannel_logout_session_required: true,
    response_types: ["code"], grant_types: ["authorization_code", "refresh_token"],
  }],
  claims: { openid: ["sub", "acr", "amr", "auth_time", "groups", "_claim_names", "_claim_sources"], email: ["email", "email_verified"], profile: ["name", "locale", "preferred_username"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true, logoutSource: ask } },
  cookies: { keys: ["of a test"] },
  pkce: { required: () => true },
  issueRefreshToken: async () => refresh,
  rotateRefreshToken: true,
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, RefreshToken: 28800, Session: 28800, Grant: 28800, Interaction: 600 },
  acrValues: ["gold"],
  findAccount: (ctx, sub) => {
    const one = accounts.get(sub);
    return one && !one.disabled ? { accountId: sub, claims: async () => ({ sub, ...one }) } : undefined;
  },
  // Everything that the client asks for is granted.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile email offline_access");
    await grant.save();
    return grant;
  },
  // Without its guard against addresses inside: loopback is where the tests are.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
});
provider.on("server_error", (ctx, error) => console.error(error));

async function ask(ctx, form) {
  ctx.body = `<!doctype html><title>Uitloggen</title>${form}<button form="op.logoutForm" name="logout" value="yes" id="yes">Ja, uitloggen</button>`;
}

const read = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return text;
};

async function interact(request, response) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(`<!doctype html><title>Provider</title><h1>Provider</h1><p id="asked">${prompt.name}</p>
      <form method="post"><label>Login <input name="login" value="${/^[a-z]*$/.test(params.login_hint ?? "") ? params.login_hint ?? "" : ""}"></label>
      <button id="in">Inloggen</button> <button id="no" name="no" value="1">Afbreken</button></form>`);
  }
  const form = new URLSearchParams(await read(request));
  const login = form.get("login");
  if (form.get("no") || !accounts.has(login)) {
    return provider.interactionFinished(request, response, { error: "access_denied" }, { mergeWithLastSubmission: false });
  }
  const { amr, acr } = accounts.get(login);
  return provider.interactionFinished(request, response, { login: { accountId: login, amr, acr } }, { mergeWithLastSubmission: false });
}

const serve = provider.callback();
createServer(async (request, response) => {
  try {
    if (request.url === "/test/accounts") {
      for (const [login, one] of Object.entries(JSON.parse(await read(request)))) accounts.set(login, one);
      return response.end("ok");
    }
    if (request.url === "/test/clock") {
      ({ ahead } = JSON.parse(await read(request)));
      return response.end("ok");
    }
    if (request.url === "/test/refresh") {
      ({ give: refresh } = JSON.parse(await read(request)));
      return response.end("ok");
    }
    if (request.url === "/test/end") {
      const { login } = JSON.parse(await read(request));
      for (const [key, { payload }] of kept) if (payload.accountId === login) kept.delete(key);
      return response.end("ok");
    }
    if (request.url.startsWith("/interaction/")) return await interact(request, response);
    return serve(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end("failed");
  }
}).listen(Number(port), "127.0.0.1");
