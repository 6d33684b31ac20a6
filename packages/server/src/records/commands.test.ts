import { type AnyRow, commands, entities, newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Bench, type Session, startBench } from '../testing/bench.ts';

let bench: Bench;
let tenant: string;
let ana: Session;
let bo: Session;
const at = '2026-11-22T01:18:50.000Z';

beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());
beforeEach(async () => {
  tenant = newId();
  [ana, bo] = await Promise.all(['ana', 'bo'].map((subject) => bench.session({ role: 'staff', tenant, subject, app: 'intranet' }))) as [Session, Session];
  for (const id of ['ana', 'bo', 'cy']) await ana.create('user', { name: id.toUpperCase() }, id);
});

const run = (who: Session, command: string, input: object, key = newId()): Promise<Answer> => who.call('run', { command, input, key });

async function output<T>(who: Session, command: string, input: object): Promise<T> {
  const { status, json } = await run(who, command, input);
  expect([status, json]).toEqual([200, json]);
  return (json as unknown as { output: T }).output;
}

async function process(table: string): Promise<{ pipelineId: string; stageId: string; closed: string }> {
  const { id: pipelineId } = await ana.create('pipeline', { name: table, table });
  const stage = async (category: string): Promise<string> => (await ana.create('stage', { name: category, category, pipelineId })).id;
  return { pipelineId, stageId: await stage('open'), closed: await stage('won') };
}

/** All that people wrote, without who wrote last. */
async function contents(): Promise<unknown> {
  const logs = new Set(['historyEntry', 'stageChange', 'mergeRecord']);
  const all: unknown[] = [];
  for (const name of Object.keys(entities).filter((n) => !logs.has(n))) {
    all.push([name, (await ana.rows(name, {}, { orderBy: ['id'] })).map(({ version: _v, updatedAt: _a, updatedBy: _b, custom = {}, ...row }) => ({ ...row, custom }))]);
  }
  return all;
}

