import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { SiteKey } from '../public/site-keys.ts';
import type { Answer, Session } from './bench.ts';
import { fitsOpenApi } from './fits-openapi.ts';

/** A page that anyone may open, with a site key and no backend of its own. */
export interface Visitor {
  /** A solved proof of work. */
  proof(form?: 'ticket' | 'lead'): Promise<string>;
  /** @param path as `public/tickets`, `v1/push` */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer & { readonly retryAfter: string | null }>;
}

export const shop = 'https://shop.example';

/** @param from the address a proxy would name */
export function visitor(url: string, siteKey: string, { origin = shop, from = '203.0.113.1' }: { readonly origin?: string; readonly from?: string } = {}): Visitor {
  const self: Visitor = {
    async proof(form = 'ticket') {
      const { status, json } = await self.post('public/challenge', { siteKey, form });
      if (status !== 200) throw new Error(`challenge: ${status} ${JSON.stringify(json)}`);
      // What the library made, as JSON.
      const challenge = json as unknown as Parameters<typeof solveChallenge>[0]['challenge'];
      const solution = await solveChallenge({ challenge, deriveKey });
      return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    },
    async post(path, body, headers = {}) {
      const response = await fetch(`${url}/${path}`, { method: 'POST', body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body), headers: { origin, 'x-forwarded-for': from, 'content-type': 'application/json', ...headers } });
      const json = (await response.json()) as Answer['json'];
      fitsOpenApi('post', `/${path}`, response.status, json);
      return { status: response.status, json, retryAfter: response.headers.get('retry-after') };
    },
  };
  return self;
}

/** A site key of the tenant of a member of staff. */
export async function makeSiteKey(staff: Session, more: Partial<Pick<SiteKey, 'origins' | 'forms'>> = {}): Promise<string> {
  const { status, json } = await staff.call('site-keys', { name: 'Shop', origins: [shop], forms: ['ticket', 'lead'], ...more });
  if (status !== 200) throw new Error(`site key: ${status} ${JSON.stringify(json)}`);
  return json['key']!;
}

/** A pipeline with an open stage, for tickets or leads. */
export async function makePipeline(staff: Session, table: 'ticket' | 'lead'): Promise<{ readonly pipelineId: string; readonly stageId: string }> {
  const pipeline = await staff.create('pipeline', { name: table, table, rank: 'a' });
  const stage = await staff.create('stage', { name: 'New', pipelineId: pipeline.id, category: 'open', rank: 'a' });
  return { pipelineId: pipeline.id, stageId: stage.id };
}
