import { newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Server, createServer } from '../server.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';

let bench: Bench;
const tenant = newId();
let staff: Session;

beforeAll(async () => {
  bench = await startBench();
  staff = await bench.session({ role: 'staff', tenant });
}, 60_000);
afterAll(() => bench.stop());

/** The events of a live stream, one at a time. */
async function listen(server: Server, token: string): Promise<{ next(): Promise<unknown>; close(): void }> {
  const ended = new AbortController();
  const response = await fetch(`${server.url}/v1/live`, { headers: { authorization: `Bearer ${token}` }, signal: ended.signal });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<unknown> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        const data = /^data: ?(.*)$/m.exec(event)?.[1];
        if (event.startsWith('event: hint')) return JSON.parse(data!);
        continue;
      }
      const { done, value } = await reader.read();
      if (done) return 'ended';
      text += value;
    }
  };
  return { next, close: () => ended.abort() };
}

describe('live hints', () => {
  it('name the tables another client changed, to its tenant alone, from any server process', async () => {
    const other = await createServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: () => undefined });
    const live = await listen(other, staff.token);
    const foreign = await listen(bench.server, (await bench.session({ role: 'staff', tenant: newId() })).token);
    await staff.create('account', { name: 'A' });
    expect(await live.next()).toEqual({ tables: ['account', 'historyEntry'] });
    await staff.push(staff.change('create', 'account', newId(), { name: '' }));
    await staff.create('exchangeRate', { from: 'EUR', to: 'CNY', on: '2026-11-22', rate: '7.8' });
    expect(await live.next()).toEqual({ tables: ['exchangeRate'] });
    const stopped = foreign.next();
    live.close();
    await other.stop();
    foreign.close();
    await expect(stopped).rejects.toThrow(/abort/);
  });

  it('leave nothing behind on what lives as long as the server', async () => {
    const own = await createServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: () => undefined });
    const add = vi.spyOn(AbortSignal.prototype, 'addEventListener');
    const remove = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
    const streams = await Promise.all([1, 2, 3, 4].map(() => listen(own, staff.token)));
    const held = (spy: typeof add | typeof remove, signal: unknown): number => spy.mock.contexts.filter((one) => one === signal).length;
    // The one signal that all streams listen to says that the server stops.
    const stopping = await vi.waitUntil(() => add.mock.contexts.find((signal) => held(add, signal) >= streams.length));
    for (const stream of streams) stream.close();
    await vi.waitFor(() => expect(held(remove, stopping)).toBe(held(add, stopping)));
    await own.stop();
  });

  it('say nothing to customers of tables in which they have no part', async () => {
    const { id: contactId } = await staff.create('contact', { name: 'Li' });
    const customer = await listen(bench.server, (await bench.session({ role: 'customer', tenant, subject: 'li', contactId })).token);
    await staff.create('account', { name: 'B' });
    await staff.create('order', { number: '1', contactId });
    // Of the contact it may hear late, when it listens already.
    let heard = await customer.next();
    if (JSON.stringify(heard) === '{"tables":["contact"]}') heard = await customer.next();
    expect(heard).toEqual({ tables: ['order'] });
    customer.close();
  });

  it('come only when a pull shows the change', async () => {
    const live = await listen(bench.server, staff.token);
    const client = new pg.Client(bench.databaseUrl('admin'));
    await client.connect();
    try {
      await client.query('begin');
      await client.query('select pg_current_xact_id()');
      const { cursor } = (await staff.call('pull', { table: 'team', cursor: null })).json as unknown as { cursor: string };
      const hint = live.next();
      await staff.create('team', { name: 'North' });
      expect((await staff.call('pull', { table: 'team', cursor })).json['rows']).toEqual([]);
      await client.query('rollback');
      expect(await hint).toEqual({ tables: ['team', 'historyEntry'] });
      expect((await staff.call('pull', { table: 'team', cursor })).json['rows']).toMatchObject([{ name: 'North' }]);
    } finally {
      await client.end();
      live.close();
    }
  });

  it('survive the loss of the database connection: everyone is told to look', async () => {
    const live = await listen(bench.server, staff.token);
    const client = new pg.Client(bench.databaseUrl('admin'));
    await client.connect();
    try {
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vinculo-server' and query = 'listen vinculo' or query like '%pg_snapshot_xmin%' and pid <> pg_backend_pid() and application_name = 'vinculo-server'`);
      expect(await live.next()).toEqual({ access: true });
      await staff.create('team', { name: 'South' });
      expect(await live.next()).toEqual({ tables: ['team', 'historyEntry'] });
    } finally {
      await client.end();
      live.close();
    }
  });

  it('end when the server stops', async () => {
    const server = await createServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: () => undefined });
    const live = await listen(server, staff.token);
    await server.stop();
    expect(await live.next()).toBe('ended');
  });
});