describe('merge and unmerge', () => {
  it('leave everything as it was, who made it included, whatever hung on the record', async () => {
    const { pipelineId, stageId } = await process('ticket');
    const [into, from] = [await ana.create('contact', { name: 'Li', tags: ['a'] }), await bo.create('contact', { name: 'Li Wei', emails: [{ id: '1', value: 'li@x.example' }], custom: { sap: 1 } })];
    const account = await ana.create('account', { name: 'A' });
    const contact = { contactId: from.id };
    const record = { table: 'contact', recordId: from.id };
    const ticket = await ana.create('ticket', { subject: 'Leak', pipelineId, stageId, ...contact });
    await ana.create('ticketMessage', { ticketId: ticket.id, body: 'x', at, fromContactId: from.id });
    const activity = await ana.create('activity', { kind: 'call', subject: 'Call', at });
    for (const recordId of [into.id, from.id]) await ana.create('activityLink', { activityId: activity.id, table: 'contact', recordId, kind: 'call', at });
    for (const [table, patch] of [
      ['order', { number: '1', ...contact }], ['affiliation', { ...contact, accountId: account.id }], ['consent', { ...contact, purpose: 'news', channel: 'email', state: 'given', at }],
      ['externalId', { ...record, system: 'sap', type: 'customer', externalId: '4711' }], ['touch', { ...record, at }], ['classification', { ...record, scheme: 'abc', value: 'A' }],
      ['recordTeam', { ...record, userId: 'bo' }], ['relationship', { fromTable: 'contact', fromId: from.id, toTable: 'contact', toId: into.id, kind: 'referrer' }],
    ] as const) await ana.create(table, patch);
    const before = await contents();
    const input = { table: 'contact', intoId: into.id, fromId: from.id };

    expect(await output(ana, 'merge', { ...input, take: ['name'] })).toMatchObject({ moved: { ticket: 1, ticketMessage: 1, order: 1, affiliation: 1, consent: 1, externalId: 1, touch: 1, classification: 1, recordTeam: 1 } });
    expect(await ana.rows('activityLink')).toMatchObject([{ recordId: into.id }]);
    expect(await ana.rows('relationship')).toEqual([]);
    expect((await ana.rows('contact'))[0]).toMatchObject({ name: 'Li Wei', emails: [{ value: 'li@x.example' }], custom: { sap: 1 } });
    expect(await output(bo, 'unmerge', input)).toMatchObject({ id: from.id, moved: { ticket: 1, consent: 1 } });
    expect(await contents()).toEqual(before);
    expect((await ana.rows('historyEntry', { cause: 'unmerge', recordId: from.id }))).toMatchObject([{ op: 'create', byId: 'bo' }]);
    expect((await run(ana, 'unmerge', input)).json).toMatchObject({ error: { code: 'not_merged' } });
  });

  it('join two tickets of a guest, who sees the second again once it is back', async () => {
    const { pipelineId, stageId } = await process('ticket');
    const guest = await bench.session({ role: 'guest', tenant, subject: 'visitor' });
    const open = (subject: string): Promise<AnyRow> => guest.create('ticket', { subject, pipelineId, stageId });
    const [first, second] = [await open('Leak'), await open('Still leaking')];
    await guest.create('ticketMessage', { ticketId: second.id, body: 'Help', at });
    const input = { table: 'ticket', intoId: first.id, fromId: second.id };
    expect(await output(ana, 'merge', input)).toEqual({ id: first.id, moved: { ticketMessage: 1 } });
    expect((await guest.rows('ticket')).map((t) => t.id)).toEqual([first.id]);
    expect(await guest.rows('ticketMessage')).toMatchObject([{ ticketId: first.id }]);
    await output(ana, 'unmerge', input);
    expect((await guest.rows('ticket', { id: second.id }))[0]).toMatchObject({ subject: 'Still leaking', number: second['number'], createdBy: 'visitor' });
  });

  it('of contacts leave a customer signed in, as the one that stays, until they are taken back', async () => {
    const [li, wei, other] = [await ana.create('contact', { name: 'Li' }), await ana.create('contact', { name: 'Wei' }), await ana.create('contact', { name: 'Li Wei' })];
    for (const contact of [li, wei, other]) await ana.create('order', { number: contact.id, contactId: contact.id });
    const customer = await bench.session({ role: 'customer', tenant, subject: 'wei', contactId: wei.id });
    const orders = async (): Promise<unknown[]> => (await customer.rows('order', {}, { orderBy: ['number'] })).map((row) => row['number']);
    const cursor = (await customer.call('pull', { table: 'order', cursor: null })).json['cursor'];
    await output(ana, 'merge', { table: 'contact', intoId: li.id, fromId: wei.id });
    await output(ana, 'merge', { table: 'contact', intoId: other.id, fromId: li.id });
    expect(await orders()).toEqual([li.id, wei.id, other.id].toSorted());
    expect((await customer.call('describe')).json).toMatchObject({ user: { contactId: other.id } });
    expect((await customer.call('pull', { table: 'order', cursor })).json).toMatchObject({ reset: true });
    expect(await customer.push(customer.change('update', 'contact', other.id, { jobTitle: 'Fitter' }))).toMatchObject([{ status: 'ok' }]);
    await output(ana, 'unmerge', { table: 'contact', intoId: other.id, fromId: li.id });
    await output(ana, 'unmerge', { table: 'contact', intoId: li.id, fromId: wei.id });
    expect(await orders()).toEqual([wei.id]);
    await ana.push(ana.change('remove', 'contact', wei.id));
    expect(await customer.call('describe')).toMatchObject({ status: 401, json: { error: { code: 'revoked' } } });
  });

  it('lose nothing that comes to name the record meanwhile: it is moved, or its author is told that the record is gone', async () => {
    const { pipelineId, stageId } = await process('ticket');
    const activity = await ana.create('activity', { kind: 'note', subject: 'Note', at });
    const told = new Set<string>();
    for (let round = 0; round < 4; round++) {
      const [into, from] = [await ana.create('contact', { name: 'Li' }), await ana.create('contact', { name: 'Li Wei' })];
      await ana.push(...Array.from({ length: 20 }, () => ana.change('create', 'ticket', newId(), { subject: 'Leak', pipelineId, stageId, contactId: from.id })));
      const customer = await bench.session({ role: 'customer', tenant, subject: 'li', contactId: from.id });
      const stored: { readonly ticket: string[]; readonly activityLink: string[] } = { ticket: [], activityLink: [] };
      const write = async (who: Session, table: 'ticket' | 'activityLink', patch: object): Promise<void> => {
        for (let i = 0; i < 6; i++) {
          const id = newId();
          const { json } = await who.call('push', { changes: [who.change('create', table, id, { ...patch })] });
          const [outcome] = json['outcomes'] as unknown as { status: string; code?: string }[];
          told.add(outcome!.code ?? outcome!.status);
          if (outcome!.status === 'ok') stored[table].push(id);
        }
      };
      const ticket = { subject: 'Late', pipelineId, stageId, contactId: from.id };
      await Promise.all([
        write(bo, 'ticket', ticket), write(customer, 'ticket', ticket), write(bo, 'activityLink', { activityId: activity.id, table: 'contact', recordId: from.id, kind: 'note', at }),
        output(ana, 'merge', { table: 'contact', intoId: into.id, fromId: from.id }),
      ]);
      expect((await ana.rows('ticket', { id: { in: stored.ticket } })).map((row) => row['contactId'])).toEqual(stored.ticket.map(() => into.id));
      // Links that say the same are one.
      const links = await ana.rows('activityLink', { activityId: activity.id, recordId: { in: [into.id, from.id] } });
      expect(links.map((row) => row['recordId'])).toEqual(stored.activityLink.length > 0 ? [into.id] : []);
    }
    expect([...told].filter((code) => code !== 'ok' && code !== 'missing_reference')).toEqual([]);
    expect(told).toContain('ok');
  }, 30_000);

  it('are refused to whoever only guesses an id, and too late', async () => {
    const [into, from] = [await ana.create('contact', { name: 'A' }), await ana.create('contact', { name: 'B' })];
    const input = { table: 'contact', intoId: into.id, fromId: from.id };
    const foreign = await bench.session({ role: 'staff', tenant: newId(), subject: 'eve' });
    expect((await run(foreign, 'merge', input)).status).toBe(404);
    await output(ana, 'merge', input);
    expect((await run(foreign, 'unmerge', input)).status).toBe(404);
    await admin(`update vinculo.merge_record set at = at - interval '31 days' where tenant_id = $1`, [tenant]);
    expect((await run(ana, 'unmerge', input)).json).toMatchObject({ error: { code: 'too_late' } });
  });
});

