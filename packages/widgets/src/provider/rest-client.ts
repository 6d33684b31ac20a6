import { restAdapter } from '@vinculo/adapters/rest';
import { createClient, type Vinculo } from '@vinculo/sdk';
import type { ProviderSettings } from './provider.controller.ts';
import { askToken } from './token.ts';

/** A client for a Vinculo server. Loaded when a page names an `endpoint`. */
export function openRestClient({ endpoint, siteKey, cache, locale, tokens }: ProviderSettings): Vinculo {
  const address = new URL(endpoint ?? '', document.baseURI).href;
  const { url, ask } = tokens();
  // A page with a site key alone has visitors, whom the server itself gives tokens.
  const token = siteKey && !url && !ask ? undefined : () => askToken(tokens());
  const adapter = restAdapter({ endpoint: address, token, siteKey: siteKey || undefined });
  return createClient({ adapter, cache, ...(locale ? { locale } : {}) });
}
