import { mkdtempSync, rmSync } from 'node:fs';
import { type Server as HttpServer, type ServerResponse, createServer as createHttpServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restAdapter } from '@vinculo/adapters/rest';
import { type Vinculo, createClient } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type Server, createServer, issueDevToken } from '@vinculo/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
let server: Server;
let host: Adapter;
let line: Line;
let counter = 0;
const withinFiveSeconds = { timeout: 5000, interval: 10 };

/** The server behind a line that can be cut. */
interface Line {
  readonly url: string;
  cut(): void;
  heal(): void;
  close(): void;
}

async function lineTo(url: string): Promise<Line> {
  let down = false;
  const open = new Set<ServerResponse>();
  const http: HttpServer = createHttpServer((incoming, outgoing) => {
    if (down) return void outgoing.destroy();
    open.add(outgoing);
    const onward = ask(`${url}${incoming.url}`, { method: incoming.method!, headers: incoming.headers }, (answer) => answer.pipe(outgoing.writeHead(answer.statusCode!, answer.headers)));
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => {
      open.delete(outgoing);
      onward.destroy();
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    cut() {
      down = true;
      for (const answer of open) answer.destroy();
    },
    heal: () => void (down = false),
    close() {
      http.closeAllConnections();
      http.close();
    },
  };
}

const adapterOf = (endpoint: string, subject: string): Adapter => restAdapter({ endpoint, token: () => issueDevToken(folder, { role: 'staff', subject }) });

async function write(op: 'create' | 'update', table: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<void> {
  const [outcome] = await host.push([{ key: ['host', ++counter], op, table, id, patch, base: {}, at: new Date().toISOString() }]);
  expect(outcome).toMatchObject({ status: 'ok' });
}

beforeAll(async () => {
  server = await createServer({ folder, dev: true, log: () => undefined });
  line = await lineTo(server.url);
  host = adapterOf(server.url, 'host');
  for (const team of ['north', 'south']) await write('create', 'team', team, { name: team });
  for (const [id, role, teamId] of [['boss', 'admin', null], ['sam', 'sales', 'north'], ['tom', 'sales', 'south']]) await write('create', 'user', id!, { name: id, role, teamId });
  await write('create', 'pipeline', 'p', { name: 'Sales', table: 'deal' });
  await write('create', 'stage', 's', { name: 'Open', category: 'open', pipelineId: 'p' });
}, 60_000);
afterAll(async () => {
  line.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const deal = (name: string, ownerId: string): Promise<void> => write('create', 'deal', name, { name, ownerId, pipelineId: 'p', stageId: 's' });

/** A page of sam's that shows all deals: what it showed, answer by answer. */
function page(): { crm: Vinculo; answers: string[][]; shown(): string[] } {
  const crm = createClient({ adapter: adapterOf(line.url, 'sam'), cache: 'memory' });
  const answers: string[][] = [];
  crm.deals.query({ orderBy: ['name'] }).subscribe(({ rows, status }) => {
    if (status === 'ready' || status === 'stale') answers.push(rows.map((r) => r.name));
  });
  return { crm, answers, shown: () => answers.at(-1) ?? [] };
}

describe('a page that keeps rows', () => {
  it('drops and draws them within five seconds when what its person may see changes', async () => {
    await deal('a', 'sam');
    await deal('b', 'tom');
    const { crm, shown } = page();
    await vi.waitFor(() => expect(shown()).toEqual(['a']), withinFiveSeconds);
    const steps: [change: () => Promise<void>, then: string[]][] = [
      [() => write('update', 'deal', 'a', { ownerId: 'tom' }), []],
      [() => write('update', 'deal', 'a', { ownerId: 'sam' }), ['a']],
      [() => write('create', 'recordTeam', 'rt', { table: 'deal', recordId: 'b', userId: 'sam' }), ['a', 'b']],
      [() => write('update', 'recordTeam', 'rt', { to: '2020-01-01' }), ['a']],
      [() => write('update', 'user', 'sam', { teamId: 'south' }), ['a', 'b']],
      [() => write('update', 'user', 'sam', { teamId: 'north', role: 'readonly' }), ['a', 'b']],
      [() => write('update', 'user', 'sam', { role: 'sales' }), ['a']],
    ];
    for (const [change, then] of steps) {
      await change();
      await vi.waitFor(() => expect(shown()).toEqual(then), withinFiveSeconds);
    }
    await crm.close();
  });

  it('never shows what it lost while it was away together with what came meanwhile', async () => {
    for (const name of ['c', 'd']) await deal(name, 'sam');
    for (const change of [() => write('update', 'deal', 'c', { ownerId: 'tom' }), () => write('update', 'user', 'sam', { teamId: 'south' })]) {
      const { crm, answers, shown } = page();
      await vi.waitFor(() => expect(shown()).toContain('d'), withinFiveSeconds);
      const lost = shown();
      line.cut();
      await vi.waitFor(() => expect(crm.status.snapshot.connection).not.toBe('online'), withinFiveSeconds);
      await change();
      const come = `new-${counter}`;
      await deal(come, 'sam');
      const expected = (await adapterOf(server.url, 'sam').query!({ table: 'deal', orderBy: ['name'] })).rows.map((r) => String(r['name']));
      const gone = lost.filter((name) => !expected.includes(name));
      answers.length = 0;
      line.heal();
      crm.retry();
      await vi.waitFor(() => expect(shown()).toEqual(expected), { timeout: 10_000, interval: 10 });
      expect(answers.filter((names) => names.includes(come) && gone.some((name) => names.includes(name)))).toEqual([]);
      await crm.close();
    }
  });

  it('knows after it was away what its person may do now', async () => {
    await write('update', 'user', 'sam', { role: 'sales' });
    const { crm, shown } = page();
    await vi.waitFor(() => expect(shown().length).toBeGreaterThan(0), withinFiveSeconds);
    expect(crm.description.snapshot).toMatchObject({ user: { role: 'sales' }, tables: { deal: { update: true } } });
    line.cut();
    await vi.waitFor(() => expect(crm.status.snapshot.connection).not.toBe('online'), withinFiveSeconds);
    await write('update', 'user', 'sam', { role: 'readonly' });
    line.heal();
    crm.retry();
    await vi.waitFor(() => expect(crm.description.snapshot).toMatchObject({ user: { role: 'readonly' }, tables: { deal: { update: false } } }), withinFiveSeconds);
    await crm.close();
  });
});
