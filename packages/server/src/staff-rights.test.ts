import { entities, newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duties } from './identity/duty.ts';
import { rulesIn } from './rights-rules.ts';
import { rights } from './rights.ts';
import { type Bench, type Session } from './testing/bench.ts';
import { type Company, type Person, answers, startCompany } from './testing/company.ts';

let bench: Bench;
let firm: Company;
const ids: Record<string, string> = {};

beforeAll(async () => {
  ({ bench, firm } = await startCompany());
  const { host, ids: of } = firm;
  const make = async (key: string, table: string, patch: object): Promise<void> => void (ids[key] = (await host.create(table, { ...patch })).id);
  for (const [owner, name] of [['sam', 'sams'], ['sue', 'sues'], ['tom', 'toms'], [null, 'nobodys']] as const) {
    await make(`${name}Deal`, 'deal', { name, pipelineId: of.deals, stageId: of.deal, ownerId: owner });
    await make(`${name}Lead`, 'lead', { name, pipelineId: of.leads, stageId: of.lead, ownerId: owner });
    await make(`${name}Contact`, 'contact', { name, ownerId: owner, custom: { born: 'kim 1980' }, emails: [{ id: 'e', value: 'kim@x.example', label: 'work' }], phones: [{ id: 'p', raw: '+49 421 123456', e164: '+49421123456' }], birthday: '1980-01-02' });
    await make(`${name}Party`, 'dealParty', { dealId: ids[`${name}Deal`], contactId: ids[`${name}Contact`], role: 'user' });
  }
  await make('far', 'account', { name: 'far', ownerId: 'tom', addresses: [{ id: 'a', region: 'Bayern', country: 'DE' }] });
  await make('near', 'account', { name: 'near', ownerId: 'tom', addresses: [{ id: 'a', region: 'Bremen', country: 'DE' }] });
  await make('product', 'product', { name: 'Fan', cost: { minor: 1, currency: 'EUR' } });
  await make('queued', 'ticket', { subject: 'queued', pipelineId: of.tickets, stageId: of.ticket, queueId: of.queue, ownerId: 'boss' });
  await make('elsewhere', 'ticket', { subject: 'elsewhere', pipelineId: of.tickets, stageId: of.ticket, ownerId: 'boss', contactId: ids['tomsContact'] });
  await make('message', 'ticketMessage', { ticketId: ids['elsewhere'], body: 'Hello', at: '2026-11-22T01:18:50Z' });
  await make('call', 'activity', { kind: 'call', subject: 'call', at: '2026-11-22T01:18:50Z', ownerId: 'boss' });
  await make('callLink', 'activityLink', { activityId: ids['call'], table: 'deal', recordId: ids['tomsDeal'], at: '2026-11-22T01:18:50Z', kind: 'call' });
}, 60_000);
afterAll(() => bench.stop());

const seen = async (who: Session, table: string, field = 'name'): Promise<string[]> => (await who.rows(table)).map((r) => String(r[field])).sort();

describe('the rules', () => {
  it('mask only what can be masked, close only fields that are there, and name only commands and fields that exist', () => {
    for (const [acting, of] of Object.entries(rights)) {
      for (const [table, r] of Object.entries(of)) {
        const fields = entities[table as keyof typeof entities].fields as Readonly<Record<string, { kind: string }>>;
        for (const name of [...(r.hidden ?? []), ...(r.masked ?? []), ...(r.fixed ?? []), ...(r.write ?? [])]) expect([acting, table, name, name in fields || name === 'custom']).toEqual([acting, table, name, true]);
        for (const name of r.masked ?? []) expect(['text', 'longText', 'email', 'phone', 'emails', 'phones']).toContain(fields[name]!.kind);
      }
    }
  });

  it('let a member of staff see what hangs on a record wherever they see the record: pulls tell of such rows by the record alone', () => {
    for (const duty of duties) {
      for (const [table, r] of Object.entries(rights[duty])) {
        for (const rule of rulesIn(r.read)) {
          if (rule === 'all' || !('every' in rule) || !rule.every.some((part) => part !== 'all' && 'via' in part)) continue;
          // Beside looks at records there is only what says which table is looked at.
          for (const part of rule.every) expect([duty, table, part === 'all' || 'via' in part || 'every' in part || 'some' in part || ('is' in part && typeof part.is === 'string')]).toEqual([duty, table, true]);
        }
      }
    }
  });
});

