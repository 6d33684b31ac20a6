import { AuthError } from '@vinculo/sdk/schema';
import { SignJWT, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { type Identity, longestLife, type VerifyToken } from '../identity/identity.ts';
import { type Site, type Sites, secretFor } from './site-keys.ts';

/** What a guest of a form is given. */
export interface GuestTokens {
  /** Sent as any other token; lives 15 minutes. */
  readonly token: string;
  /** Kept by the form, and good for further tokens of the same guest. */
  readonly refresh: string;
}

/** A guest, as the server itself vouches for it. */
export interface Guest {
  readonly site: Site;
  readonly subject: string;
  readonly expiresAt: number;
}

const type = 'vinculo-guest+jwt';
const issuer = 'vinculo-forms';
const refreshLife = 30 * 86_400;
const claims = z.object({ sub: z.string().check(z.startsWith('guest-'), z.maxLength(100)), exp: z.number() });
/** Characters: a host's tokens may be longer, and are not read here then. */
const longestToken = 3000;
type Audience = 'vinculo' | 'vinculo-refresh';

export async function issueGuestTokens(site: Site, subject: string): Promise<GuestTokens> {
  const sign = (audience: Audience, seconds: number): Promise<string> => new SignJWT({ tenant: site.tenant, role: 'guest', name: 'Guest' }).setProtectedHeader({ alg: 'HS256', typ: type, kid: site.key })
    .setSubject(subject).setIssuer(issuer).setAudience(audience).setIssuedAt().setExpirationTime(`${seconds}s`).sign(secretFor(site, 'token'));
  return { token: await sign('vinculo', longestLife), refresh: await sign('vinculo-refresh', refreshLife) };
}

/** Whom a token or a refresh secret of a form stands for. @throws AuthError */
export async function readGuest(sites: Sites, token: string, audience: readonly Audience[]): Promise<Guest> {
  const key = headerOf(token)?.kid;
  const site = key === undefined ? undefined : await sites.find(key);
  if (!site) throw new AuthError('The form’s site key is not valid any more.');
  try {
    const { payload } = await jwtVerify(token, secretFor(site, 'token'), { issuer, audience: [...audience], algorithms: ['HS256'], typ: type, requiredClaims: ['sub', 'exp'] });
    const { sub, exp } = claims.parse(payload);
    return { site, subject: sub, expiresAt: exp };
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw new AuthError(`The guest’s token was not accepted (${cause.code}).`, cause);
    throw cause;
  }
}

/** Takes the tokens of guests as well; all others go to `verify`. */
export function withGuests(verify: VerifyToken, sites: Sites): VerifyToken {
  return async (token): Promise<Identity> => {
    if (headerOf(token)?.typ !== type) return verify(token);
    const { site, subject, expiresAt } = await readGuest(sites, token, ['vinculo']);
    return { tenant: site.tenant, subject, role: 'guest', name: 'Guest', app: 'form', site: site.key, forms: site.forms, expiresAt };
  };
}

function headerOf(token: string): ReturnType<typeof decodeProtectedHeader> | undefined {
  if (token.length > longestToken) return undefined;
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}