async function admin(text: string, values: unknown[] = []): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client(bench.databaseUrl('admin'));
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}

describe('claim', () => {
  it('gives a record to one of two who want it at once, and tells the other who has it', async () => {
    const leads = await process('lead');
    for (let round = 0; round < 8; round++) {
      const lead = await ana.create('lead', { name: 'L', pipelineId: leads.pipelineId, stageId: leads.stageId });
      const answers = await Promise.all([run(ana, 'claim', { table: 'lead', id: lead.id }), run(bo, 'claim', { table: 'lead', id: lead.id })]);
      const winner = answers[0].status === 200 ? 'ana' : 'bo';
      expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200, 422]));
      expect(answers.find((a) => a.status === 422)!.json).toMatchObject({ error: { code: 'already_claimed', problems: [{ field: 'ownerId', message: winner.toUpperCase() }] } });
      expect((await ana.rows('lead', { id: lead.id }))[0]).toMatchObject({ ownerId: winner });
    }
  });

  it('gives a ticket to one of two who want it at once, and has no limit for them', async () => {
    const tickets = await process('ticket');
    await ana.push(ana.change('update', 'user', 'ana', { poolLimit: 1 }));
    for (let round = 0; round < 4; round++) {
      const ticket = await ana.create('ticket', { subject: 'T', pipelineId: tickets.pipelineId, stageId: tickets.stageId });
      const answers = await Promise.all([run(ana, 'claim', { table: 'ticket', id: ticket.id }), run(bo, 'claim', { table: 'ticket', id: ticket.id })]);
      expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200, 422]));
      expect(answers.find((a) => a.status === 422)!.json).toMatchObject({ error: { code: 'already_claimed' } });
      expect(answers.find((a) => a.status === 200)!.json).toMatchObject({ output: { limit: null } });
      expect((await ana.rows('ticket', { id: ticket.id }))[0]).toMatchObject({ ownerId: answers[0].status === 200 ? 'ana' : 'bo' });
    }
    await ana.push(ana.change('update', 'user', 'ana', { poolLimit: null }));
  });

  it('stops at what one may hold, also when one claims many at once; what is closed does not count', async () => {
    const { closed, ...leads } = await process('lead');
    await ana.push(ana.change('update', 'user', 'ana', { poolLimit: 3 }));
    await ana.create('lead', { name: 'Won', pipelineId: leads.pipelineId, stageId: closed, ownerId: 'ana' });
    const pool = await Promise.all(Array.from({ length: 6 }, (_, i) => ana.create('lead', { name: `L${i}`, ...leads })));
    const answers = await Promise.all(pool.map(({ id }) => run(ana, 'claim', { table: 'lead', id })));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(3);
    expect(answers.find((a) => a.status !== 200)!.json).toMatchObject({ error: { code: 'pool_limit' } });
    expect(await output(ana, 'claim', { table: 'account', id: (await ana.create('account', { name: 'A' })).id })).toEqual({ ownerId: 'ana', held: 1, limit: 3 });
  });

  it('is undone by a return with a reason, which the history keeps', async () => {
    const account = await ana.create('account', { name: 'A' });
    await output(ana, 'claim', { table: 'account', id: account.id });
    expect((await run(ana, 'returnToPool', { table: 'account', id: account.id, reason: '  ' })).json).toMatchObject({ error: { code: 'validation', problems: [{ field: 'reason' }] } });
    await output(ana, 'returnToPool', { table: 'account', id: account.id, reason: 'No answer' });
    expect((await run(ana, 'returnToPool', { table: 'account', id: account.id, reason: 'again' })).json).toMatchObject({ error: { code: 'in_pool' } });
    expect(await ana.rows('historyEntry', { recordId: account.id, cause: 'returnToPool' })).toMatchObject([{ byId: 'ana', app: 'intranet', before: { ownerId: 'ana', poolReason: null }, after: { ownerId: null, poolReason: 'No answer' } }]);
    await output(bo, 'claim', { table: 'account', id: account.id });
    expect((await ana.rows('account'))[0]).toMatchObject({ ownerId: 'bo', poolReason: null });
  });

  it('is refused to who is no user', async () => {
    const someone = await bench.session({ role: 'staff', tenant, subject: 'script' });
    expect((await run(someone, 'claim', { table: 'account', id: (await ana.create('account', { name: 'A' })).id })).json).toMatchObject({ error: { code: 'no_user' } });
  });
});