describe('what a member of staff sees', () => {
  it('is their own, their team’s, what nobody has yet and what lies in their territory; a manager’s reaches to the teams below, an admin’s everywhere', async () => {
    const { people, host } = firm;
    const all = ['nobodys', 'sams', 'sues', 'toms'];
    const expected: Record<Person, string[] | 403> = { boss: all, mia: all, sam: ['nobodys', 'sams', 'sues'], sue: ['nobodys', 'sams', 'sues'], tom: ['nobodys', 'toms'], ada: 403, ron: all, zoe: all };
    for (const [who, names] of Object.entries(expected) as [Person, string[] | 403][]) {
      if (names === 403) expect((await people[who].call('query', { table: 'deal' })).status).toBe(403);
      else for (const table of ['deal', 'lead', 'contact']) expect([who, await seen(people[who], table)]).toEqual([who, names]);
    }
    expect(await seen(host, 'deal')).toEqual(all);
    expect([await seen(people.sam, 'account'), await seen(people.tom, 'account')]).toEqual([['near'], ['far', 'near']]);
  });

  it('takes along what hangs on a record, and not what hangs on others', async () => {
    const { sam, tom, ada } = firm.people;
    expect(new Set(await seen(sam, 'dealParty', 'dealId'))).toEqual(new Set([ids['nobodysDeal'], ids['samsDeal'], ids['suesDeal']]));
    expect([await seen(sam, 'activity', 'subject'), await seen(tom, 'activity', 'subject')]).toEqual([[], ['call']]);
    expect([await seen(sam, 'ticketMessage', 'body'), await seen(tom, 'ticketMessage', 'body')]).toEqual([[], ['Hello']]);
    const history = (who: Session) => who.rows('historyEntry', { recordId: ids['tomsDeal'] });
    expect([(await history(sam)).length, (await history(tom)).length]).toEqual([0, 1]);
    expect(await seen(ada, 'ticket', 'subject')).toEqual(['queued']);
  });

  it('hides and masks fields, and nothing is learned of them by asking', async () => {
    const { ron, sam, boss } = firm.people;
    // Texts that stand in no id and no time by chance.
    const hidden = /kim@|kim 1980|\+49|421 123|1980-01-02/;
    const [shown] = await ron.rows('contact', { name: 'toms' });
    expect(shown).toMatchObject({ name: 'toms', emails: [{ id: 'e', value: '••••@x.example', label: 'work' }], phones: [{ id: 'p', raw: '••••3456' }] });
    expect(JSON.stringify(shown)).not.toMatch(hidden);
    expect(shown).not.toHaveProperty('custom');
    expect(JSON.stringify((await ron.call('pull', { table: 'contact', cursor: null })).json)).not.toMatch(hidden);
    expect(JSON.stringify((await ron.call('get', { table: 'contact', ids: [ids['tomsContact']] })).json)).not.toMatch(hidden);
    for (const ask of [{ where: { emails: [{ id: 'e', value: 'kim@x.example' }] } }, { orderBy: ['birthday'] }, { where: { birthday: { lt: '1990-01-01' } } }]) expect((await ron.call('query', { table: 'contact', ...ask })).status).toBe(422);
    expect(await ron.rows('contact', { search: 'kim' })).toEqual([]);
    expect(await ron.rows('historyEntry', { table: 'contact' })).toEqual([]);
    expect((await boss.rows('product'))[0]).toHaveProperty('cost');
    expect((await sam.rows('product'))[0]).not.toHaveProperty('cost');
    const described = async (who: Session) => (await who.call('describe')).json as unknown as { user: object; tables: Record<string, { update: boolean; fields?: object }> };
    expect((await described(ron)).tables['contact']).toEqual({ create: false, update: false, remove: false, fields: { emails: 'masked', phones: 'masked', addresses: 'hidden', socials: 'hidden', birthday: 'hidden', custom: 'hidden' } });
    expect(await described(sam)).toMatchObject({ user: { id: 'sam', role: 'sales' }, tables: { product: { update: false, fields: { cost: 'hidden' } }, deal: { create: true, update: true, remove: false } }, commands: ['findDuplicates', 'convertLead', 'claim', 'returnToPool'] });
    expect((await described(firm.people.ada)).tables).not.toHaveProperty('deal');
    expect((await described(firm.host)).user).toMatchObject({ role: 'staff' });
  });
});

