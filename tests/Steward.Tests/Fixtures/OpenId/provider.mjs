// An OpenID provider for the tests: node provider.mjs PORT REDIRECT PEOPLE.json, where the file is read again at each sign-in.
import { readFileSync } from "node:fs";
import * as oidc from "oidc-provider";

const [port, redirect, people] = process.argv.slice(2);
const provider = new oidc.Provider(`http://localhost:${port}`, {
  clients: [{ client_id: "steward", client_secret: "secret-of-steward", redirect_uris: [redirect], grant_types: ["authorization_code"], response_types: ["code"] }],
  pkce: { required: () => true },
  claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"], email: ["email"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `id-of-${id}`, preferred_username: id, ...JSON.parse(readFileSync(people, "utf8"))[id] }) }),
  cookies: { keys: ["for the tests only"] },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
