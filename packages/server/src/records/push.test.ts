import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';

let bench: Bench;
let staff: Session;
let tenant: string;

beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());
beforeEach(async () => {
  tenant = newId();
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana', app: 'intranet' });
});

async function pipeline(table = 'deal'): Promise<{ pipelineId: string; open: string; next: string; won: string }> {
  const { id: pipelineId } = await staff.create('pipeline', { name: 'Sales', table });
  const stage = async (name: string, category: string, more: object = {}): Promise<string> => (await staff.create('stage', { name, category, pipelineId, ...more })).id;
  const won = await stage('Won', 'won', { requiredFields: ['amount'] });
  const next = await stage('Offer', 'open');
  return { pipelineId, open: await stage('New', 'open', { allowedTo: [next, won] }), next, won };
}

describe('a create', () => {
  it('reads back as it was written, with defaults and canonical instants and decimals', async () => {
    const values = {
      name: 'Fan', code: 'F-1', price: { minor: 129_900, currency: 'CNY' }, taxPercent: '013.50', active: false, description: 'Zeile\n第二行 🏭',
    };
    const id = newId();
    const row = await staff.create('product', values, id);
    expect(row).toMatchObject({ ...values, id, version: '1', taxPercent: '13.50', cost: null, createdBy: 'ana', updatedBy: 'ana' });
    expect(await staff.rows('product', { id })).toEqual([row]);

    const account = await staff.create('account', {
      name: '上海泵业', lastContactAt: '2026-11-22T01:18:50Z', roles: ['prospect'], phones: [{ id: 'p', raw: '021 555', e164: '+8621555000' }], annualRevenue: null, custom: { sapId: '4711' },
    });
    expect(account).toMatchObject({ kind: 'organisation', lastContactAt: '2026-11-22T01:18:50.000Z', custom: { sapId: '4711' }, annualRevenue: null });
    expect(await staff.rows('account', { lastContactAt: '2026-11-22T01:18:50Z' })).toEqual([account]);
  });

  it('is refused for unknown and ill-fitting fields, a taken id, an unknown table and characters that cannot be stored', async () => {
    const { id } = await staff.create('account', { name: 'A' });
    const outcomes = await staff.push(
      staff.change('create', 'account', newId(), { name: 'B', employes: 3, website: 7 }),
      staff.change('create', 'account', id, { name: 'C' }),
      staff.change('create', 'acount', newId(), { name: 'D' }),
      staff.change('create', 'account', newId(), { name: 'nul \0' }),
      staff.change('create', 'account', newId(), { name: 'half \ud800' }),
      staff.change('create', 'historyEntry', newId(), {}),
      staff.change('create', 'account', newId(), { name: 'E' }),
    );
    expect(outcomes.map((o) => (o.status === 'rejected' ? o.code : o.status))).toEqual(['validation', 'exists', 'unknown_table', 'validation', 'validation', 'read_only', 'ok']);
    expect(outcomes[0]).toMatchObject({ problems: [{ field: 'employes' }, { field: 'website' }] });
    expect((await staff.rows('account', {}, { orderBy: ['name'] })).map((r) => r['name'])).toEqual(['A', 'E']);
  });

  it('is refused for a value too long for its index or nested too deep, and holds back no other', async () => {
    const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels)}{}${'}'.repeat(levels)}`) as object;
    // Random, so that it does not shrink when it is packed.
    const long = Array.from({ length: 300 }, () => crypto.randomUUID()).join('');
    const account = newId();
    const change = (custom: object, more: object = {}) => staff.change('create', 'account', newId(), { name: 'A', custom }, more);
    const outcomes = (await staff.push(
      staff.change('create', 'externalId', newId(), { table: 'account', recordId: account, system: 'sap', type: 'customer', externalId: long }),
      change(nested(80)), change(nested(32)), change(nested(31)), change({}, { base: { custom: nested(40) } }),
      staff.change('create', 'account', account, { name: 'B' }),
    )) as { status: string; code?: string }[];
    expect(outcomes.map((o) => o.code ?? o.status)).toEqual(['validation', 'validation', 'validation', 'ok', 'validation', 'ok']);
    expect(outcomes[1]).toMatchObject({ problems: [{ field: 'custom' }] });

    // Deeper than any change can be, the body is not looked into. Written as text: the depth would be too much for JSON.stringify here.
    const body = JSON.stringify({ changes: [change({ marker: 1 })] }).replace('{"marker":1}', `${'{"a":'.repeat(50_000)}{}${'}'.repeat(50_000)}`);
    const response = await fetch(`${bench.server.url}/v1/push`, { method: 'POST', body, headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'application/json' } });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'too_deep' } }]);

    const group = newId();
    const together = await staff.push(change({}, { group }), staff.change('create', 'externalId', newId(), { table: 'account', recordId: account, system: 'sap', type: 'customer', externalId: long }, { group }));
    expect(together).toMatchObject([{ code: 'group_failed' }, { code: 'validation' }]);
  });

  it('is refused when a reference names no row, and accepted when that row comes before it in the same push', async () => {
    const account = newId();
    const [dangling, , contact] = await staff.push(
      staff.change('create', 'contact', newId(), { name: 'Li Wei', accountId: account }),
      staff.change('create', 'account', account, { name: 'A' }),
      staff.change('create', 'contact', newId(), { name: 'Li Wei', accountId: account }),
    );
    expect(dangling).toMatchObject({ status: 'rejected', code: 'missing_reference', problems: [{ field: 'accountId' }] });
    expect(dangling).toHaveProperty('message', expect.stringContaining(account));
    expect(contact!.status).toBe('ok');
  });

  it('gives each ticket the next number of its tenant', async () => {
    const { pipelineId, open } = await pipeline('ticket');
    const numbers = [];
    for (const subject of ['a', 'b']) numbers.push((await staff.create('ticket', { subject, pipelineId, stageId: open }))['number']);
    expect(numbers).toEqual(['T-1001', 'T-1002']);
  });
});

describe('the same key', () => {
  it('is applied once, however often and however closely it comes', async () => {
    const { id } = await staff.create('account', { name: 'A', tags: ['x'] });
    const create = staff.change('create', 'account', newId(), { name: 'B' });
    const update = staff.change('update', 'account', id, { tags: ['x', 'y'] }, { base: { tags: ['x'] } });
    const answers = await Promise.all([staff.push(create, update), staff.push(create, update), staff.push(create, update)]);
    for (const answer of [...answers, await staff.push(create, update)]) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject([{ status: 'ok', row: { version: '1' } }, { status: 'ok', row: { version: '2' } }]);
    expect(await staff.rows('historyEntry', { recordId: id, op: 'update' })).toHaveLength(1);
  });

  it('of a refused change is judged anew, for the reason may have gone', async () => {
    const account = newId();
    const change = staff.change('create', 'contact', newId(), { name: 'Li Wei', accountId: account });
    expect((await staff.push(change))[0]!.status).toBe('rejected');
    await staff.create('account', { name: 'A' }, account);
    expect((await staff.push(change))[0]!.status).toBe('ok');
  });

  it('may not be one of a command', async () => {
    expect((await staff.call('push', { changes: [{ ...staff.change('create', 'account', newId(), { name: 'A' }), key: ['command:x', 0] }] })).status).toBe(422);
  });

  it('twice in one push is a fault of the request', async () => {
    const change = staff.change('create', 'account', newId(), { name: 'A' });
    expect((await staff.call('push', { changes: [change, change] })).status).toBe(422);
  });
});

describe('a group', () => {
  it('is stored together or not at all', async () => {
    const group = newId();
    const account = newId();
    const good = staff.change('create', 'account', account, { name: 'A' }, { group });
    const bad = staff.change('create', 'contact', newId(), { name: '' }, { group });
    const single = staff.change('create', 'account', newId(), { name: 'S' });
    const [first, second, third] = await staff.push(good, bad, single);
    expect(first).toMatchObject({ status: 'rejected', code: 'group_failed' });
    expect(second).toMatchObject({ status: 'rejected', code: 'validation' });
    expect(third!.status).toBe('ok');
    expect((await staff.rows('account')).map((r) => r['name'])).toEqual(['S']);
    expect(await staff.rows('historyEntry', { recordId: account })).toEqual([]);
    const mended = { ...bad, patch: { name: 'Li Wei', accountId: account } };
    expect((await staff.push(good, mended)).map((o) => o.status)).toEqual(['ok', 'ok']);
  });

  it('that met a conflict is answered with the record as it stands, without what was taken back', async () => {
    const seen = await staff.create('account', { name: 'A' });
    const bo = await bench.session({ role: 'staff', tenant, subject: 'bo' });
    const [theirs] = await bo.push(bo.change('update', 'account', seen.id, { name: 'Theirs' }, { base: { name: 'A' } }));
    const group = newId();
    const [first, second] = await staff.push(
      staff.change('update', 'account', seen.id, { industry: 'Ice', name: 'Mine' }, { group, base: { industry: null, name: 'Theirs' } }),
      staff.change('update', 'account', seen.id, { name: 'Mine too' }, { group, base: { name: 'A' } }),
    );
    expect(first).toMatchObject({ status: 'rejected', code: 'group_failed' });
    expect(second).toMatchObject({ status: 'conflict', fields: [{ field: 'name', theirs: 'Theirs' }] });
    const [stands] = await staff.rows('account', { id: seen.id });
    expect(second).toHaveProperty('row', stands);
    expect(theirs).toHaveProperty('row', stands);

    const id = newId();
    const own = newId();
    const [, odd] = await staff.push(
      staff.change('create', 'account', id, { name: 'New' }, { group: own }), staff.change('update', 'account', id, { name: 'Newer' }, { group: own, base: { name: 'Old' } }),
    );
    expect(odd).toMatchObject({ status: 'rejected', code: 'conflict' });
  });

  it('says which of its changes the database itself refused', async () => {
    const other = await bench.session({ role: 'staff', tenant, subject: 'ana' });
    const { pipelineId, open } = await pipeline('ticket');
    const mine = await other.create('contact', { name: 'Me' });
    const customer = await bench.session({ role: 'customer', tenant, subject: 'c', contactId: mine.id });
    const stranger = await other.create('contact', { name: 'Stranger' });
    const group = newId();
    const [fine, foreign] = await customer.push(
      customer.change('create', 'ticket', newId(), { subject: 'Mine', pipelineId, stageId: open, contactId: mine.id }, { group }),
      customer.change('create', 'ticket', newId(), { subject: 'Not mine', pipelineId, stageId: open }, { group }),
    );
    expect(fine).toMatchObject({ code: 'group_failed' });
    expect(foreign).toMatchObject({ status: 'rejected', code: 'forbidden' });
    expect(await other.rows('ticket', { contactId: { in: [mine.id, stranger.id] } })).toEqual([]);
  });
});

describe('an update', () => {
  it('merges with what others wrote, and asks where the field wants that', async () => {
    const { id } = await staff.create('account', { name: 'A', industry: 'Food', description: 'old', tags: ['a'] });
    const seen = { industry: 'Food', description: 'old', tags: ['a'] };
    const bo = await bench.session({ role: 'staff', tenant, subject: 'bo' });
    await bo.push(bo.change('update', 'account', id, { industry: 'Steel', description: 'theirs', tags: ['a', 'b'] }, { base: seen }));
    const [merged, asked, missing] = await staff.push(
      staff.change('update', 'account', id, { industry: 'Paper', website: 'https://a.example', tags: ['c'] }, { base: { ...seen, website: null } }),
      staff.change('update', 'account', id, { description: 'mine' }, { base: seen }),
      staff.change('update', 'account', newId(), { name: 'B' }),
    );
    expect(merged).toMatchObject({ status: 'ok', row: { industry: 'Paper', website: 'https://a.example', tags: ['b', 'c'], version: '3', updatedBy: 'ana' }, overwrote: [{ field: 'industry', theirs: 'Steel' }] });
    expect(asked).toMatchObject({ status: 'conflict', row: { description: 'theirs' }, fields: [{ field: 'description', base: 'old', mine: 'mine', theirs: 'theirs' }] });
    expect(missing).toMatchObject({ status: 'rejected', code: 'not_found' });
  });

  it('moves a deal by the rules of its stages, and keeps what happened', async () => {
    const { pipelineId, open, next, won } = await pipeline();
    const deal = await staff.create('deal', { name: 'Fans', pipelineId, stageId: open });
    expect(deal['stageSince']).toEqual(deal.createdAt);
    const move = (stageId: string, more: object = {}) => staff.push(staff.change('update', 'deal', deal.id, { stageId, ...more }));
    expect((await move(won))[0]).toMatchObject({ status: 'rejected', code: 'move_refused', problems: [{ field: 'amount', reason: 'required_in_stage' }] });
    expect((await move(next))[0]!.status).toBe('ok');
    const [outcome] = await move(won, { amount: { minor: 500, currency: 'EUR' } });
    expect(outcome).toMatchObject({ status: 'ok', row: { stageId: won, closedAt: expect.any(String) } });
    const moves = await staff.rows('stageChange', { recordId: deal.id }, { orderBy: ['at'] });
    expect(moves.map((m) => [m['fromStageId'], m['toStageId'], m['byId']])).toEqual([[null, open, 'ana'], [open, next, 'ana'], [next, won, 'ana']]);
    const history = await staff.rows('historyEntry', { recordId: deal.id }, { orderBy: ['at'] });
    expect(history.map((h) => h['op'])).toEqual(['create', 'update', 'update']);
    expect(history[2]).toMatchObject({ table: 'deal', byId: 'ana', app: 'intranet', before: { stageId: next, amount: null }, after: { stageId: won, amount: { minor: 500, currency: 'EUR' } } });
    expect(await staff.rows('historyEntry', { table: 'stageChange' })).toEqual([]);
  });

  it('does not change what the backend alone sets', async () => {
    const { pipelineId, open } = await pipeline('ticket');
    const ticket = await staff.create('ticket', { subject: 'a', pipelineId, stageId: open });
    expect((await staff.push(staff.change('update', 'ticket', ticket.id, { number: 'T-1' })))[0]).toMatchObject({ code: 'forbidden', problems: [{ field: 'number' }] });
  });
});

describe('a removal', () => {
  it('does with the rows that name the record what they declare', async () => {
    const { pipelineId, open } = await pipeline('ticket');
    const account = await staff.create('account', { name: 'A' });
    const contact = await staff.create('contact', { name: 'Li Wei', accountId: account.id });
    const affiliation = await staff.create('affiliation', { contactId: contact.id, accountId: account.id });
    const ticket = await staff.create('ticket', { subject: 'a', pipelineId, stageId: open, accountId: account.id });
    const message = await staff.create('ticketMessage', { ticketId: ticket.id, body: 'Hello', at: '2026-11-22T01:18:50Z' });

    expect((await staff.push(staff.change('remove', 'stage', open)))[0]).toMatchObject({ status: 'rejected', code: 'referenced' });
    expect((await staff.push(staff.change('remove', 'pipeline', pipelineId)))[0]).toMatchObject({ status: 'rejected', code: 'referenced' });
    expect(await staff.rows('stage')).toHaveLength(3);
    expect(await staff.push(staff.change('remove', 'account', account.id), staff.change('remove', 'ticket', ticket.id))).toEqual([{ status: 'ok', row: null }, { status: 'ok', row: null }]);

    expect(await staff.rows('contact')).toMatchObject([{ id: contact.id, accountId: null, version: '2' }]);
    expect([...(await staff.rows('affiliation', { id: affiliation.id })), ...(await staff.rows('ticketMessage', { id: message.id })), ...(await staff.rows('account'))]).toEqual([]);
    expect((await staff.rows('historyEntry', { recordId: account.id, op: 'remove' }))[0]).toMatchObject({ before: { name: 'A', kind: 'organisation' }, after: null });
    expect(await staff.push(staff.change('remove', 'account', account.id))).toEqual([{ status: 'ok', row: null }]);
  });

  it('takes with it what names the record by table and id, and the relationships on either side', async () => {
    const [other, contact] = [await staff.create('contact', { name: 'Bo' }), await staff.create('contact', { name: 'Li Wei' })];
    const { id: userId } = await staff.create('user', { name: 'Bo' });
    const activity = await staff.create('activity', { kind: 'call', subject: 'Ring', at: '2026-11-20T08:00:00Z', done: true });
    const rows: readonly (readonly [table: string, patch: Readonly<Record<string, unknown>>])[] = [
      ['externalId', { system: 'sap', type: 'customer', externalId: '4711' }], ['activityLink', { activityId: activity.id, at: '2026-11-20T08:00:00Z', kind: 'call' }],
      ['recordTeam', { userId }], ['classification', { scheme: 'abc', value: 'A' }], ['attachment', { name: 'a.txt', blobId: 'b' }],
    ];
    for (const [table, patch] of rows) {
      await staff.create(table, { ...patch, table: 'contact', recordId: contact.id });
      await staff.create(table, { ...patch, table: 'contact', recordId: other.id });
      // The same id of another table is another record.
      if (table === 'attachment') await staff.create(table, { ...patch, table: 'deal', recordId: contact.id });
    }
    for (const [fromId, toId] of [[contact.id, other.id], [other.id, contact.id], [contact.id, contact.id]]) await staff.create('relationship', { kind: 'referrer', fromTable: 'contact', fromId, toTable: 'contact', toId });
    expect(await staff.push(staff.change('remove', 'contact', contact.id))).toEqual([{ status: 'ok', row: null }]);

    for (const [table] of rows) expect([table, (await staff.rows(table, { table: 'contact' })).map((r) => r['recordId'])]).toEqual([table, [other.id]]);
    expect(await staff.rows('attachment', { table: 'deal' })).toHaveLength(1);
    expect(await staff.rows('relationship')).toEqual([]);
    expect(await staff.rows('historyEntry', { table: 'relationship', op: 'remove' })).toHaveLength(3);
  });

  it('can be taken back by creating the record again', async () => {
    const { id } = await staff.create('account', { name: 'A', industry: 'Food' });
    await staff.push(staff.change('remove', 'account', id));
    const row = await staff.create('account', { name: 'A again' }, id);
    expect(row).toMatchObject({ name: 'A again', industry: null, version: '3' });
    expect(await staff.rows('account')).toEqual([row]);
  });
});

describe('a command', () => {
  it('runs once per key, as one transaction, with its name as the cause', async () => {
    const into = await staff.create('contact', { name: 'Li Wei' });
    const from = await staff.create('contact', { name: 'Wei Li', jobTitle: 'Buyer' });
    const { pipelineId, open } = await pipeline();
    const deal = await staff.create('deal', { name: 'Fans', pipelineId, stageId: open, contactId: from.id });
    const key = newId();
    const merge = () => staff.call('run', { command: 'merge', input: { table: 'contact', intoId: into.id, fromId: from.id }, key });
    const first = await merge();
    expect(first).toEqual({ status: 200, json: { output: { id: into.id, moved: { deal: 1 } } } });
    expect(await merge()).toEqual(first);
    expect(await staff.rows('contact')).toMatchObject([{ id: into.id, jobTitle: 'Buyer' }]);
    expect(await staff.rows('deal', { id: deal.id })).toMatchObject([{ contactId: into.id }]);
    expect(new Set((await staff.rows('historyEntry', { cause: 'merge' })).map((h) => h['recordId']))).toEqual(new Set([into.id, from.id, deal.id]));
  });

  it('keeps custom values: a merge fills what is empty, and the history of the removal holds them all', async () => {
    const into = await staff.create('contact', { name: 'Li Wei', custom: { shoe: 42, size: null } });
    const from = await staff.create('contact', { name: 'Wei Li', custom: { shoe: 40, size: 'L', vip: true, none: null } });
    const plain = await staff.create('contact', { name: 'Li' });
    const merge = (intoId: string, fromId: string) => staff.call('run', { command: 'merge', input: { table: 'contact', intoId, fromId }, key: newId() });
    expect((await merge(into.id, from.id)).status).toBe(200);
    expect((await staff.rows('contact', { id: into.id }))[0]).toMatchObject({ custom: { shoe: 42, size: 'L', vip: true } });
    expect((await staff.rows('historyEntry', { recordId: from.id, op: 'remove' }))[0]).toMatchObject({ before: { custom: { shoe: 40, size: 'L', vip: true } } });
    expect((await merge(plain.id, into.id)).status).toBe(200);
    expect((await staff.rows('contact', { id: plain.id }))[0]).toMatchObject({ custom: { shoe: 42, size: 'L', vip: true } });
  });

  it('converts a lead and hands over a book', async () => {
    const { pipelineId, open, won } = await pipeline('lead');
    const sales = await pipeline();
    const lead = await staff.create('lead', { name: 'Li Wei', company: '泵业', pipelineId, stageId: open });
    await staff.push(staff.change('update', 'stage', won, { requiredFields: [] }));
    const { json } = await staff.call('run', { command: 'convertLead', key: newId(), input: { leadId: lead.id, deal: { name: 'Fans', pipelineId: sales.pipelineId, stageId: sales.open } } });
    const { accountId, contactId, dealId } = json['output']!;
    expect(await staff.rows('deal', { id: dealId })).toMatchObject([{ accountId, contactId, leadId: lead.id }]);
    expect(await staff.rows('lead')).toMatchObject([{ convertedDealId: dealId, stageId: won }]);

    const users = [await staff.create('user', { name: 'Bo' }), await staff.create('user', { name: 'Cy' })];
    await staff.push(staff.change('update', 'deal', dealId, { ownerId: users[0]!.id }));
    const transfer = await staff.call('run', { command: 'transfer', key: newId(), input: { fromUserId: users[0]!.id, toUserId: users[1]!.id } });
    expect(transfer.json['output']).toEqual({ moved: { deal: 1 }, people: { [users[1]!.id]: { deal: 1 } } });
  });

  it('takes only what its declaration says', async () => {
    const users = [await staff.create('user', { name: 'Bo' }), await staff.create('user', { name: 'Cy' })];
    const owned = await staff.create('account', { name: 'A', ownerId: users[0]!.id });
    const run = (command: string, input: object) => staff.call('run', { command, input, key: newId() });
    const [fromUserId, toUserId] = users.map(({ id }) => id);
    for (const [command, input, field] of [
      ['transfer', { fromUserId: { ne: 'zzz' }, toUserId }, 'fromUserId'], ['transfer', { fromUserId, toUserId, tables: 5 }, 'tables'], ['transfer', { fromUserId, toUserId, tables: [{}] }, 'tables.0'], ['transfer', { toUserId }, 'fromUserId'],
      ['merge', { table: 'account', intoId: ['x'], fromId: owned.id }, 'intoId'], ['merge', { table: 5, intoId: 'x', fromId: owned.id }, 'table'], ['merge', { table: 'account', intoId: 'x', fromId: owned.id, take: 'name' }, 'take'],
      ['convertLead', { leadId: 'x', accountId: {}, deal: null }, 'accountId'], ['convertLead', { leadId: 'x', deal: { name: 'A', pipelineId: { in: [] }, stageId: 's' } }, 'deal.pipelineId'], ['convertLead', { leadId: 'x', deal: 'all' }, 'deal'],
    ] as const) expect([field, await run(command, input)]).toMatchObject([field, { status: 422, json: { error: { code: 'validation', problems: [{ field }] } } }]);
    expect(await run('transfer', { fromUserId: 'nul \0', toUserId })).toMatchObject({ status: 422, json: { error: { code: 'validation' } } });
    expect(await staff.rows('account')).toEqual([owned]);
    expect((await run('transfer', { fromUserId, toUserId, tables: ['account'] })).json).toEqual({ output: { moved: { account: 1 }, people: { [users[1]!.id]: { account: 1 } } } });
  });

  it('undoes everything when it is refused, and is not for customers', async () => {
    const { id } = await staff.create('contact', { name: 'Li Wei' });
    expect(await staff.call('run', { command: 'merge', input: { table: 'contact', intoId: id, fromId: id }, key: newId() })).toMatchObject({ status: 422, json: { error: { code: 'same_record', table: 'contact', id } } });
    const gone = newId();
    expect(await staff.call('run', { command: 'merge', input: { table: 'contact', intoId: id, fromId: gone }, key: newId() })).toMatchObject({ status: 404, json: { error: { code: 'not_found', table: 'contact', id: gone } } });
    const customer = await bench.session({ role: 'customer', tenant, subject: 'c', contactId: id });
    expect((await customer.call('run', { command: 'merge', input: { table: 'contact', intoId: id, fromId: gone }, key: newId() })).status).toBe(403);
  });
});

describe('the links of an activity', () => {
  const [at, later] = ['2026-11-20T08:00:00.000Z', '2026-11-26T08:00:00.000Z'];

  it('follow it within one push, and stay as they are where it changes in other things', async () => {
    const [activity, link, contact] = [newId(), newId(), newId()];
    const outcomes = await staff.push(
      staff.change('create', 'contact', contact, { name: 'Li Wei' }),
      staff.change('create', 'activity', activity, { kind: 'task', subject: 'Draw', at, done: false }),
      staff.change('create', 'activityLink', link, { activityId: activity, table: 'contact', recordId: contact, at: later, kind: 'x' }),
      staff.change('update', 'activity', activity, { dueAt: later, subject: 'Draw it' }),
    );
    expect(outcomes[2]).toMatchObject({ status: 'ok', row: { at, kind: 'task', open: true, version: '1' } });
    expect(await staff.rows('activityLink', { id: link })).toMatchObject([{ at: later, kind: 'task', open: true, version: '2' }]);
    await staff.push(staff.change('update', 'activity', activity, { subject: 'Draw them', body: 'All four.' }));
    expect(await staff.rows('activityLink', { id: link })).toMatchObject([{ version: '2' }]);
  });

  it('are right whichever of two people is first: who links it, or who completes it', async () => {
    const { id: contact } = await staff.create('contact', { name: 'Li Wei' });
    const ids = await Promise.all(Array.from({ length: 12 }, async () => (await staff.create('activity', { kind: 'call', subject: 'Ring', at, done: false })).id));
    const outcomes = await Promise.all(ids.flatMap((activityId) => [
      staff.push(staff.change('create', 'activityLink', newId(), { activityId, table: 'contact', recordId: contact, at, kind: 'call', open: true })),
      staff.push(staff.change('update', 'activity', activityId, { done: true, at: later })),
    ]));
    expect(outcomes.flat().map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 'ok'));
    expect((await staff.rows('activityLink', { recordId: contact })).map((link) => [link['open'], link['at']])).toEqual(Array.from({ length: 12 }, () => [false, later]));
  });
});