describe('what a member of staff writes', () => {
  it('is their own: not their colleagues’, nor what lies in the pool, nor the set-up, nor their own role', async () => {
    const { sam, mia, ron, ada, zoe, boss } = firm.people;
    const rename = (who: Session, table: string, id: string) => who.change('update', table, id, { [table === 'ticket' ? 'subject' : 'name']: 'renamed' });
    expect(await answers(sam, rename(sam, 'deal', ids['suesDeal']!), rename(sam, 'deal', ids['tomsDeal']!), rename(sam, 'lead', ids['nobodysLead']!), sam.change('update', 'lead', ids['nobodysLead']!, { ownerId: 'sam' }), rename(sam, 'team', firm.ids.north))).toEqual(['forbidden', 'not_found', 'forbidden', 'forbidden', 'forbidden']);
    expect(await answers(sam, sam.change('update', 'user', 'sam', { role: 'admin' }), sam.change('update', 'user', 'sam', { locale: 'de' }), sam.change('update', 'user', 'sue', { locale: 'de' }), sam.change('remove', 'deal', ids['samsDeal']!))).toEqual(['forbidden', 'ok', 'forbidden', 'forbidden']);
    expect(await answers(sam, sam.change('create', 'lead', newId(), { name: 'new', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId: 'tom' }), sam.change('create', 'lead', newId(), { name: 'new', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId: 'sam' }))).toEqual(['forbidden', 'ok']);
    for (const who of [ron, zoe]) expect(await answers(who, rename(who, 'deal', ids['samsDeal']!), who.change('create', 'team', newId(), { name: 'x' }))).toEqual(['forbidden', 'forbidden']);
    expect(await answers(mia, rename(mia, 'user', 'sam'), mia.change('update', 'deal', ids['tomsDeal']!, { nextStep: 'call' }))).toEqual(['forbidden', 'ok']);
    expect(await answers(ada, rename(ada, 'ticket', ids['queued']!), rename(ada, 'ticket', ids['elsewhere']!))).toEqual(['ok', 'not_found']);
    expect(await answers(boss, boss.change('update', 'user', 'zoe', { teamId: null }), boss.change('update', 'user', 'zoe', { teamId: firm.ids.north }))).toEqual(['ok', 'ok']);
    for (const who of [ron, sam]) expect((await who.call('run', { command: 'transfer', input: { fromUserId: 'sue', toUserId: 'sam' }, key: newId() })).status).toBe(403);
  });

  it('is owned by who may own it: an agent takes tickets out of the queue, and no accounts', async () => {
    const { ada, ron, sue } = firm.people;
    const { id: account } = await firm.host.create('account', { name: 'pooled' });
    const claim = async (who: Session, table: string, id: string): Promise<number> => (await who.call('run', { command: 'claim', input: { table, id }, key: newId() })).status;
    expect(await claim(ada, 'account', account)).toBe(403);
    expect((await firm.host.rows('account', { id: account }))[0]).toMatchObject({ ownerId: null });
    await firm.host.push(firm.host.change('remove', 'account', account));
    const [before] = await firm.host.rows('ticket', { id: ids['queued']! });
    await firm.host.push(firm.host.change('update', 'ticket', ids['queued']!, { ownerId: null }));
    // Who sells only asks for service; who reads owns nothing; what is in another team's queue is not there.
    expect([await claim(sue, 'ticket', ids['queued']!), await claim(ron, 'ticket', ids['queued']!), await claim(ada, 'ticket', ids['elsewhere']!)]).toEqual([403, 403, 404]);
    expect(await claim(ada, 'ticket', ids['queued']!)).toBe(200);
    expect((await firm.host.rows('ticket', { id: ids['queued']! }))[0]).toMatchObject({ ownerId: 'ada' });
    await firm.host.push(firm.host.change('update', 'ticket', ids['queued']!, { ownerId: before!['ownerId'] }));
  });

  it('comes out of the pool by the command alone, and goes back as they like', async () => {
    const { sam, sue, ada, ron } = firm.people;
    const { id } = await firm.host.create('lead', { name: 'pooled', pipelineId: firm.ids.leads, stageId: firm.ids.lead });
    const claim = async (who: Session): Promise<number> => (await who.call('run', { command: 'claim', input: { table: 'lead', id }, key: newId() })).status;
    expect(await answers(sam, sam.change('update', 'lead', id, { ownerId: 'sam' }))).toEqual(['forbidden']);
    expect([await claim(ada), await claim(ron)]).toEqual([403, 403]);
    expect([await claim(sam), await claim(sue)]).toEqual([200, 422]);
    expect(await sam.rows('lead', { id })).toMatchObject([{ ownerId: 'sam' }]);
    expect((await sam.call('run', { command: 'returnToPool', input: { table: 'lead', id, reason: 'No answer' }, key: newId() })).status).toBe(200);
    expect(await claim(sue)).toBe(200);
    await firm.host.push(firm.host.change('remove', 'lead', id));
  });

  it('may be handed to a colleague or back to the pool, and is then theirs; not to somebody out of sight', async () => {
    const { sam, sue } = firm.people;
    const { id } = await sam.create('deal', { name: 'handed', pipelineId: firm.ids.deals, stageId: firm.ids.deal, ownerId: 'sam' });
    const give = (who: Session, to: string | null) => answers(who, who.change('update', 'deal', id, { ownerId: to }));
    expect(await give(sam, 'tom')).toEqual(['forbidden']);
    expect(await give(sam, 'sue')).toEqual(['ok']);
    expect(await give(sam, 'sam')).toEqual(['forbidden']);
    expect(await give(sue, null)).toEqual(['ok']);
    expect(await give(sue, 'sue')).toEqual(['forbidden']);
    await firm.host.push(firm.host.change('remove', 'deal', id));
  });

  it('ends with the change that hands it over, also for what comes after it in the same push', async () => {
    const { sam } = firm.people;
    const { id } = await sam.create('deal', { name: 'handed', pipelineId: firm.ids.deals, stageId: firm.ids.deal, ownerId: 'sam' });
    const change = (patch: Record<string, unknown>) => sam.change('update', 'deal', id, patch);
    expect(await answers(sam, change({ nextStep: 'call' }), change({ ownerId: 'sue' }), change({ nextStep: 'no more' }))).toEqual(['ok', 'ok', 'forbidden']);
    await firm.host.push(firm.host.change('remove', 'deal', id));
  });

  it('is also what they were taken into by its owner, from the day to the day, and nobody takes themselves in', async () => {
    const { sam, tom } = firm.people;
    const join = (who: Session, recordId: string, userId: string, more: object = {}) => who.change('create', 'recordTeam', newId(), { table: 'deal', recordId, userId, ...more });
    const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    expect(await answers(tom, join(tom, ids['samsDeal']!, 'tom'))).toEqual(['forbidden']);
    expect(await answers(sam, join(sam, ids['suesDeal']!, 'sam'), join(sam, ids['samsDeal']!, 'tom', { from: day(2) }), join(sam, ids['samsDeal']!, 'tom', { to: day(-2) }))).toEqual(['forbidden', 'ok', 'ok']);
    expect(await seen(tom, 'deal')).not.toContain('sams');
    const taken = join(sam, ids['samsDeal']!, 'tom', { from: day(-1), to: day(1) });
    expect(await answers(sam, taken)).toEqual(['ok']);
    expect(await seen(tom, 'deal')).toContain('sams');
    expect(await answers(tom, tom.change('update', 'deal', ids['samsDeal']!, { nextStep: 'help' }))).toEqual(['ok']);
    expect(await answers(sam, sam.change('remove', 'recordTeam', taken.id))).toEqual(['ok']);
    expect(await seen(tom, 'deal')).not.toContain('sams');
  });
});

describe('a tenant that has named no admin', () => {
  it('takes roles for words: all of the staff see all', async () => {
    const tenant = newId();
    const office = await bench.session({ role: 'staff', tenant, subject: 'office' });
    await office.create('user', { name: 'Kim', role: 'sales' }, 'kim');
    await office.create('account', { name: 'A', ownerId: 'kim' });
    const lou = await bench.session({ role: 'staff', tenant, subject: 'lou' });
    await office.create('user', { name: 'Lou', role: 'sales' }, 'lou');
    expect(await seen(lou, 'account')).toEqual(['A']);
    await office.create('user', { name: 'Boss', role: 'admin' }, 'boss');
    expect(await seen(lou, 'account')).toEqual([]);
    // It does not fall open with its last admin.
    await office.push(office.change('remove', 'user', 'boss'));
    expect(await seen(lou, 'account')).toEqual([]);
  });
});
