import { restAdapter } from '@vinculo/adapters/rest';
import type { Adapter } from '@vinculo/sdk/adapter';
import { AuthError, OfflineError, type VinculoError } from '@vinculo/sdk/schema';

/** An adapter for a Vinculo server. Without a token, the server's development identity is asked for one. */
export function connect(url: string, token: string | undefined): Adapter {
  return restAdapter({ endpoint: url, token: token === undefined ? () => askForToken(url) : async () => token });
}

async function askForToken(url: string): Promise<string> {
  const address = new URL('/dev/token', url);
  const body = JSON.stringify({ role: 'staff', app: 'import', name: 'Import' });
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(
    (error: unknown) => {
      throw new OfflineError(`Importing to ${url}`, error);
    },
  );
  if (!answer.ok) {
    throw new AuthError(
      `${address.href} hands out no token (${answer.status}). Give one with --token or VINCULO_TOKEN.`,
    );
  }
  const { token } = (await answer.json()) as { token?: unknown };
  if (typeof token !== 'string') {
    throw new AuthError(`${address.href} answered without a token. Give one with --token or VINCULO_TOKEN.`);
  }
  return token;
}

/** What to tell a person at a command line; the error's own words speak of a page that keeps changes. */
export function reasonOf(error: VinculoError): string {
  return error instanceof OfflineError
    ? 'the server cannot be reached; start one with “npm run demo”, or name another with --to'
    : error.message;
}
