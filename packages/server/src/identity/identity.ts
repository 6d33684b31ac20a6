import { AuthError } from '@vinculo/sdk/schema';
import { type CryptoKey, type JWTPayload, type JWTVerifyGetKey, createRemoteJWKSet, decodeJwt, errors, importSPKI, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { SettingsError } from '../settings-error.ts';
import type { Duty } from './duty.ts';

/** Roles that a token can give. */
export const signInRoles = ['staff', 'customer', 'guest'] as const;
/** `system` is the server itself, at work in a tenant: automation, mail. */
const roles = [...signInRoles, 'system'] as const;
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
  /** What a member of staff is there for, where the tenant gives out duties (admit()). */
  readonly duty?: Duty;
  /** The session the token is of, by which it can be withdrawn: its `sid`, else its `jti`. */
  readonly session?: string;
  /** Unix seconds. */
  readonly issuedAt?: number;
  /** The site key a guest came by. Absent: the host's backend vouches for them. */
  readonly site?: string;
  /** The forms that key is for. */
  readonly forms?: readonly string[];
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
/** Characters. Nobody's claims need more, and what is longer is not looked into. */
const longestToken = 8192;
const id = z.string().check(z.minLength(1), z.maxLength(200));
const claims = z.object({
  sub: id, tenant: id, role: z.enum(signInRoles), name: z.optional(z.string().check(z.maxLength(200))), contact_id: z.optional(id), app: z.optional(z.string().check(z.maxLength(100))),
  sid: z.optional(id), jti: z.optional(id), iat: z.number(), exp: z.number(),
});

/** A key that is gone from the host's set counts for five more minutes; one that is new, at the first token that names it, but the set is not asked more often than every five seconds. */
const keySet = { cacheMaxAge: 5 * 60_000, cooldownDuration: 5000, timeoutDuration: 5000 };
/** Tokens of other kinds may be signed with the same key: a host's notice of a sign-out is no sign-in. */
const kinds = new Set(['jwt', 'at+jwt']);

/** The host's set of keys cannot be had: whether a token is good cannot be told. */
export class KeysUnavailable extends Error {}

/** @throws AuthError for a token that is not to be believed; the message says why, and nothing of what it holds. */
export type VerifyToken = (token: string) => Promise<Identity>;

export async function tokenVerifier(rules: TokenRules): Promise<VerifyToken> {
  const { key, algorithm } = await keyOf(rules);
  const options = { issuer: rules.issuer, audience: rules.audience ?? 'vinculo', algorithms: [algorithm], clockTolerance: clockSkew, requiredClaims: ['exp', 'iat', 'sub', 'aud'] };
  return async (token) => {
    if (token.length > longestToken) throw new AuthError('The token is longer than a token is. Let the host put fewer claims into it.');
    let payload: JWTPayload;
    try {
      const verified = typeof key === 'function' ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options);
      const { typ } = verified.protectedHeader;
      if (typ !== undefined && !kinds.has(typ.toLowerCase())) throw new AuthError('The token is of another kind (typ).');
      payload = verified.payload;
    } catch (cause) {
      if (!(cause instanceof errors.JOSEError || cause instanceof AuthError) || cause instanceof errors.JWKSTimeout || (cause instanceof errors.JOSEError && cause.code === 'ERR_JOSE_GENERIC')) throw new KeysUnavailable('The keys of the host could not be read.', { cause });
      if (cause instanceof errors.JWTExpired) throw new AuthError('The token has expired. Ask the host for a new one.', cause);
      if (cause instanceof errors.JOSEError) throw new AuthError(`The token was not accepted (${cause.code}).`, cause);
      throw cause;
    }
    const read = claims.safeParse(payload);
    if (!read.success) throw new AuthError(`The token lacks claims or has wrong ones: ${read.error.issues.map((i) => i.path.join('.')).join(', ')}.`);
    const { sub, tenant, role, name, contact_id, app, sid, jti, iat, exp } = read.data;
    const session = sid ?? jti;
    if (iat > Date.now() / 1000 + clockSkew) throw new AuthError('The token is of a time to come. Look at the clocks of the host and of this server.');
    if (exp - iat > longestLife || exp > Date.now() / 1000 + longestLife + clockSkew) throw new AuthError('The token lives longer than 15 minutes. Let the host issue shorter ones.');
    if (role === 'customer' && contact_id === undefined) throw new AuthError('A customer’s token needs the claim contact_id.');
    return { tenant, subject: sub, role, name: name ?? sub, issuedAt: iat, expiresAt: exp, ...(session === undefined ? {} : { session }), ...(role === 'customer' ? { contactId: contact_id! } : {}), ...(app === undefined ? {} : { app }) };
  };
}

/** Takes what any of these takes. Which one is asked is told by the issuer that the token names; it then has to be right. */
export function eitherVerifier(verifiers: Readonly<Record<string, VerifyToken>>): VerifyToken {
  return (token) => {
    let named: unknown;
    try {
      named = decodeJwt(token).iss;
    } catch (cause) {
      throw new AuthError('The token was not accepted (it is none).', cause);
    }
    const verify = typeof named === 'string' && Object.hasOwn(verifiers, named) ? verifiers[named]! : undefined;
    if (!verify) throw new AuthError('The token is of an issuer that is not known here.');
    return verify(token);
  };
}

async function keyOf(rules: TokenKey): Promise<{ key: Uint8Array | CryptoKey | JWTVerifyGetKey; algorithm: string }> {
  if ('secret' in rules) {
    const key = new TextEncoder().encode(rules.secret);
    if (key.length < 32) throw new SettingsError('The secret for tokens must have at least 32 bytes.');
    return { key, algorithm: 'HS256' };
  }
  if ('publicKey' in rules) return { key: await importSPKI(rules.publicKey, rules.algorithm), algorithm: rules.algorithm };
  return { key: createRemoteJWKSet(new URL(rules.jwksUrl), keySet), algorithm: rules.algorithm };
}
