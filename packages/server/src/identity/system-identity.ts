import type { Identity } from './identity.ts';

/** The server itself, at work in a tenant. No token gives this. @param app what is at work, for the history: `automation`, `mail` */
export function systemIdentity(tenant: string, app: string): Identity {
  return { tenant, subject: 'system', role: 'system', name: 'Vinculo', app, expiresAt: Number.MAX_SAFE_INTEGER };
}
