import { ContextRoot, createContext, type Context } from '@lit/context';
import type { Vinculo } from '@vinculo/sdk';

/** The client that `<vinculo-provider>` gives to every widget inside it. The symbol is the same for all bundles on a page. */
export const clientContext: Context<symbol, Vinculo> = createContext<Vinculo, symbol>(Symbol.for('vinculo.client.v1'));

const attached = Symbol.for('vinculo.context-root.v1');

/** Keeps the requests of widgets that stand in the page before their provider does. Once per document, whatever the number of bundles. */
export function attachContextRoot(doc: Document): void {
  const root = doc.documentElement as HTMLElement & { [attached]?: true };
  if (root[attached]) return;
  root[attached] = true;
  new ContextRoot().attach(root);
}
