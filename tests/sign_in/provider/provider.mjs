// A certified OpenID provider (npm oidc-provider) on this machine, with Swedish claim names.
// Arguments as JSON: {base, redirects: {client: [...]}, key (public JWK of the client), people: {login: claims}}.
// Prints its issuer when it listens. Interactions take a "login" or "cancel" form field; no page is needed.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const given = JSON.parse(process.argv[2]);
const SE = "https://id.oidc.se/claim/";
const LEVELS = ["http://id.elegnamnden.se/loa/1.0/loa2", "http://id.elegnamnden.se/loa/1.0/loa3"];
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const client = (id) => ({
  client_id: id,
  redirect_uris: [`${given.base}/sign-in/callback/${id}`],
  post_logout_redirect_uris: [`${given.base}/signed-out`],
  backchannel_logout_uri: `${given.base}/sign-in/logout/${id}`,
  backchannel_logout_session_required: true,
  token_endpoint_auth_method: "private_key_jwt",
  token_endpoint_auth_signing_alg: "ES256",
  id_token_signed_response_alg: "ES256",
  jwks: { keys: [given.key] },
});

const provider = new Provider(issuer, {
  clients: [client("bankid"), client("af")],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "ES256", kid: "one" }] },
  clientAuthMethods: ["private_key_jwt"],
  pkce: { required: () => true },
  acrValues: LEVELS,
  claims: {
    acr: null, auth_time: null, sid: null, iss: null, openid: ["sub"],
    person: [`${SE}personalIdentityNumber`, `${SE}coordinationNumber`, `${SE}previousCoordinationNumber`],
    organisation: [`${SE}orgAffiliation`, `${SE}orgNumber`],
  },
  cookies: { keys: ["a test"] },
  features: {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => { ctx.body = `<!DOCTYPE html><title>Out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Out</button>`; },
    },
  },
  // The provider itself refuses to speak to this machine, which is all there is here.
  fetch: (url, options) => { const { dispatcher, ...rest } = options ?? {}; return fetch(url, rest); },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...given.people[id].claims }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid person organisation");
    grant.addOIDCClaims(Object.values(given.claims));
    await grant.save();
    return grant;
  },
});

async function interact(request, response) {
  if (request.method === "GET") {
    const { params } = await provider.interactionDetails(request, response);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!DOCTYPE html><html lang="${params.ui_locales}"><title>Show who you are</title><form method="post"><label>Name <input name="login"></label><button>Sign in</button></form></html>`);
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  if (form.has("cancel")) {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  const accountId = form.get("login");
  const acr = given.people[accountId].acr ?? LEVELS[1];
  await provider.interactionFinished(request, response, { login: { accountId, acr, remember: true } });
}

server.on("request", (request, response) => {
  const handled = request.url.startsWith("/interaction/") ? interact(request, response) : provider.callback()(request, response);
  Promise.resolve(handled).catch((error) => { console.error(error); response.statusCode = 500; response.end(); });
});
provider.on("server_error", (_ctx, error) => console.error(error));
console.log(JSON.stringify({ issuer }));
