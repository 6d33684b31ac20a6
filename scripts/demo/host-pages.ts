import { issueDevToken, type Server } from '@vinculo/server';
import type { HostPage, SignedIn } from './host-server.ts';
import type { Cast } from './stage.ts';

const day = 86_400_000;

/** The three host pages, with the records they show. Ports are given when they are served. */
export function hostPages(cast: Cast, server: Server, bundle: string): readonly Omit<HostPage, 'port'>[] {
  const endpoint = server.url;
  const seller = { subject: cast.seller?.id ?? 'staff', name: String(cast.seller?.['name'] ?? 'Staff') };
  const staff = (app: string): Promise<string> => issueDevToken(server.folder, { role: 'staff', app, ...seller });
  const shortDate = (lang: string, offset: number): string => new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }).format(Date.now() + offset * day);
  const attribute = (who: Cast['customer']): string => (who ? `${who.table}-id="${who.row.id}"` : '');
  return [
    {
      name: 'erp-page', endpoint, bundle, roles: ['staff'],
      fill: (_role, _words, lang) => ({ customer: attribute(lang.startsWith('zh') ? cast.customerZh : cast.customer), user: seller.name, orderedOn: shortDate(lang, -3), delivery1: shortDate(lang, 24), delivery2: shortDate(lang, 31) }),
      token: () => staff('erp-page'),
    },
    {
      name: 'shop-page', endpoint, bundle, roles: cast.shopper ? ['customer', 'guest'] : ['guest'],
      fill: (role, words) => shopWords(role, words, cast),
      token: (role, guest) => role === 'customer' && cast.shopper
        ? issueDevToken(server.folder, { role: 'customer', subject: `shop-${cast.shopper.id}`, name: String(cast.shopper['name']), contactId: cast.shopper.id, app: 'shop-page' })
        : issueDevToken(server.folder, { role: 'guest', subject: `guest-${guest}`, app: 'shop-page' }),
    },
    {
      name: 'intranet-page', endpoint, bundle, roles: ['staff'],
      fill: (_role, _words, lang) => ({ pipeline: lang.startsWith('zh') && cast.pipelineZh ? `pipeline-id="${cast.pipelineZh.id}"` : '', user: seller.name, today: new Intl.DateTimeFormat(lang, { dateStyle: 'full' }).format() }),
      token: () => staff('intranet-page'),
    },
  ];
}

function shopWords(role: SignedIn, words: Readonly<Record<string, string>>, cast: Cast): Record<string, string> {
  const signedIn = role === 'customer';
  const name = String(cast.shopper?.['givenName'] ?? cast.shopper?.['name'] ?? '');
  return {
    greeting: signedIn ? words['hello']!.replace('{name}', name) : words['guest']!,
    signTo: signedIn ? 'guest' : 'customer', signWord: (signedIn ? words['signOut'] : words['signIn'])!,
    formAttributes: signedIn ? 'list=""' : '',
  };
}
