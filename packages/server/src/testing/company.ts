import { newId } from '@vinculo/sdk/schema';
import type { ServerOptions } from '../server.ts';
import { type Bench, type Session, startBench } from './bench.ts';

/** A tenant that gives out duties: two sales teams under one, and a service desk with a queue. Nobody of them owns anything yet. */
export interface Company {
  readonly tenant: string;
  /** The host's own sign-in, without a user row. */
  readonly host: Session;
  readonly people: Readonly<Record<Person, Session>>;
  /** Ids of teams, queues, pipelines and stages. */
  readonly ids: Readonly<Record<'sales' | 'north' | 'south' | 'desk' | 'queue' | 'deals' | 'deal' | 'leads' | 'lead' | 'tickets' | 'ticket', string>>;
}

/** `boss` is the admin, `mia` manages sales; `sam` and `sue` sell in the north, `tom` in the south; `ada` is at the desk, `ron` looks on, and `zoe` has a role that is none. */
const people = { boss: ['admin'], mia: ['manager', 'sales'], sam: ['sales', 'north'], sue: ['sales', 'north'], tom: ['sales', 'south'], ada: ['agent', 'desk'], ron: ['readonly'], zoe: ['engineer', 'north'] } as const;
export type Person = keyof typeof people;

export async function foundCompany(bench: Bench): Promise<Company> {
  const tenant = newId();
  const host = await bench.session({ role: 'staff', tenant, subject: 'host' });
  const make = async (table: string, patch: object): Promise<string> => (await host.create(table, { ...patch })).id;
  const sales = await make('team', { name: 'Sales' });
  const north = await make('team', { name: 'North', parentId: sales, region: 'Bremen' });
  const south = await make('team', { name: 'South', parentId: sales });
  const desk = await make('team', { name: 'Desk' });
  const ids: Record<string, string> = { sales, north, south, desk, queue: await make('queue', { name: 'Repairs', teamId: desk }) };
  for (const [pipeline, table] of [['deals', 'deal'], ['leads', 'lead'], ['tickets', 'ticket']] as const) {
    ids[pipeline] = await make('pipeline', { name: pipeline, table });
    ids[table] = await make('stage', { name: 'Open', category: 'open', pipelineId: ids[pipeline] });
  }
  for (const [id, [role, team]] of Object.entries(people)) await host.create('user', { name: id, role, ...(team ? { teamId: ids[team] } : {}) }, id);
  const sessions = Object.fromEntries(await Promise.all(Object.keys(people).map(async (subject) => [subject, await bench.session({ role: 'staff', tenant, subject })] as const)));
  return { tenant, host, people: sessions as Company['people'], ids: ids as Company['ids'] };
}

/** A server with a company, for all tests of a file. */
export async function startCompany(options: ServerOptions = {}): Promise<{ readonly bench: Bench; readonly firm: Company }> {
  const bench = await startBench(options);
  return { bench, firm: await foundCompany(bench) };
}

/** How each change was answered: `ok`, or the code of the refusal. */
export async function answers(session: Session, ...changes: Parameters<Session['push']>): Promise<string[]> {
  return (await session.push(...changes)).map((o) => (o.status === 'rejected' ? o.code : o.status));
}
