import { SettingsError } from '../settings-error.ts';

/** The keys by which makers of browsers know who sends (VAPID, RFC 8292). */
export interface WebPushOptions {
  /** Where the makers reach whoever runs the server: `mailto:admin@shop.example`, or an address with https. */
  readonly subject: string;
  /** Base64url, 65 bytes. Pages need it to subscribe, and subscriptions end with it. */
  readonly publicKey: string;
  /** Base64url, 32 bytes. */
  readonly privateKey: string;
}

/** @throws SettingsError for keys that are none */
export function checkWebPush({ subject, publicKey, privateKey }: WebPushOptions): void {
  if (!/^(mailto:\S+@\S+|https:\/\/\S+)$/.test(subject)) throw new SettingsError('VINCULO_VAPID_SUBJECT must be mailto:… or https://….');
  if (Buffer.from(publicKey, 'base64url').length !== 65) throw new SettingsError('VINCULO_VAPID_PUBLIC_KEY must be 65 bytes in base64url. “npx web-push generate-vapid-keys” makes a pair.');
  if (Buffer.from(privateKey, 'base64url').length !== 32) throw new SettingsError('VINCULO_VAPID_PRIVATE_KEY must be 32 bytes in base64url. “npx web-push generate-vapid-keys” makes a pair.');
}

/** What the environment says of Web Push; undefined where it says nothing. */
export function webPushOptions(env: NodeJS.ProcessEnv): WebPushOptions | undefined {
  const { VINCULO_VAPID_SUBJECT: subject, VINCULO_VAPID_PUBLIC_KEY: publicKey, VINCULO_VAPID_PRIVATE_KEY: privateKey } = env;
  if (!subject && !publicKey && !privateKey) return undefined;
  if (!subject || !publicKey || !privateKey) throw new SettingsError('Web Push needs all of VINCULO_VAPID_SUBJECT, VINCULO_VAPID_PUBLIC_KEY and VINCULO_VAPID_PRIVATE_KEY.');
  return { subject, publicKey, privateKey };
}
