import type { Context, MiddlewareHandler } from 'hono';
import { atMost } from '../http/at-most.ts';
import { BadRequest } from '../http/errors.ts';
import { anyJson } from '../http/body-of.ts';
import type { Identity } from '../identity/identity.ts';
import type { Door } from './door.ts';
import { formProblem } from './form-rules.ts';
import type { Form } from './site-keys.ts';

/** The routes of the protocol that a guest of a form may use. What is not named here is refused, also what is added later. */
const reading: ReadonlySet<string> = new Set(['GET describe', 'POST pull', 'POST get', 'POST query', 'POST aggregate', 'GET blobs']);
const writing: ReadonlySet<string> = new Set(['POST push', 'POST blobs']);

/** Of a form with its texts; files are sent by themselves. */
const smallPush = atMost(256 * 1024);
/** What a form asks for. */
const smallQuestion = atMost(64 * 1024);

/**
 * Holds guests who came by a site key to what a form needs: pages of its origins, so many requests, and a proof of work for each that stores something.
 * Everyone else passes.
 */
export function guestGuard(door: Door): MiddlewareHandler<{ Variables: { identity: Identity } }> {
  return async (c, next) => {
    const { site: key } = c.get('identity');
    if (key === undefined) return next();
    const route = `${c.req.method} ${c.req.path.split('/')[2]}`;
    if (!reading.has(route) && !writing.has(route)) throw new BadRequest(403, 'forbidden', 'Guests of a form have no part in this.');
    const site = await door.siteFor(c, key);
    if (reading.has(route)) {
      await door.count(c, site, 'read');
      return smallQuestion(c, next);
    }
    const proof = await door.proved(c);
    if (proof.site.key !== key) throw new BadRequest(403, 'proof', 'The proof of work was made for another site key.');
    if (route !== 'POST push') {
      if (proof.form !== 'ticket') throw new BadRequest(403, 'proof', 'Files are sent with the proof of a ticket form.');
      await door.admit(c, proof);
      return next();
    }
    return smallPush(c, async () => {
      const refused = await refusedPush(c, proof.form);
      if (refused) {
        c.res = c.json({ outcomes: refused });
        return;
      }
      await door.admit(c, proof);
      await next();
    });
  };
}

/** The answer to a push that is none of a form's: each change is told why. Undefined where it may be judged. */
async function refusedPush(c: Context, form: Form): Promise<object[] | undefined> {
  const body = await anyJson(c);
  const changes: unknown = typeof body === 'object' && body !== null && 'changes' in body ? body.changes : undefined;
  // What is no push at all is refused by the route itself.
  if (!Array.isArray(changes) || !changes.every(isChange)) return undefined;
  const problem = formProblem(form, changes);
  return problem && changes.map(() => ({ status: 'rejected', code: 'validation', ...problem }));
}

function isChange(value: unknown): value is Parameters<typeof formProblem>[1][number] {
  return typeof value === 'object' && value !== null && 'op' in value && 'table' in value && 'patch' in value && typeof value.op === 'string' && typeof value.table === 'string' && typeof value.patch === 'object' && value.patch !== null;
}
