import type { Server } from '@vinculo/server';
import { hostPages } from '../demo/host-pages.ts';
import { type HostPage, type RunningHost, serveHost } from '../demo/host-server.ts';
import { type Cast, pickCast } from '../demo/stage.ts';
import { type CrmServer, ownPort } from './crm-server.ts';

export type PageName = 'erp-page' | 'shop-page' | 'intranet-page';

/** Who is on the pages: the same for all pages of a server. */
const casts = new WeakMap<CrmServer, Promise<Cast>>();

function castOf(server: CrmServer): Promise<Cast> {
  const known = casts.get(server) ?? pickCast(server.adapter, { contactId: 'con-amina', shopperId: 'con-priya' });
  casts.set(server, known);
  return known;
}

/** Serves one of the example pages over a server. */
export async function startHost(server: CrmServer, name: PageName, { bundle, seller, ...instead }: { readonly bundle: string; /** Id of the user who is signed in. */ readonly seller?: string } & Partial<Pick<HostPage, 'endpoint' | 'token'>>): Promise<RunningHost> {
  const cast = await castOf(server);
  const [user] = seller === undefined ? [] : await server.adapter.get!('user', [seller]);
  const pages = hostPages(user ? { ...cast, seller: user } : cast, server satisfies Server, bundle);
  const page = pages.find((each) => each.name === name);
  if (!page) throw new Error(`There is no page ${name}.`);
  return serveHost({ ...page, ...instead, port: await ownPort() });
}
