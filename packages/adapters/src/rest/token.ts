import { AuthError, OfflineError, VinculoError } from '@vinculo/sdk/schema';

export type TokenSource = () => Promise<string> | string;

/** Keeps the token of the host until shortly before it ends; asks for it once, however many wait. */
export interface TokenKeeper {
  /** @param fresh after a refusal: a new one whatever the old one's age */
  get(fresh?: boolean): Promise<string>;
}

/** A token is renewed this long before it ends, in milliseconds: it has to last for the request it is sent with. */
const margin = 30_000;

export function tokenKeeper(source: TokenSource): TokenKeeper {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  let identity: string | undefined;

  const ask = async (): Promise<string> => {
    let token: unknown;
    try {
      token = await source();
    } catch (cause) {
      if (cause instanceof VinculoError) throw cause;
      // fetch() of an unreachable host throws a TypeError.
      if (cause instanceof TypeError) throw new OfflineError('A token could not be had', cause);
      throw new AuthError('The page’s token callback failed. Sign in again, or mend the callback.', cause);
    }
    if (typeof token !== 'string' || token === '') throw new AuthError('The page’s token callback gave no token. Sign in again, or mend the callback.');
    const now = identityOf(token);
    // What was written here is someone's, and so is the cache: neither may go out or be shown under another name.
    if (identity !== undefined && now !== undefined && now !== identity) throw new AuthError('The page is signed in as someone else than before. Reload it; what waits is kept for whoever wrote it.');
    identity ??= now;
    const ends = claimsOf(token)?.['exp'];
    // Without an end that can be read the token is asked for each time.
    kept = { token, until: typeof ends === 'number' ? ends * 1000 - margin : 0 };
    return token;
  };

  return {
    get(fresh = false) {
      if (!fresh && kept && Date.now() < kept.until) return Promise.resolve(kept.token);
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
  };
}

/** Tenant and subject of a token as one name, undefined where it has none. */
export function identityOf(token: string): string | undefined {
  const { tenant, sub } = claimsOf(token) ?? {};
  return typeof tenant === 'string' && typeof sub === 'string' ? `${encodeURIComponent(tenant)}/${encodeURIComponent(sub)}` : undefined;
}

/** What a JWT says, unverified: enough to name a cache, not to believe. Undefined where it is none. */
function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0))));
    return typeof claims === 'object' && claims !== null ? (claims as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
