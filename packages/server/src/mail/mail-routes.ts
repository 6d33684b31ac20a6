import { createHash, timingSafeEqual } from 'node:crypto';
import { AuthError } from '@vinculo/sdk/schema';
import type { Context, Env, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { sql } from 'kysely';
import { type Access, inTransaction } from '../database/connection.ts';
import { BadRequest } from '../http/errors.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { noteAddress } from './address-state.ts';
import { askedBy, giveConsent } from './consent-mail.ts';
import type { MailSettings } from './mail-settings.ts';
import { type PlainMailText, say } from './mail-texts.ts';
import { largestMail } from './parse-mail.ts';
import { receive, type Receiver } from './receive.ts';
import { handleIn, type TokenKind } from './tokens.ts';

/** After so many seconds a mail may be brought again that is too much now. */
const retryAfter = 600;

/** Routes that mail servers call, and those that the links in our mail lead to. None of them asks for a sign-in. */
export function addMailRoutes<E extends Env>(app: Hono<E>, receiver: Receiver): void {
  const { webhookSecret, publicUrl } = receiver.settings;
  if (webhookSecret !== undefined) addIncoming(app, receiver, webhookSecret);
  if (publicUrl === undefined) return;
  // A page that only shows the button does nothing yet: mail filters open links by themselves.
  addLink(app, receiver, { path: '/mail/confirm', kind: 'c', pressed: notes('verified') }, { title: 'confirmTitle', button: 'confirmButton', done: 'confirmDone' });
  addLink(app, receiver, { path: '/mail/unsubscribe', kind: 'u', pressed: notes('unsubscribed') }, { title: 'unsubscribeTitle', button: 'unsubscribeButton', done: 'unsubscribeDone' });
  addLink(app, receiver, { path: '/mail/consent', kind: 'n', stands: async (access, { handle }) => (await askedBy(access, handle)) !== undefined, pressed: confirmConsent }, { title: 'consentTitle', button: 'consentButton', done: 'consentDone' });
}

function addIncoming<E extends Env>(app: Hono<E>, receiver: Receiver, secret: string): void {
  const tooLarge = (): never => {
    throw new BadRequest(413, 'too_large', `The mail is larger than ${largestMail / 1024 / 1024} MiB.`);
  };
  app.post('/mail/incoming', async (c, next) => {
    const given = c.req.header('x-vinculo-mail-secret') ?? '';
    if (!timingSafeEqual(digest(given), digest(secret))) throw new AuthError('Incoming mail needs the secret of VINCULO_MAIL_WEBHOOK_SECRET in the header x-vinculo-mail-secret.');
    await next();
  }, bodyLimit({ maxSize: largestMail, onError: tooLarge }), async (c) => {
    const to = (c.req.header('x-vinculo-envelope-to') ?? '').split(',').map((address) => address.trim()).filter(Boolean).slice(0, 200);
    const outcome = await receive(receiver, new Uint8Array(await c.req.arrayBuffer()), { to, returnPath: c.req.header('x-vinculo-envelope-from') });
    if (outcome !== 'later') return c.json({ outcome });
    c.header('retry-after', String(retryAfter));
    return c.json({ error: { code: 'too_many', message: 'The sender sent too many mails. Bring this one again later.' } }, 429);
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

interface LinkTexts {
  readonly title: PlainMailText;
  readonly button: PlainMailText;
  readonly done: PlainMailText;
}

/** The mail that a link stands in. */
interface LinkedMail {
  readonly tenant_id: string;
  readonly address_hash: string;
  readonly handle: string;
}

interface Link {
  readonly path: string;
  readonly kind: TokenKind;
  /** Whether what it leads to is still there. Default: always. */
  readonly stands?: (access: Access, mail: LinkedMail) => Promise<boolean>;
  readonly pressed: (access: Access, mail: LinkedMail) => Promise<void>;
}

const notes = (what: 'verified' | 'unsubscribed') => (access: Access, mail: LinkedMail): Promise<void> => noteAddress(access, mail.address_hash, what);

async function confirmConsent(access: Access, { handle, address_hash: hash }: LinkedMail): Promise<void> {
  const asked = await askedBy(access, handle);
  if (asked) await giveConsent(access, asked, hash);
}

function addLink<E extends Env>(app: Hono<E>, { db, settings }: Receiver, { path, kind, stands, pressed }: Link, texts: LinkTexts): void {
  const found = async (c: Context): Promise<LinkedMail | undefined> => {
    const handle = handleIn(settings.secret, kind, c.req.query('t') ?? '');
    if (handle === undefined) return undefined;
    const mail = await inTransaction(db, systemIdentity('', 'mail'), 'read', async ({ tx }) => (await sql<LinkedMail>`select tenant_id, address_hash, handle from vinculo.mail_message where handle = ${handle} limit 1`.execute(tx)).rows[0]);
    return mail && (!stands || (await inTransaction(db, systemIdentity(mail.tenant_id, 'mail'), 'read', (access) => stands(access, mail)))) ? mail : undefined;
  };
  app.get(path, async (c) => {
    if (!(await found(c))) return page(c, settings, 'linkInvalid', '', 404);
    return page(c, settings, texts.title, `<form method="post"><button>${say(settings.locale, texts.button)}</button></form>`, 200);
  });
  app.post(path, async (c) => {
    const mail = await found(c);
    if (!mail) return page(c, settings, 'linkInvalid', '', 404);
    await inTransaction(db, systemIdentity(mail.tenant_id, 'mail'), 'write', (access) => pressed(access, mail));
    return page(c, settings, texts.done, '', 200);
  });
}

function page(c: Context, settings: MailSettings, title: PlainMailText, body: string, status: 200 | 404): Response | Promise<Response> {
  c.header('content-security-policy', "default-src 'none'; form-action 'self'; frame-ancestors 'none'");
  c.header('referrer-policy', 'no-referrer');
  c.header('cache-control', 'no-store');
  const heading = say(settings.locale, title);
  return c.html(`<!doctype html><html lang="${settings.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title></head><body><h1>${heading}</h1>${body}</body></html>`, status);
}
