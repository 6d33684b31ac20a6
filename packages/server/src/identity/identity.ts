import { AuthError } from '@vinculo/sdk/schema';
import { type CryptoKey, type JWTPayload, type JWTVerifyGetKey, createRemoteJWKSet, errors, importSPKI, jwtVerify } from 'jose';
import * as z from 'zod/mini';

/** Roles that a token can give. */
export const signInRoles = ['staff', 'customer', 'guest'] as const;
/** `system` is the server itself, at work in a tenant: automation, mail. */
export const roles = [...signInRoles, 'system'] as const;
export type Role = (typeof roles)[number];
export type SignInRole = (typeof signInRoles)[number];

/** Who asks, as the host's backend vouched for it. */
export interface Identity {
  readonly tenant: string;
  readonly subject: string;
  readonly role: Role;
  readonly name: string;
  /** The contact a customer is. */
  readonly contactId?: string;
  /** The app the token was made for, kept in the history. */
  readonly app?: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/**
 * How tokens are checked: a secret shared with the host's backend (HS256), its public key as PEM, or the address of its key set (JWKS).
 * With a key, `algorithm` names the one that is accepted.
 */
export type TokenKey =
  | { readonly secret: string }
  | { readonly publicKey: string; readonly algorithm: 'RS256' | 'ES256' | 'EdDSA' }
  | { readonly jwksUrl: string; readonly algorithm: 'RS256' | 'ES256' | 'EdDSA' };

export type TokenRules = TokenKey & {
  readonly issuer: string;
  /** Default `vinculo`. */
  readonly audience?: string;
};

export const longestLife = 15 * 60;
const clockSkew = 30;
const id = z.string().check(z.minLength(1), z.maxLength(200));
const claims = z.object({
  sub: id, tenant: id, role: z.enum(signInRoles), name: z.optional(z.string().check(z.maxLength(200))), contact_id: z.optional(id), app: z.optional(z.string().check(z.maxLength(100))),
  iat: z.number(), exp: z.number(),
});

/** @throws AuthError for a token that is not to be believed; the message says why, and nothing of what it holds. */
export type VerifyToken = (token: string) => Promise<Identity>;

export async function tokenVerifier(rules: TokenRules): Promise<VerifyToken> {
  const { key, algorithm } = await keyOf(rules);
  const options = { issuer: rules.issuer, audience: rules.audience ?? 'vinculo', algorithms: [algorithm], clockTolerance: clockSkew, requiredClaims: ['exp', 'iat', 'sub'] };
  return async (token) => {
    let payload: JWTPayload;
    try {
      payload = (typeof key === 'function' ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options)).payload;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) throw new AuthError('The token has expired. Ask the host for a new one.', cause);
      if (cause instanceof errors.JOSEError) throw new AuthError(`The token was not accepted (${cause.code}).`, cause);
      throw cause;
    }
    const read = claims.safeParse(payload);
    if (!read.success) throw new AuthError(`The token lacks claims or has wrong ones: ${read.error.issues.map((i) => i.path.join('.')).join(', ')}.`);
    const { sub, tenant, role, name, contact_id, app, iat, exp } = read.data;
    if (exp - iat > longestLife || exp > Date.now() / 1000 + longestLife + clockSkew) throw new AuthError('The token lives longer than 15 minutes. Let the host issue shorter ones.');
    if (role === 'customer' && contact_id === undefined) throw new AuthError('A customer’s token needs the claim contact_id.');
    return { tenant, subject: sub, role, name: name ?? sub, expiresAt: exp, ...(role === 'customer' ? { contactId: contact_id! } : {}), ...(app === undefined ? {} : { app }) };
  };
}

async function keyOf(rules: TokenKey): Promise<{ key: Uint8Array | CryptoKey | JWTVerifyGetKey; algorithm: string }> {
  if ('secret' in rules) {
    const key = new TextEncoder().encode(rules.secret);
    if (key.length < 32) throw new Error('The secret for tokens must have at least 32 bytes.');
    return { key, algorithm: 'HS256' };
  }
  if ('publicKey' in rules) return { key: await importSPKI(rules.publicKey, rules.algorithm), algorithm: rules.algorithm };
  return { key: createRemoteJWKSet(new URL(rules.jwksUrl)), algorithm: rules.algorithm };
}