describe('transfer', () => {
  it('splits a book so that each customer stays in one hand, and says beforehand how', async () => {
    const deals = await process('deal');
    for (let i = 0; i < 6; i++) {
      const account = await ana.create('account', { name: `A${i}`, ownerId: 'ana' });
      const contact = await ana.create('contact', { name: `C${i}`, accountId: account.id, ownerId: 'ana' });
      await ana.create('deal', { name: `D${i}`, pipelineId: deals.pipelineId, stageId: deals.stageId, accountId: account.id, ownerId: 'ana' });
      const task = await ana.create('activity', { kind: 'task', subject: `T${i}`, at, done: false, ownerId: 'ana' });
      await ana.create('activityLink', { activityId: task.id, table: 'contact', recordId: contact.id, kind: 'task', at });
    }
    const won = await ana.create('deal', { name: 'Won', pipelineId: deals.pipelineId, stageId: deals.closed, ownerId: 'ana' });
    const input = { fromUserId: 'ana', toUserIds: ['bo', 'cy'] };
    const history = (await ana.rows('historyEntry')).length;
    const key = newId();
    const preview = await run(ana, 'transfer', { ...input, preview: true }, key);
    expect(preview.json).toEqual({ output: { moved: { account: 6, contact: 6, deal: 6, activity: 6 }, people: { bo: { account: 3, contact: 3, deal: 3, activity: 3 }, cy: { account: 3, contact: 3, deal: 3, activity: 3 } } } });
    expect((await ana.rows('historyEntry')).length).toBe(history);
    // A look keeps nothing under its key: the same key may then do it.
    expect((await run(ana, 'transfer', input, key)).json).toEqual(preview.json);
    const owners = new Map((await ana.rows('account')).map((a) => [a.id, a['ownerId']]));
    const contacts = new Map((await ana.rows('contact')).map((c) => [c.id, c]));
    for (const row of [...contacts.values(), ...(await ana.rows('deal')).filter((d) => d.id !== won.id)]) expect(row['ownerId']).toBe(owners.get(String(row['accountId'])));
    const links = await ana.rows('activityLink');
    for (const task of await ana.rows('activity')) expect(task['ownerId']).toBe(contacts.get(String(links.find((l) => l['activityId'] === task.id)!['recordId']))!['ownerId']);
    expect((await ana.rows('deal', { id: won.id }))[0]).toMatchObject({ ownerId: 'ana' });
  });

  it('is refused without anyone to hand over to, to who works here no more, and for tables without owners', async () => {
    await ana.push(ana.change('update', 'user', 'cy', { active: false }));
    const refused = async (input: object): Promise<unknown> => (await run(ana, 'transfer', { fromUserId: 'ana', ...input })).json['error']!['code'];
    expect([await refused({}), await refused({ toUserIds: ['ana', 'bo'] }), await refused({ toUserId: 'bo', tables: ['product'] }), await refused({ toUserIds: ['bo', 'nobody'] }), await refused({ toUserIds: ['bo', 'cy'], preview: true })]).toEqual(['validation', 'same_record', 'unknown_table', 'not_found', 'not_active']);
  });
});

