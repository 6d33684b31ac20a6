import { SignJWT } from 'jose';
import { secretOf } from '../secrets.ts';
import { type SignInRole, type TokenRules, longestLife } from './identity.ts';

/** Whom a development token stands for. */
export interface DevClaims {
  readonly role: SignInRole;
  /** Default `demo`. */
  readonly tenant?: string;
  /** Of a member of staff: the id of their user row. Default: the role. */
  readonly subject?: string;
  readonly name?: string;
  /** Needed for a customer. */
  readonly contactId?: string;
  readonly app?: string;
}

const issuer = 'vinculo-development';

/** The rules under which a server with the development identity takes tokens. */
export function devTokenRules(folder: string): TokenRules {
  return { secret: secretOf(folder, 'dev-tokens'), issuer };
}

/**
 * A token of the development identity, as a host's backend would issue it. Lives 15 minutes.
 *
 * @param folder the data folder of the server that is to take it
 * @example const token = await issueDevToken('.vinculo', { role: 'staff', subject: 'user-1', name: 'Ana Ruiz' })
 */
export async function issueDevToken(folder: string, { role, tenant = 'demo', subject = role, name, contactId, app }: DevClaims): Promise<string> {
  if (role === 'customer' && !contactId) throw new TypeError('A customer’s token needs a contactId.');
  return new SignJWT({ tenant, role, name: name ?? subject, ...(contactId ? { contact_id: contactId } : {}), ...(app ? { app } : {}) })
    .setProtectedHeader({ alg: 'HS256' }).setSubject(subject).setIssuer(issuer).setAudience('vinculo').setIssuedAt().setExpirationTime(`${longestLife}s`)
    .sign(new TextEncoder().encode(secretOf(folder, 'dev-tokens')));
}
