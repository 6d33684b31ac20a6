import { AuthError, BackendError, OfflineError } from '@vinculo/sdk/schema';
import type { TokenSource } from './token.ts';

// So that bundlers keep what all build on in one file.
export { VinculoError as Before } from '@vinculo/sdk';

/**
 * The token of a guest who came by the site key, the same guest for as long as the tab lives. With a token of the host too, that one is it: what the guest opened
 * before becomes the customer's.
 */
export async function siteToken(endpoint: string, siteKey: string, host: TokenSource | undefined): Promise<string> {
  const kept = guestOf(`vinculo:guest:${endpoint}:${siteKey}`);
  const refresh = kept.read();
  if (host) {
    const token = await host();
    if (refresh !== undefined) {
      const answer = await ask(`${endpoint}/v1/guest`, { guest: refresh }, { authorization: `Bearer ${token}` });
      // One that is refused will be refused again; the next token tries what may pass then.
      if (answer.status < 500 && answer.status !== 429) kept.forget();
    }
    return token;
  }
  let answer = await ask(`${endpoint}/public/guest`, { siteKey, ...(refresh === undefined ? {} : { refresh }) });
  if (answer.status === 401 && refresh !== undefined) answer = await ask(`${endpoint}/public/guest`, { siteKey });
  if (answer.status === 429 || answer.status >= 500) throw new BackendError(`A token for the form was asked for: the server answered ${answer.status}.`);
  const given = (await answer.json().catch(() => null)) as { readonly token?: unknown; readonly refresh?: unknown; readonly error?: { readonly message?: unknown } } | null;
  if (!answer.ok || typeof given?.token !== 'string' || typeof given.refresh !== 'string') throw new AuthError(`The server gives this page’s site key no token. ${String(given?.error?.message ?? '')}`);
  kept.write(given.refresh);
  return given.token;
}

async function ask(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers }, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
  } catch (cause) {
    throw new OfflineError('A token for the form was asked for', cause);
  }
}

interface KeptGuest {
  read(): string | undefined;
  write(refresh: string): void;
  forget(): void;
}

/** What names the guest again, in sessionStorage. Where there is none, a guest lives as long as the page. */
function guestOf(name: string): KeptGuest {
  const storage = <T>(use: (storage: Storage) => T): T | undefined => {
    try {
      return use(sessionStorage);
    } catch {
      return undefined;
    }
  };
  return {
    read: () => storage((s) => s.getItem(name)) ?? undefined,
    write(refresh) {
      storage((s) => s.setItem(name, refresh));
    },
    forget() {
      storage((s) => s.removeItem(name));
    },
  };
}
