import { restAdapter } from '@vinculo/adapters/rest';
import { createClient, type Vinculo } from '@vinculo/sdk';
import type { ProviderSettings } from './provider.controller.ts';
import { askToken } from './token.ts';

/** A client for a Vinculo server. Loaded when a page names an `endpoint`. */
export function openRestClient({ endpoint, cache, locale, tokens }: ProviderSettings): Vinculo {
  const address = new URL(endpoint ?? '', document.baseURI).href;
  const adapter = restAdapter({ endpoint: address, token: () => askToken(tokens()) });
  return createClient({ adapter, cache, ...(locale ? { locale } : {}) });
}
