import { hkdfSync, randomUUID } from 'node:crypto';
import { AuthError } from '@vinculo/sdk/schema';
import { EncryptJWT, SignJWT, decodeJwt, jwtDecrypt } from 'jose';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import * as z from 'zod/mini';
import { type Database, admit, inTransaction } from '../database/connection.ts';
import { isLoopback } from '../loopback.ts';
import { type TokenRules, type VerifyToken, longestLife, tokenVerifier } from './identity.ts';
import { systemIdentity } from './system-identity.ts';

/** An OpenID Connect provider by which the staff of a tenant sign in. */
export interface SignInOptions {
  /** As the provider names itself: `https://login.example/realm`. Its description is read from there. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  /** Whose staff. */
  readonly tenant: string;
  /** Where browsers reach this server: `https://crm.example`. The provider has to allow `…/auth/callback`. */
  readonly publicUrl: string;
  /** At least 32 bytes, the same in every process: signs the tokens that are given out, and seals what a browser keeps while its person is at the provider. */
  readonly secret: string;
}

/** A person who was signed in, but is nobody of the staff; or a sign-in that was not begun here. */
export class SignInRefused extends Error {}

export interface SignIn {
  /** Takes the tokens that were given out here. */
  readonly verify: VerifyToken;
  /** Where to send the browser, and what it keeps until it comes back, sealed. */
  begin(origin: string): Promise<{ readonly url: string; readonly kept: string }>;
  /** The token, and the origin of the page that asked for it. @throws SignInRefused */
  finish(url: URL, kept: string | undefined): Promise<{ readonly token: string; readonly origin: string }>;
  /** A new token for one that still holds. @throws AuthError for a sign-in that was withdrawn or is too old */
  renew(token: string): Promise<string>;
}

export const callbackPath = '/auth/callback';
/** Seconds in which one is back from the provider. */
export const longestAbsence = 600;
/** Seconds after which one signs in anew. */
const longestSession = 12 * 3600;
/** Of the tokens that are given out here. */
export const signInIssuer = 'vinculo-sign-in';

const kept = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), origin: z.string() });

export async function signInWith(db: Database, { issuer: provider, clientId, clientSecret, tenant, publicUrl, secret }: SignInOptions): Promise<SignIn> {
  const key = (use: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', `vinculo ${use}`, 32));
  const [signing, sealing] = [key('tokens'), key('sign-in')];
  const redirect = new URL(callbackPath, publicUrl).href;
  const rules: TokenRules = { secret: Buffer.from(signing).toString('hex'), issuer: signInIssuer };
  const tokenKey = new TextEncoder().encode(rules.secret);
  const verify = await tokenVerifier(rules);

  let known: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    const url = new URL(provider);
    known ??= oidc.discovery(url, clientId, clientSecret, undefined, url.protocol === 'http:' && isLoopback(url.hostname) ? { execute: [oidc.allowInsecureRequests] } : undefined);
    // A provider that was away is asked again next time.
    known.catch(() => (known = undefined));
    return known;
  };

  const issue = ({ subject, name, session, signedInAt }: { readonly subject: string; readonly name: string; readonly session: string; readonly signedInAt: number }): Promise<string> =>
    new SignJWT({ tenant, role: 'staff', name, sid: session, auth_time: signedInAt }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject(subject).setIssuer(signInIssuer).setAudience('vinculo')
      .setIssuedAt().setExpirationTime(`${longestLife}s`).sign(tokenKey);

  return {
    verify,
    async begin(origin) {
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirect, scope: 'openid profile email', state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
      });
      const sealed = await new EncryptJWT({ state, nonce, verifier, origin }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).setIssuedAt().setExpirationTime(`${longestAbsence}s`).encrypt(sealing);
      return { url: url.href, kept: sealed };
    },
    async finish(url, sealed) {
      const { state, nonce, verifier, origin } = await unseal(sealed, sealing);
      const back = new URL(redirect);
      back.search = url.search;
      let claims: oidc.IDToken | undefined;
      try {
        claims = (await oidc.authorizationCodeGrant(await configuration(), back, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true })).claims();
      } catch (cause) {
        if (cause instanceof oidc.AuthorizationResponseError || cause instanceof oidc.ResponseBodyError || cause instanceof oidc.ClientError) throw new SignInRefused('The sign-in was not confirmed. Close this window and try again.', { cause });
        throw cause;
      }
      const user = claims && (await userOf(db, tenant, provider, claims));
      if (!user) throw new SignInRefused('This account is nobody of the staff here. Ask your admin to enter its address, and that the provider says it is verified.');
      const token = await issue({ ...user, session: randomUUID(), signedInAt: Math.floor(Date.now() / 1000) });
      await admit(db, await verify(token));
      return { token, origin };
    },
    async renew(token) {
      const { identity } = await admit(db, await verify(token));
      const signedInAt = decodeJwt(token)['auth_time'];
      if (typeof signedInAt !== 'number' || Date.now() / 1000 - signedInAt > longestSession) throw new AuthError('This sign-in is twelve hours old. Sign in anew.');
      return issue({ subject: identity.subject, name: identity.name, session: identity.session!, signedInAt });
    },
  };
}

async function unseal(sealed: string | undefined, key: Uint8Array): Promise<z.infer<typeof kept>> {
  if (sealed === undefined) throw new SignInRefused('This sign-in was not begun in this browser, or longer than ten minutes ago. Close this window and try again.');
  try {
    return kept.parse((await jwtDecrypt(sealed, key)).payload);
  } catch (cause) {
    throw new SignInRefused('This sign-in was not begun here, or longer than ten minutes ago. Close this window and try again.', { cause });
  }
}

/**
 * The member of staff that an account of the provider is: the one whose external id it is, else the one with its address, if the provider vouches for that and
 * no other account of it is theirs.
 */
async function userOf(db: Database, tenant: string, provider: string, claims: oidc.IDToken): Promise<{ subject: string; name: string } | undefined> {
  const email = claims['email_verified'] === true && typeof claims['email'] === 'string' ? claims['email'] : null;
  return inTransaction(db, systemIdentity(tenant, 'sign-in'), 'read', async ({ tx }) => {
    const { rows } = await sql<{ subject: string; name: string; linked: boolean }>`select u.id as subject, u.name, e.id is not null as linked from vinculo."user" as u
      left join vinculo.external_id as e on e.tenant_id = u.tenant_id and e."table" = 'user' and e.record_id = u.id and e.system = ${provider} and e.external_id = ${claims.sub} and e.deleted_at is null
      where u.deleted_at is null and coalesce(u.active, true) and (e.id is not null or (vinculo.fold(u.email) = vinculo.fold(${email})
        and not exists (select 1 from vinculo.external_id as o where o.tenant_id = u.tenant_id and o."table" = 'user' and o.record_id = u.id and o.system = ${provider} and o.deleted_at is null))) limit 3`.execute(tx);
    const linked = rows.filter((r) => r.linked);
    // An address that two people have says of neither that it is them.
    const found = linked.length > 0 ? linked : rows;
    return found.length === 1 ? found[0] : undefined;
  });
}
