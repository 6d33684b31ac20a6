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
  let siteKey = '';
  const attribute = (who: Cast['customer']): string => (who ? `${who.table}-id="${who.row.id}"` : '');
  return [
    {
      name: 'erp-page', endpoint, bundle, roles: ['staff'],
      fill: (_role, _words, lang) => ({ customer: attribute(lang.startsWith('zh') ? cast.customerZh : cast.customer), user: seller.name, orderedOn: shortDate(lang, -3), delivery1: shortDate(lang, 24), delivery2: shortDate(lang, 31) }),
      token: () => staff('erp-page'),
    },
    {
      name: 'shop-page', endpoint, bundle, roles: cast.shopper ? ['customer', 'guest'] : ['guest'],
      prepare: async (origin) => void (siteKey = await makeSiteKey(server, origin)),
      fill: (role, words) => ({ ...shopWords(role, words, cast), siteKey }),
      // Only who is signed in is asked for; guests come by the site key.
      token: () => issueDevToken(server.folder, { role: 'customer', subject: `shop-${cast.shopper!.id}`, name: String(cast.shopper!['name']), contactId: cast.shopper!.id, app: 'shop-page' }),
    },
    {
      name: 'intranet-page', endpoint, bundle, roles: ['staff'],
      fill: (_role, _words, lang) => ({ board: boardAttributes(cast, lang.startsWith('zh')), user: seller.name, today: new Intl.DateTimeFormat(lang, { dateStyle: 'full' }).format() }),
      token: () => staff('intranet-page'),
    },
  ];
}

/** Which pipeline the board shows, and what its months should bring. */
function boardAttributes(cast: Cast, isZh: boolean): string {
  const plan = isZh ? cast.planZh : cast.plan;
  return [isZh && cast.pipelineZh ? `pipeline-id="${cast.pipelineZh.id}"` : '', plan ? `forecast="" data-plan="${plan.minor}" data-currency="${plan.currency}"` : ''].filter(Boolean).join(' ');
}

function shopWords(role: SignedIn, words: Readonly<Record<string, string>>, cast: Cast): Record<string, string> {
  const signedIn = role === 'customer';
  const name = String(cast.shopper?.['givenName'] ?? cast.shopper?.['name'] ?? '');
  return {
    greeting: signedIn ? words['hello']!.replace('{name}', name) : words['guest']!,
    signTo: signedIn ? 'guest' : 'customer', signWord: (signedIn ? words['signOut'] : words['signIn'])!,
    session: signedIn ? 'token-url="/session"' : '',
    formAttributes: signedIn ? 'list=""' : '',
  };
}

/** A key for the shop's guests, as staff make one for each site. */
async function makeSiteKey(server: Server, origin: string): Promise<string> {
  const token = await issueDevToken(server.folder, { role: 'staff', subject: 'demo-setup', name: 'Demo set-up' });
  const answer = await fetch(`${server.url}/v1/site-keys`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Shop', origins: [origin], forms: ['ticket', 'lead'] }) });
  if (!answer.ok) throw new Error(`The server made no site key: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { key: string }).key;
}
