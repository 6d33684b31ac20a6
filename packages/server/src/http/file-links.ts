import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { NotFoundError } from '@vinculo/sdk/schema';
import type { Database } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { loadBlob, type StoredBlob } from './blobs.ts';

/** Where files are served apart from the API, so that whatever a file holds never runs under an origin that holds anything. */
export interface FileLinks {
  /** As `https://files.example`. */
  readonly origin: string;
  /** What links are signed with, the same in all processes. */
  readonly key: string;
}

/** How long a link is good for, in seconds: it is followed at once. */
const lasts = 60;

/** A link to one file. It carries no token: whoever has it gets this file, for a minute. */
export function fileLink({ origin, key }: FileLinks, tenant: string, id: string): string {
  const until = Math.floor(Date.now() / 1000) + lasts;
  return `${origin}/files/${encodeURIComponent(tenant)}/${encodeURIComponent(id)}/${until}/${signature(key, tenant, id, String(until))}`;
}

function signature(key: string, ...of: string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(of)).digest('base64url');
}

/** Serves what links lead to, under the files' own host, which serves nothing else; and the API's host serves no links. */
export function addFileLinks<E extends object>(app: Hono<E>, db: Database, { origin, key }: FileLinks): void {
  const { host } = new URL(origin);
  app.use(async (c, next) => {
    if ((c.req.header('host') === host) !== c.req.path.startsWith('/files/') && c.req.path !== '/health') return c.notFound();
    await next();
  });
  app.get('/files/:tenant/:id/:until/:signature', async (c) => {
    const { tenant, id, until, signature: given } = c.req.param();
    const wanted = Buffer.from(signature(key, tenant, id, until));
    const got = Buffer.from(given);
    if (got.length !== wanted.length || !timingSafeEqual(got, wanted) || Number(until) < Date.now() / 1000) throw new NotFoundError('blob', id);
    // A page follows the link from the API's answer, and its origin is not told then. The link alone decides.
    c.header('access-control-allow-origin', '*');
    return sendFile(c, await loadBlob(db, systemIdentity(tenant, 'files'), id));
  });
}

/** A file to be saved, never to be shown in place. */
export function sendFile(c: Context, { name, type, content }: StoredBlob): Response {
  return c.body(new Uint8Array(content), 200, {
    'content-type': type, 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (ch) => `%${ch.charCodeAt(0).toString(16)}`)}`,
    'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'no-store',
  });
}
