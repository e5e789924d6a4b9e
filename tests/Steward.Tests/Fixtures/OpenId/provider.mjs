// An OpenID provider for the tests: node provider.mjs PORT REDIRECT PEOPLE.json, where the file is read again at each sign-in.
// It also gives tokens for the mailbox MAIL_USER: to a program by its secret, and by a refresh token that it hands out at /refresh-token and replaces at each use.
import { readFileSync } from "node:fs";
import * as oidc from "oidc-provider";

const [port, redirect, people] = process.argv.slice(2);
const mailUser = "desk@steward.example";
const provider = new oidc.Provider(`http://localhost:${port}`, {
  clients: [
    { client_id: "steward", client_secret: "secret-of-steward", redirect_uris: [redirect], grant_types: ["authorization_code"], response_types: ["code"] },
    { client_id: "steward-mail", client_secret: "secret-of-the-mail-client", redirect_uris: [redirect], grant_types: ["authorization_code", "client_credentials", "refresh_token"], response_types: ["code"], token_endpoint_auth_method: "client_secret_post" },
    { client_id: "imap", client_secret: "secret-of-the-mail-server", redirect_uris: [], grant_types: [], response_types: [] },
  ],
  scopes: ["openid", "offline_access", "mail"],
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"], email: ["email"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `id-of-${id}`, preferred_username: id, ...JSON.parse(readFileSync(people, "utf8"))[id] }) }),
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true } },
  extraTokenClaims: (_, token) => token.clientId === "steward-mail" ? { username: mailUser } : undefined,
  rotateRefreshToken: true,
  cookies: { keys: ["for the tests only"] },
});
provider.use(async (ctx, next) => {
  if (ctx.path !== "/refresh-token") return next();
  const client = await provider.Client.find("steward-mail");
  const grant = new provider.Grant({ accountId: mailUser, clientId: client.clientId });
  grant.addOIDCScope("openid offline_access mail");
  ctx.body = await new provider.RefreshToken({ accountId: mailUser, client, grantId: await grant.save(), scope: "openid offline_access mail", gty: "authorization_code" }).save();
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
