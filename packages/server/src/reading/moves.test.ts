import { type AnyRow, newId } from '@vinculo/sdk/schema';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bench, type Session } from '../testing/bench.ts';
import { type Company, foundCompany, startCompany } from '../testing/company.ts';
import type { Page } from './pull.ts';

let bench: Bench;
let firm: Company;

beforeAll(async () => void ({ bench, firm } = await startCompany()), 60_000);
afterAll(() => bench.stop());

/** What a client holds of a table, kept up by pulls. */
interface Held {
  readonly rows: Map<string, AnyRow>;
  cursor: string | null;
  /** How often it had to begin anew. */
  resets: number;
}

const nothing = (): Held => ({ rows: new Map(), cursor: null, resets: 0 });

async function keepUp(who: Session, table: string, held: Held, limit = 1000, most = Infinity): Promise<Page[]> {
  const pages: Page[] = [];
  for (;;) {
    const { status, json } = await who.call('pull', { table, cursor: held.cursor, limit });
    expect(status).toBe(200);
    const page = json as unknown as Page;
    pages.push(page);
    if (page.reset) {
      held.rows.clear();
      held.resets++;
    }
    for (const row of page.rows) held.rows.set(row.id, row);
    for (const id of [...page.deleted, ...page.movedOut]) held.rows.delete(id);
    held.cursor = page.cursor;
    if (!page.more || pages.length >= most) return pages;
  }
}

const deal = (ownerId: string | null) => ({ name: newId(), pipelineId: firm.ids.deals, stageId: firm.ids.deal, ownerId });
const ids = (held: Held): string[] => [...held.rows.keys()].sort();
const visible = async (who: Session, table: string): Promise<string[]> => (await who.rows(table)).map((r) => r.id).sort();