describe('splitTicket', () => {
  it('takes messages and their files into a ticket that names the first, and refuses those of another', async () => {
    const { pipelineId, closed, stageId } = await process('ticket');
    const ticket = await ana.create('ticket', { subject: 'Two things', pipelineId, stageId: closed, guestEmail: 'g@x.example', priority: 'urgent', resolution: 'done' });
    const file = (table: string, recordId: string): Promise<AnyRow> => ana.create('attachment', { table, recordId, name: 'a.png', blobId: 'b' });
    const named = await file('ticket', ticket.id);
    const [one, two] = [await ana.create('ticketMessage', { ticketId: ticket.id, body: 'one', at }), await ana.create('ticketMessage', { ticketId: ticket.id, body: 'two', at, attachmentIds: [named.id] })];
    const [other, own] = [await file('ticket', ticket.id), await file('ticketMessage', two.id)];
    const { id } = await output<{ id: string }>(ana, 'splitTicket', { ticketId: ticket.id, messageIds: [two.id], subject: 'Invoice' });
    expect((await ana.rows('ticket', { id }))[0]).toMatchObject({ subject: 'Invoice', parentId: ticket.id, stageId, guestEmail: 'g@x.example', priority: 'urgent', resolution: null, closedAt: null, number: expect.stringMatching(/^T-/) as string });
    expect((await ana.rows('ticketMessage', { ticketId: id })).map((m) => m.id)).toEqual([two.id]);
    const holder = async ({ id: fileId }: AnyRow): Promise<unknown> => (await ana.rows('attachment', { id: fileId }))[0]!['recordId'];
    expect([await holder(named), await holder(other), await holder(own)]).toEqual([id, ticket.id, two.id]);
    expect((await run(ana, 'splitTicket', { ticketId: id, messageIds: [one.id], subject: 'x' })).json).toMatchObject({ error: { code: 'not_its_message', id: one.id } });
  });
});

