import { AuthError, BackendError, OfflineError } from '@vinculo/sdk';

export interface TokenSource {
  /** Same-origin address that answers `{ "token": "..." }`. */
  readonly url: string | undefined;
  readonly ask: (() => string | Promise<string>) | undefined;
}

/**
 * A token for the signed-in person, fresh from the page's own server. Nothing is stored.
 * @throws AuthError when there is none to be had, OfflineError or BackendError when it may be had later
 */
export async function askToken({ url, ask }: TokenSource): Promise<string> {
  if (ask) return ask();
  if (!url) throw new AuthError('The provider has neither a tokenProvider nor a token-url. Set one of them.');
  const address = new URL(url, document.baseURI);
  // Another origin would be sent no cookies, and could hand out tokens of its own.
  if (address.origin !== location.origin) throw new AuthError(`token-url ${address.origin} is not of this page’s origin. Answer the token from ${location.origin}, or set tokenProvider.`);
  let answer = await send(address, 'POST');
  if ([404, 405, 501].includes(answer.status)) answer = await send(address, 'GET');
  if (answer.status >= 500) throw new BackendError(`The token-url answered ${answer.status}.`);
  // A redirect leads to a sign-in page; nothing there is a token.
  if (!answer.ok) throw new AuthError(`The token-url answered ${answer.type === 'opaqueredirect' ? 'a redirect' : answer.status}. Sign in again.`);
  const body = (await answer.json().catch(() => null)) as { readonly token?: unknown } | null;
  if (typeof body?.token !== 'string' || !body.token) throw new AuthError('The token-url answered no JSON of the form {"token": "..."}.');
  return body.token;
}

async function send(address: URL, method: 'POST' | 'GET'): Promise<Response> {
  try {
    return await fetch(address, { method, credentials: 'same-origin', cache: 'no-store', redirect: 'manual', headers: { accept: 'application/json' } });
  } catch (cause) {
    throw new OfflineError('A token was asked for', cause);
  }
}
