import { SettingsError } from '../settings-error.ts';
import { type Mailbox, readMailbox } from './addresses.ts';
import { languageOf } from './mail-texts.ts';

/** How the server sends and gets mail. Of which tenant and queue a mail is follows from the address it came to (`queue.email`). */
export interface MailOptions {
  /** Where mail is handed in: `smtp://name:password@host:587`, `smtps://…:465`. Without it nothing is sent. */
  readonly smtpUrl?: string;
  /** Whom mail is from where the ticket's queue has no address: `Shop support <support@shop.example>`. Mail to `support+anything@…` must arrive as well. */
  readonly from: string;
  /** The mailbox that is read: `imaps://name:password@host/INBOX`. */
  readonly imapUrl?: string;
  /** Lets a mail server post incoming mail to `/mail/incoming`. At least 16 characters. */
  readonly webhookSecret?: string;
  /** Under which the server is reached from outside: `https://crm.shop.example`. Without it mail holds no links; an answer confirms an address just as well. */
  readonly publicUrl?: string;
  /** Signs the tokens in addresses; the same for all processes. Default: one of the data folder. */
  readonly secret?: string;
  /** BCP 47: the language of mail to people of whom no language is known, and of the server's notes. Default `en`. */
  readonly locale?: string;
}

/** A mail server, and how to sign in there. */
export interface MailHost {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Otherwise it is begun where the server offers it. */
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

export interface MailSettings {
  readonly smtp: MailHost | undefined;
  readonly imap: (MailHost & { readonly mailbox: string }) | undefined;
  readonly from: Mailbox;
  readonly webhookSecret: string | undefined;
  readonly publicUrl: string | undefined;
  readonly secret: string;
  readonly locale: string;
}

/** @throws SettingsError for what cannot work */
export function mailSettings(options: MailOptions, defaultSecret: () => string): MailSettings {
  const from = readMailbox(options.from);
  if (!from) throw new SettingsError('VINCULO_MAIL_FROM must be an address, as support@shop.example or Shop <support@shop.example>.');
  // 37 characters are the token's, of the 64 that may stand before the @.
  if (from.address.lastIndexOf('@') > 28) throw new SettingsError('VINCULO_MAIL_FROM has more than 28 characters before the @, which leaves no room for the token of an answer. Choose a shorter address.');
  const { webhookSecret, publicUrl, secret = defaultSecret(), locale = 'en' } = options;
  if (webhookSecret !== undefined && webhookSecret.length < 16) throw new SettingsError('VINCULO_MAIL_WEBHOOK_SECRET must have at least 16 characters.');
  if (secret.length < 32) throw new SettingsError('VINCULO_MAIL_SECRET must have at least 32 characters.');
  if (publicUrl !== undefined && !/^https?:$/.test(URL.canParse(publicUrl) ? new URL(publicUrl).protocol : '')) throw new SettingsError('VINCULO_PUBLIC_URL must begin with https://.');
  const imap = options.imapUrl === undefined ? undefined : { ...hostOf('VINCULO_IMAP_URL', options.imapUrl, ['imap:', 143], ['imaps:', 993]), mailbox: decodeURIComponent(new URL(options.imapUrl).pathname.slice(1)) || 'INBOX' };
  if (imap && !imap.auth) throw new SettingsError('VINCULO_IMAP_URL must hold a name and a password.');
  const smtp = options.smtpUrl === undefined ? undefined : hostOf('VINCULO_SMTP_URL', options.smtpUrl, ['smtp:', 587], ['smtps:', 465]);
  return { smtp, imap, from, webhookSecret, publicUrl: publicUrl?.replace(/\/$/, ''), secret, locale: languageOf(locale) };
}

function hostOf(name: string, text: string, plain: readonly [string, number], secure: readonly [string, number]): MailHost {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [protocol, port] = url?.protocol === secure[0] ? secure : plain;
  if (!url || url.protocol !== protocol || url.hostname === '') throw new SettingsError(`${name} must be an address that begins with ${plain[0]}// or ${secure[0]}//.`);
  const { hostname, username, password } = url;
  return {
    host: hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? port : Number(url.port), secure: url.protocol === secure[0],
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
  };
}

/** What the environment says of mail; undefined where it says nothing. */
export function mailOptions(env: NodeJS.ProcessEnv): MailOptions | undefined {
  const { VINCULO_SMTP_URL: smtpUrl, VINCULO_MAIL_FROM: from, VINCULO_IMAP_URL: imapUrl, VINCULO_MAIL_WEBHOOK_SECRET: webhookSecret } = env;
  const { VINCULO_PUBLIC_URL: publicUrl, VINCULO_MAIL_SECRET: secret, VINCULO_MAIL_LOCALE: locale } = env;
  if (!smtpUrl && !imapUrl && !webhookSecret) return undefined;
  if (!from) throw new SettingsError('VINCULO_MAIL_FROM must say whom mail is from, as Shop support <support@shop.example>.');
  const given = { smtpUrl, imapUrl, webhookSecret, publicUrl, secret, locale };
  return { from, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)) };
}