describe('a member of staff who keeps up by pulls', () => {
  it('is told of a record that got another owner, and of what hangs on it, without reading anew', async () => {
    const { host, people: { sam, tom } } = firm;
    const { id } = await host.create('deal', deal('sam'));
    const other = await host.create('deal', deal('sam'));
    const party = await host.create('dealParty', { dealId: id, role: 'user' });
    const call = await host.create('activity', { kind: 'call', subject: 'call', at: '2026-11-22T01:18:50Z' });
    await host.create('activityLink', { activityId: call.id, table: 'deal', recordId: id, at: '2026-11-22T01:18:50Z', kind: 'call' });
    const tables = ['deal', 'dealParty', 'activity', 'activityLink', 'historyEntry'] as const;
    const [sams, toms] = [sam, tom].map(() => Object.fromEntries(tables.map((t) => [t, nothing()]))) as [Record<string, Held>, Record<string, Held>];
    const both = async (): Promise<void> => void (await Promise.all(tables.flatMap((t) => [keepUp(sam, t, sams[t]!), keepUp(tom, t, toms[t]!)])));
    await both();
    expect([sams['deal']!.rows.has(id), sams['dealParty']!.rows.has(party.id), sams['activity']!.rows.has(call.id), toms['deal']!.rows.has(id)]).toEqual([true, true, true, false]);

    await host.push(host.change('update', 'deal', id, { ownerId: 'tom' }));
    const [told] = await keepUp(sam, 'deal', sams['deal']!);
    expect(told).toMatchObject({ movedOut: [id], rows: [] });
    await both();
    expect([sams['dealParty']!.rows.has(party.id), sams['activity']!.rows.has(call.id), sams['deal']!.rows.has(other.id)]).toEqual([false, false, true]);
    expect([toms['deal']!.rows.has(id), toms['dealParty']!.rows.has(party.id), toms['activity']!.rows.has(call.id)]).toEqual([true, true, true]);
    for (const [who, held] of [[sam, sams], [tom, toms]] as const) for (const t of tables) expect([t, ids(held[t]!), held[t]!.resets]).toEqual([t, await visible(who, t), 0]);

    await host.push(host.change('remove', 'deal', id));
    await both();
    for (const t of tables) expect([t, ids(toms[t]!), toms[t]!.resets]).toEqual([t, await visible(tom, t), 0]);
  });

  it('is told no id of a record that was never theirs to see', async () => {
    const { host, people: { sam } } = firm;
    const foreign = await host.create('deal', deal('tom'));
    await host.create('dealParty', { dealId: foreign.id, role: 'user' });
    const [held, parties] = [nothing(), nothing()];
    await keepUp(sam, 'deal', held);
    await keepUp(sam, 'dealParty', parties);
    await host.push(host.change('update', 'deal', foreign.id, { ownerId: 'boss' }));
    expect(await keepUp(sam, 'deal', held)).toMatchObject([{ rows: [], deleted: [], movedOut: [] }]);
    expect(await keepUp(sam, 'dealParty', parties)).toMatchObject([{ rows: [], deleted: [], movedOut: [] }]);
  });

  it('is told of what left their territory, of which nothing but the region is noted', async () => {
    const { host, people: { sam } } = firm;
    const at = (region: string) => ({ addresses: [{ id: 'a', street: 'Am Wall 1', region, country: 'DE' }] });
    const { id } = await host.create('contact', { name: 'Kim', ownerId: 'boss', ...at('Bremen') });
    const held = nothing();
    await keepUp(sam, 'contact', held);
    expect(held.rows.has(id)).toBe(true);
    await host.push(host.change('update', 'contact', id, at('Bayern')));
    expect(await keepUp(sam, 'contact', held)).toMatchObject([{ movedOut: [id] }]);
    const client = new pg.Client(bench.databaseUrl('admin'));
    await client.connect();
    const { rows } = await client.query<{ before: unknown }>('select before from vinculo.moved where id = $1', [id]);
    await client.end();
    expect(rows.map((r) => r.before)).toEqual([expect.objectContaining({ addresses: [{ region: 'Bremen', country: 'DE' }] })]);
  });

  it('reads anew what a change of rights concerns, and only that', async () => {
    const { host, people: { sue, ada, mia, boss } } = firm;
    await host.create('deal', deal('tom'));
    const held = nothing();
    const stages = nothing();
    const change = async (table: string, id: string, patch: object): Promise<void> => void (await host.push(host.change('update', table, id, { ...patch })));
    const after = async (who: Session, table: string, of: Held, resets: number): Promise<void> => {
      await keepUp(who, table, of);
      expect([ids(of), of.resets]).toEqual([await visible(who, table), resets]);
    };
    await after(sue, 'deal', held, 0);
    await after(sue, 'stage', stages, 0);
    await change('user', 'sue', { teamId: firm.ids.south });
    await after(sue, 'deal', held, 1);
    await after(sue, 'stage', stages, 0);
    await change('user', 'sue', { role: 'manager' });
    await after(sue, 'deal', held, 2);
    await change('user', 'sue', { role: 'sales', teamId: firm.ids.north });
    await after(sue, 'deal', held, 3);
    const share = await host.create('recordTeam', { table: 'deal', recordId: (await host.create('deal', deal('tom'))).id, userId: 'sue' });
    await after(sue, 'deal', held, 4);
    await host.push(host.change('remove', 'recordTeam', share.id));
    await after(sue, 'deal', held, 5);

    const [managed, tickets, all] = [nothing(), nothing(), nothing()];
    await after(mia, 'deal', managed, 0);
    await after(boss, 'deal', all, 0);
    await change('team', firm.ids.south, { parentId: null });
    await after(mia, 'deal', managed, 1);
    await change('team', firm.ids.south, { parentId: firm.ids.sales });
    await after(mia, 'deal', managed, 2);
    await after(boss, 'deal', all, 0);

    const queued = await host.create('ticket', { subject: 'x', pipelineId: firm.ids.tickets, stageId: firm.ids.ticket, queueId: firm.ids.queue, ownerId: 'boss' });
    await after(ada, 'ticket', tickets, 0);
    expect(tickets.rows.has(queued.id)).toBe(true);
    await change('queue', firm.ids.queue, { teamId: firm.ids.north });
    await after(ada, 'ticket', tickets, 1);
    expect(tickets.rows.has(queued.id)).toBe(false);
    await change('queue', firm.ids.queue, { teamId: firm.ids.desk });
    await after(ada, 'ticket', tickets, 2);
    await change('ticket', queued.id, { queueId: null });
    await after(ada, 'ticket', tickets, 2);
  });

  it('lets go of what hangs on a record that left their sight and was removed then', async () => {
    const { host, people, ids: of } = await foundCompany(bench);
    const ticket = await host.create('ticket', { subject: 't', pipelineId: of.tickets, stageId: of.ticket, queueId: of.queue });
    const message = await host.create('ticketMessage', { ticketId: ticket.id, body: 'm', at: '2026-11-22T01:18:50Z' });
    const held = nothing();
    await keepUp(people.ada, 'ticketMessage', held, 10);
    expect(ids(held)).toEqual([message.id]);
    await host.push(host.change('update', 'ticket', ticket.id, { queueId: null, ownerId: 'sam' }));
    await host.push(host.change('remove', 'ticket', ticket.id));
    await keepUp(people.ada, 'ticketMessage', held, 10);
    expect(ids(held)).toEqual([]);
  });

  it('holds in the end what they may see, after any changes and pages of any size', async () => {
    const who = ['sam', 'tom', 'mia', 'ada'] as const;
    const tables = ['deal', 'contact', 'dealParty', 'affiliation', 'ticket', 'ticketMessage', 'activity'] as const;
    const owner = fc.constantFrom('sam', 'sue', 'tom', 'boss', null);
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('own' as const), at: fc.nat(3), table: fc.constantFrom('deal' as const, 'contact' as const, 'ticket' as const), owner }) },
      fc.record({ do: fc.constant('queue' as const), at: fc.nat(3), queued: fc.boolean() }),
      fc.record({ do: fc.constant('remove' as const), at: fc.nat(3), table: fc.constantFrom('deal' as const, 'contact' as const, 'ticket' as const) }),
      fc.record({ do: fc.constant('link' as const), at: fc.nat(3) }),
      fc.record({ do: fc.constant('team' as const), of: fc.constantFrom('sue', 'tom', 'ada'), team: fc.constantFrom('north' as const, 'south' as const, 'desk' as const) }),
      { weight: 3, arbitrary: fc.record({ do: fc.constant('pull' as const), who: fc.constantFrom(...who), table: fc.constantFrom(...tables), limit: fc.integer({ min: 1, max: 3 }) }) },
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const { host, people, ids: of } = await foundCompany(bench);
      const found: Record<'deal' | 'contact' | 'ticket', AnyRow[]> = { deal: [], contact: [], ticket: [] };
      for (const ownerId of ['sam', 'tom', null, 'boss']) {
        const contact = await host.create('contact', { name: 'c', ownerId });
        const made = await host.create('deal', { name: 'd', pipelineId: of.deals, stageId: of.deal, ownerId });
        const ticket = await host.create('ticket', { subject: 't', pipelineId: of.tickets, stageId: of.ticket, ownerId, contactId: contact.id });
        await host.create('dealParty', { dealId: made.id, contactId: contact.id, role: 'user' });
        await host.create('affiliation', { contactId: contact.id, accountId: (await host.create('account', { name: 'a', ownerId: 'sam' })).id });
        await host.create('ticketMessage', { ticketId: ticket.id, body: 'm', at: '2026-11-22T01:18:50Z' });
        found.deal.push(made);
        found.contact.push(contact);
        found.ticket.push(ticket);
      }
      const call = await host.create('activity', { kind: 'call', subject: 'call', at: '2026-11-22T01:18:50Z' });
      const held = new Map<string, Held>(who.flatMap((w) => tables.map((t) => [`${w}/${t}`, nothing()] as const)));
      const keep = (w: (typeof who)[number], t: string, limit: number, most?: number): Promise<unknown> => (w === 'ada' && (t === 'deal' || t === 'dealParty') ? Promise.resolve() : keepUp(people[w], t, held.get(`${w}/${t}`)!, limit, most));
      for (const s of steps) {
        if (s.do === 'own') await host.push(host.change('update', s.table, found[s.table][s.at]!.id, { ownerId: s.owner }));
        else if (s.do === 'queue') await host.push(host.change('update', 'ticket', found.ticket[s.at]!.id, { queueId: s.queued ? of.queue : null }));
        else if (s.do === 'remove') await host.push(host.change('remove', s.table, found[s.table][s.at]!.id));
        else if (s.do === 'link') await host.push(host.change('create', 'activityLink', newId(), { activityId: call.id, table: 'deal', recordId: found.deal[s.at]!.id, at: '2026-11-22T01:18:50Z', kind: 'call' }));
        else if (s.do === 'team') await host.push(host.change('update', 'user', s.of, { teamId: of[s.team] }));
        else await keep(s.who, s.table, s.limit, 1);
      }
      for (const w of who) {
        for (const t of tables) {
          await keep(w, t, 2);
          if (w === 'ada' && (t === 'deal' || t === 'dealParty')) continue;
          expect([w, t, ids(held.get(`${w}/${t}`)!)]).toEqual([w, t, await visible(people[w], t)]);
        }
      }
    }), { numRuns: Number(process.env['VINCULO_RUNS'] ?? 5) });
  }, 120_000);
});