describe('convertLead', () => {
  it('adds to an account and a contact that are there, with what was done with the lead, and forces nothing', async () => {
    const leads = await process('lead');
    const tickets = await process('ticket');
    const account = await ana.create('account', { name: 'Pumps Ltd' });
    const contact = await ana.create('contact', { name: 'Li Wei', accountId: account.id, phones: [{ id: 'p', raw: '021 555', e164: '+8621555000' }] });
    const lead = await ana.create('lead', { name: 'L. Wei', company: 'Pumps Ltd', pipelineId: leads.pipelineId, stageId: leads.stageId, phones: [{ id: 'q', raw: '+86 21 555 000', e164: '+8621555000' }], emails: [{ id: 'e', value: 'li@pumps.example', verified: true }] });
    const duplicates = await output(ana, 'findDuplicates', { table: 'lead', id: lead.id });
    expect(duplicates).toEqual({ duplicates: [{ table: 'contact', id: contact.id, name: 'Li Wei', by: 'phone' }, { table: 'account', id: account.id, name: 'Pumps Ltd', by: 'name' }] });
    const activity = await ana.create('activity', { kind: 'visit', subject: 'Visit', at });
    await ana.create('activityLink', { activityId: activity.id, table: 'lead', recordId: lead.id, kind: 'visit', at });
    await ana.create('attachment', { table: 'lead', recordId: lead.id, name: 'card.png', blobId: 'b' });
    const ticket = await ana.create('ticket', { subject: 'Quote', pipelineId: tickets.pipelineId, stageId: tickets.stageId, guestEmail: 'li@pumps.example' });

    expect(await output(ana, 'convertLead', { leadId: lead.id, contactId: contact.id, deal: null })).toEqual({ accountId: account.id, contactId: contact.id, dealId: null });
    expect((await ana.rows('activityLink', { activityId: activity.id })).map((l) => String(l['table'])).sort()).toEqual(['account', 'contact', 'lead']);
    expect(await ana.rows('attachment', { recordId: contact.id })).toMatchObject([{ name: 'card.png' }]);
    expect((await ana.rows('ticket', { id: ticket.id }))[0]).toMatchObject({ contactId: contact.id });
    expect([(await ana.rows('account')).length, (await ana.rows('contact')).length]).toEqual([1, 1]);
  });
});

