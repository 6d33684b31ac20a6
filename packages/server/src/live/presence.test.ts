import { newId, type Present } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer, type Server } from '../server.ts';
import { type Bench, type Session, session, startBench } from '../testing/bench.ts';

const tenant = newId();
let bench: Bench;
/** Two more processes on the same database. */
let others: Server[];
let ana: Session;
let li: Session;
/** Of the staff, but with duties that do not show everything. */
let sam: Session;

beforeAll(async () => {
  bench = await startBench();
  others = await Promise.all([1, 2].map(() => createServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: () => undefined })));
  const host = await bench.session({ role: 'staff', tenant, subject: 'host' });
  await host.create('team', { name: 'North' }, 'north');
  for (const [id, name, role] of [['ana', 'Ana Ruiz', 'admin'], ['li', 'Li Wei', 'manager'], ['sam', 'Sam', 'sales']]) await host.create('user', { name: name!, role: role!, ...(role === 'admin' ? {} : { teamId: 'north' }) }, id);
  [ana, li, sam] = await Promise.all([session(bench.server, { role: 'staff', tenant, subject: 'ana' }), session(others[0]!, { role: 'staff', tenant, subject: 'li' }), session(others[1]!, { role: 'staff', tenant, subject: 'sam' })]);
}, 60_000);
afterAll(async () => {
  for (const server of others) await server.stop();
  await bench.stop();
});

const account = async (patch: object = {}): Promise<string> => (await ana.create('account', { name: 'A', ownerId: 'li', ...patch })).id;

async function ask(who: Session, page: string, at: readonly [id: string, doing: string][], ...ids: string[]): Promise<readonly Present[]> {
  const { status, json } = await who.call('presence', { page, at: at.map(([id, doing]) => ({ table: 'account', id, doing })), of: ids.length > 0 ? [{ table: 'account', ids }] : [] });
  if (status !== 200) throw new Error(`presence: ${status} ${JSON.stringify(json)}`);
  return json['present']!;
}

const soon = { timeout: 5000, interval: 20 };

/** The next hints of a live stream. */
async function listen(server: Server, token: string): Promise<{ heard: { tables?: string[]; presence?: string[] }[]; close(): void }> {
  const ended = new AbortController();
  const response = await fetch(`${server.url}/v1/live`, { headers: { authorization: `Bearer ${token}` }, signal: ended.signal });
  const heard: { tables?: string[]; presence?: string[] }[] = [];
  void (async () => {
    let text = '';
    try {
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
        const events = (text + piece).split('\n\n');
        text = events.pop()!;
        for (const event of events) if (event.startsWith('event: hint')) heard.push(JSON.parse(/^data: ?(.*)$/m.exec(event)![1]!));
      }
    } catch {
      // Closed below.
    }
  })();
  return { heard, close: () => ended.abort() };
}