describe('notes of who saw what before', () => {
  it('go after 30 days; who was away for longer reads anew, and who was not keeps up', async () => {
    const { host, people: { sam, tom }, tenant } = firm;
    const { id } = await host.create('deal', deal('sam'));
    const [sams, away] = [nothing(), nothing()];
    await keepUp(sam, 'deal', sams);
    await keepUp(sam, 'deal', away);
    await host.push(host.change('update', 'deal', id, { ownerId: 'tom' }));
    await keepUp(sam, 'deal', sams);
    const admin = new pg.Client(bench.databaseUrl('admin'));
    await admin.connect();
    try {
      await admin.query(`update vinculo.moved set at = now() - interval '31 days' where tenant_id = $1`, [tenant]);
      await vi.waitFor(async () => {
        await admin.query(`update vinculo.job set due_at = now() where tenant_id = $1 and kind = 'retention'`, [tenant]);
        expect((await admin.query(`select 1 from vinculo.moved where tenant_id = $1`, [tenant])).rowCount).toBe(0);
      }, { timeout: 15_000, interval: 300 });
    } finally {
      await admin.end();
    }
    expect((await keepUp(sam, 'deal', away))[0]!.reset).toBe(true);
    expect(ids(away)).toEqual(await visible(sam, 'deal'));
    expect((await keepUp(sam, 'deal', sams))[0]!.reset).toBeUndefined();
    expect(ids(sams)).toEqual(await visible(sam, 'deal'));
    expect(ids(sams)).not.toContain(id);
    // What moves from now on is told again.
    const { id: next } = await host.create('deal', deal('sam'));
    await keepUp(sam, 'deal', away);
    await host.push(host.change('update', 'deal', next, { ownerId: 'tom' }));
    expect((await keepUp(sam, 'deal', away)).map((p) => [p.reset, p.movedOut])).toEqual([[undefined, [next]]]);
    expect((await tom.rows('deal', { id: next })).length).toBe(1);
  });
});