describe('the deal of a converted lead', () => {
  const start = async (): Promise<{ lead: AnyRow; deal: object; convert: (values?: object, more?: object) => Promise<Answer> }> => {
    const [leads, deals] = [await process('lead'), await process('deal')];
    const { id: stageId } = await ana.create('stage', { name: 'Closing', category: 'open', pipelineId: deals.pipelineId, requiredFields: ['expectedClose'] });
    const lead = await ana.create('lead', { name: 'Li Wei', pipelineId: leads.pipelineId, stageId: leads.stageId, amount: { minor: 90_000, currency: 'EUR' }, source: 'Fair' });
    const deal = { name: 'Fans', pipelineId: deals.pipelineId, stageId };
    return { lead, deal, convert: (values, more) => run(ana, 'convertLead', { leadId: lead.id, deal: { ...deal, ...(values ? { values } : {}), ...more } }) };
  };

  it('has what its stage requires where that is given, and is refused without, with nothing stored', async () => {
    const { lead, convert } = await start();
    expect((await convert()).json).toMatchObject({ error: { code: 'move_refused', table: 'deal', problems: [{ field: 'expectedClose', reason: 'required_in_stage' }] } });
    expect([await ana.rows('contact'), await ana.rows('deal'), (await ana.rows('lead', { id: lead.id }))[0]!.version]).toEqual([[], [], lead.version]);
    const { status, json } = await convert({ expectedClose: '2027-03-01', nextStep: 'Send the offer', custom: { sap: 4711 } });
    expect([status, json]).toEqual([200, json]);
    expect(await ana.rows('deal')).toMatchObject([{ expectedClose: '2027-03-01', nextStep: 'Send the offer', custom: { sap: 4711 }, amount: { minor: 90_000, currency: 'EUR' }, source: 'Fair', leadId: lead.id }]);
  });

  it('has no amount where none is given on purpose, and its own source', async () => {
    const { convert } = await start();
    expect((await convert({ expectedClose: '2027-03-01', source: 'Call' }, { amount: null })).status).toBe(200);
    expect(await ana.rows('deal')).toMatchObject([{ amount: null, source: 'Call' }]);
  });

  it('is refused as a deal is that somebody makes by hand', async () => {
    const { deal, convert } = await start();
    for (const wrong of [{ expectedClose: 'soon' }, { nonsense: 1 }, { competitorId: newId() }, { nextStep: 'nul \0' }, { custom: JSON.parse('{"a":'.repeat(40) + '1' + '}'.repeat(40)) as object }]) {
      const values = { expectedClose: '2027-03-01', ...wrong };
      const [byHand] = await ana.push(ana.change('create', 'deal', newId(), { ...deal, ...values }));
      expect(byHand!.status).toBe('rejected');
      const { code, message, problems } = byHand as Extract<typeof byHand, { status: 'rejected' }>;
      expect([wrong, await convert(values)]).toMatchObject([wrong, { status: 422, json: { error: { code, message, problems } } }]);
    }
    expect([await ana.rows('deal'), await ana.rows('contact')]).toEqual([[], []]);
  });

  it('takes from nobody what the lead says, or what has a place of its own', async () => {
    const { convert } = await start();
    for (const field of ['id', 'name', 'pipelineId', 'stageId', 'amount', 'accountId', 'contactId', 'ownerId', 'leadId']) {
      expect(await convert({ expectedClose: '2027-03-01', [field]: 'x' })).toMatchObject({ status: 422, json: { error: { code: 'validation', problems: [{ field: `deal.values.${field}` }] } } });
    }
  });
});

it('lets nobody but staff run a command', async () => {
  const customer = await bench.session({ role: 'customer', tenant, subject: 'c', contactId: newId() });
  const guest = await bench.session({ role: 'guest', tenant, subject: 'g' });
  for (const command of Object.keys(commands)) for (const who of [customer, guest]) expect([command, (await run(who, command, { table: 'contact', id: 'x' })).status]).toEqual([command, 403]);
});

it('lets consents only be added, whoever asks: also the database', async () => {
  const contact = await ana.create('contact', { name: 'Li' });
  const consent = await ana.create('consent', { contactId: contact.id, purpose: 'news', channel: 'email', state: 'given', at });
  const outcomes = await ana.push(ana.change('update', 'consent', consent.id, { state: 'refused' }), ana.change('remove', 'consent', consent.id));
  expect(outcomes.map((o) => (o.status === 'rejected' ? o.code : o.status))).toEqual(['forbidden', 'forbidden']);
  const client = new pg.Client(bench.databaseUrl('serving'));
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('vinculo.tenant', $1, true), set_config('vinculo.role', 'staff', true), set_config('vinculo.subject', 'ana', true)`, [tenant]);
    expect((await client.query(`select 1 from vinculo.consent`)).rowCount).toBe(1);
    expect((await client.query(`update vinculo.consent set state = 'refused'`)).rowCount).toBe(0);
  } finally {
    await client.end();
  }
});