describe('presence', () => {
  it('is known in every process: who looks, who writes, and that they left', async () => {
    const id = await account();
    await ask(ana, 'one', [[id, 'looking']]);
    await vi.waitFor(async () => expect(await ask(li, 'two', [[id, 'writing']], id)).toEqual([{ table: 'account', id, userId: 'ana', name: 'Ana Ruiz', doing: 'looking' }]), soon);
    await vi.waitFor(async () => expect(await ask(ana, 'one', [[id, 'looking']], id)).toEqual([{ table: 'account', id, userId: 'li', name: 'Li Wei', doing: 'writing' }]), soon);
    await ask(li, 'two', []);
    await vi.waitFor(async () => expect(await ask(ana, 'one', [], id)).toEqual([]), soon);
  });

  it('is hinted at to the staff of the tenant alone, by the table alone, once for what comes at once', async () => {
    const id = await account();
    const { id: contactId } = await ana.create('contact', { name: 'Li' });
    const customer = await bench.session({ role: 'customer', tenant, subject: 'c', contactId });
    const foreign = await bench.session({ role: 'staff', tenant: newId(), subject: 'ana' });
    const [mine, theirs, outside] = await Promise.all([listen(others[1]!, ana.token), listen(bench.server, customer.token), listen(bench.server, foreign.token)]);
    await ask(li, 'two', [[id, 'looking']]);
    await ask(li, 'two', [[id, 'writing']]);
    // What was created before may be told late, when they listen already.
    const heard = (): object[] => mine.heard.filter(({ presence }) => presence !== undefined);
    await vi.waitFor(() => expect(heard()).toEqual([{ tables: [], presence: ['account'] }]), soon);
    await ask(li, 'two', [[id, 'writing']]);
    await ask(li, 'two', []);
    await vi.waitFor(() => expect(heard()).toHaveLength(2), soon);
    await ana.create('order', { number: '1', contactId });
    await vi.waitFor(() => expect(theirs.heard.at(-1)).toEqual({ tables: ['order'] }), soon);
    expect(theirs.heard.filter(({ presence }) => presence !== undefined)).toEqual([]);
    expect(outside.heard).toEqual([]);
    for (const each of [mine, theirs, outside]) each.close();
  });

  it('says nothing of a record out of sight, to whoever is there and of whoever is there', async () => {
    const [hidden, seen] = [await account({ ownerId: 'ana' }), await account({ ownerId: 'sam' })];
    expect((await sam.rows('account', { id: { in: [hidden, seen] } })).map(({ id }) => id)).toEqual([seen]);
    await ask(ana, 'one', [[hidden, 'writing'], [seen, 'writing']]);
    await vi.waitFor(async () => expect((await ask(sam, 'three', [[hidden, 'looking'], [seen, 'looking']], hidden, seen)).map(({ id }) => id)).toEqual([seen]), soon);
    await vi.waitFor(async () => expect((await ask(ana, 'one', [], hidden, seen)).map(({ id, userId }) => `${userId} ${id}`)).toEqual([`sam ${seen}`]), soon);
    // From one moment to the next.
    await ask(ana, 'one', [[seen, 'writing']]);
    await vi.waitFor(async () => expect(await ask(sam, 'three', [], seen)).toHaveLength(1), soon);
    await ana.push(ana.change('update', 'account', seen, { ownerId: 'ana' }));
    expect(await ask(sam, 'three', [], seen)).toEqual([]);
    await ask(ana, 'one', []);
    await ask(sam, 'three', []);
  });

  it('is refused to customers and guests, and to whoever asks for too much or for a table they have no part in', async () => {
    const id = await account();
    const { id: contactId } = await ana.create('contact', { name: 'Cleo' });
    for (const claims of [{ role: 'customer', contactId }, { role: 'guest' }] as const) {
      const who = await bench.session({ ...claims, tenant, subject: newId() });
      expect(await who.call('presence', { page: 'p', at: [], of: [] })).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
    }
    const status = async (body: object): Promise<number> => (await ana.call('presence', { page: 'p', at: [], of: [], ...body })).status;
    expect(await status({ of: [{ table: 'account', ids: Array.from({ length: 201 }, newId) }] })).toBe(422);
    expect(await status({ at: Array.from({ length: 6 }, () => ({ table: 'account', id, doing: 'looking' })) })).toBe(422);
    expect(await status({ at: [{ table: 'account', id, doing: 'sleeping' }] })).toBe(422);
    expect(await status({ page: 'x'.repeat(65) })).toBe(422);
    expect(await status({ of: [{ table: 'noSuchEntity', ids: [id] }] })).toBe(404);
  });

  it('tells nothing across tenants, also where people and records have the same ids', async () => {
    const id = newId();
    await ana.create('account', { name: 'A' }, id);
    const foreign = await bench.session({ role: 'staff', tenant: newId(), subject: 'zoe', name: 'Zoe' });
    await foreign.create('account', { name: 'B' }, id);
    await ask(ana, 'one', [[id, 'writing']]);
    await ask(foreign, 'one', [[id, 'writing']]);
    await vi.waitFor(async () => expect((await ask(li, 'two', [], id)).map(({ name }) => name)).toEqual(['Ana Ruiz']), soon);
    expect(await ask(foreign, 'one', [], id)).toEqual([]);
    await ask(ana, 'one', []);
  });

  it('writes no row, whoever is where', async () => {
    const id = await account();
    const before = await ana.rows('historyEntry', { recordId: id });
    for (let n = 0; n < 10; n++) await ask(ana, 'one', [[id, n % 2 === 0 ? 'writing' : 'looking']], id);
    expect(await ana.rows('historyEntry', { recordId: id })).toEqual(before);
    expect((await ana.rows('account', { id }))[0]).toMatchObject({ version: expect.any(String) });
    await ask(ana, 'one', []);
  });
});
