import type { Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { isLoopback } from '../loopback.ts';
import { type DevClaims, issueDevToken } from '../identity/dev-identity.ts';
import { signInRoles } from '../identity/identity.ts';
import { BadRequest } from './errors.ts';

export interface DevRoutes {
  /** The data folder, where the secret of development tokens is kept. */
  readonly folder: string;
  readonly tenant: string;
  readonly allowsOrigin: (origin: string) => boolean;
}

const text = z.optional(z.string().check(z.minLength(1), z.maxLength(200)));
const claims = z.object({ role: z.enum(signInRoles), tenant: text, subject: text, name: text, contactId: text, app: text });

/** Hands out development tokens, to this machine alone. */
export function addDevRoutes<E extends object>(app: Hono<E>, { folder, tenant, allowsOrigin }: DevRoutes, addressOf: (c: Context) => string | undefined): void {
  app.post('/dev/token', async (c) => {
    const origin = c.req.header('origin');
    // The host name guards against a foreign name that resolves to this machine; the origin, against other pages open in the same browser.
    const local = isLoopback(addressOf(c) ?? '') && isLoopback(new URL(c.req.url).hostname) && (origin === undefined || allowsOrigin(origin));
    if (!local) return c.json({ error: { code: 'forbidden', message: 'Development tokens are handed out on this machine alone.' } }, 403);
    const read = claims.safeParse(await c.req.json().catch(() => undefined));
    if (!read.success || (read.data.role === 'customer' && !read.data.contactId)) throw new BadRequest(422, 'bad_request', `The body must be { role: ${signInRoles.join(' | ')}, subject?, name?, contactId (of a customer), app?, tenant? }.`);
    const given = Object.fromEntries(Object.entries({ tenant, ...read.data }).filter(([, v]) => v !== undefined)) as unknown as DevClaims;
    return c.json({ token: await issueDevToken(folder, given) });
  });
}
