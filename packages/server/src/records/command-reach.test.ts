import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { rights } from '../rights.ts';
import { type Answer, type Bench, type Session } from '../testing/bench.ts';
import { type Company, startCompany } from '../testing/company.ts';

let bench: Bench;
let firm: Company;

beforeAll(async () => void ({ bench, firm } = await startCompany()), 60_000);
afterAll(() => bench.stop());

const run = (who: Session, command: string, input: object): Promise<Answer> => who.call('run', { command, input, key: newId() });

it('a salesperson claims what lies in the pool, is told who was first, and returns it; another’s record is out of reach', async () => {
  const { sam, sue, tom } = firm.people;
  const lead = await firm.host.create('lead', { name: 'Pool', pipelineId: firm.ids.leads, stageId: firm.ids.lead });
  const input = { table: 'lead', id: lead.id };
  const answers = await Promise.all([run(sam, 'claim', input), run(sue, 'claim', input)]);
  const [winner, loser] = answers[0].status === 200 ? [sam, sue] : [sue, sam];
  expect(answers.find((a) => a.status !== 200)!.json).toMatchObject({ error: { code: 'already_claimed', problems: [{ message: winner === sam ? 'sam' : 'sue' }] } });
  expect((await run(loser, 'returnToPool', { ...input, reason: 'mine' })).status).not.toBe(200);
  expect((await run(tom, 'claim', input)).status).toBe(404);
  expect((await run(winner, 'returnToPool', { ...input, reason: 'No answer' })).status).toBe(200);
  expect((await firm.host.rows('lead', { id: lead.id }))[0]).toMatchObject({ ownerId: null, poolReason: 'No answer' });
});

it('a merge needs the right to change both, and then moves also what the caller does not see', async () => {
  const { mia, sam, ada } = firm.people;
  const contact = async (ownerId: string): Promise<string> => (await firm.host.create('contact', { name: 'Li', ownerId })).id;
  const [into, from, bosss] = [await contact('sam'), await contact('sue'), await contact('boss')];
  const ticket = await firm.host.create('ticket', { subject: 'x', pipelineId: firm.ids.tickets, stageId: firm.ids.ticket, ownerId: 'ada' });
  const touch = await firm.host.create('touch', { table: 'contact', recordId: from, at: '2026-11-22T01:18:50Z' });
  await firm.host.push(firm.host.change('update', 'ticket', ticket.id, { contactId: from }));
  const input = { table: 'contact', intoId: into, fromId: from };
  expect((await run(sam, 'merge', input)).status).toBe(403);
  expect((await run(mia, 'merge', { ...input, fromId: bosss })).status).toBe(404);
  expect((await run(mia, 'merge', input)).json).toMatchObject({ output: { moved: { ticket: 1, touch: 1 } } });
  expect((await firm.host.rows('touch', { id: touch.id }))[0]).toMatchObject({ recordId: into });
  // Who may not read what a merge keeps may take it back all the same, where they may change the record.
  expect((await run(mia, 'unmerge', input)).status).toBe(200);
  for (const command of ['exportPerson', 'erasePerson']) for (const who of [mia, sam, ada]) expect((await run(who, command, { table: 'contact', id: into })).status).toBe(403);
  expect((await run(firm.people.boss, 'exportPerson', { table: 'contact', id: into })).status).toBe(200);
});

it('a manager hands over the books of their own people alone', async () => {
  const { mia } = firm.people;
  for (const ownerId of ['sam', 'boss']) await firm.host.create('account', { name: 'A', ownerId });
  const transfer = (fromUserId: string): Promise<Answer> => run(mia, 'transfer', { fromUserId, toUserId: 'tom', tables: ['account'] });
  expect((await transfer('sam')).json).toMatchObject({ output: { moved: { account: 1 } } });
  expect((await transfer('boss')).json).toMatchObject({ output: { moved: {} } });
  expect(await firm.host.rows('account', { ownerId: 'boss' })).toHaveLength(1);
});

it('a salesperson who calls an address verified learns nothing of the tickets that came from there', async () => {
  const { sam } = firm.people;
  const value = `guest-${newId()}@home.test`;
  const ticket = await firm.host.create('ticket', { subject: 'private', pipelineId: firm.ids.tickets, stageId: firm.ids.ticket, guestEmail: value });
  const lead = { name: 'L', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId: 'sam' };
  const claimed = await sam.create('lead', { ...lead, emails: [{ id: 'e', value, verified: true }] });
  expect(claimed['emails']).toEqual([{ id: 'e', value }]);
  expect((await run(sam, 'convertLead', { leadId: claimed.id, deal: null })).status).toBe(200);
  expect(await sam.rows('ticket', { id: ticket.id })).toEqual([]);

  // What the host found out stands, whatever others write beside it.
  const known = await firm.host.create('lead', { ...lead, emails: [{ id: 'e', value, verified: true }] });
  const [edited] = await sam.push(sam.change('update', 'lead', known.id, { emails: [{ id: 'f', value, label: 'work' }] }, { base: { emails: known['emails'] } }));
  expect(edited).toMatchObject({ status: 'ok', row: { emails: [{ id: 'f', value, label: 'work', verified: true }] } });
  expect((await run(sam, 'convertLead', { leadId: known.id, deal: null })).status).toBe(200);
  expect(await sam.rows('ticket', { id: ticket.id })).toHaveLength(1);
});

it('a conversion gives the deal nothing that its caller may not write, or may not see', async () => {
  const { sam } = firm.people;
  const lead = await firm.host.create('lead', { name: 'L', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId: 'sam' });
  const deal = { name: 'D', pipelineId: firm.ids.deals, stageId: firm.ids.deal };
  const toms = await firm.host.create('account', { name: 'T', ownerId: 'tom' });
  const refusals = async (values: object): Promise<unknown[]> => {
    const [byHand] = await sam.push(sam.change('create', 'deal', newId(), { ...deal, ownerId: 'sam', ...values }));
    if (byHand!.status !== 'rejected') throw new Error(`A deal with ${JSON.stringify(values)} was taken.`);
    const { code, message, problems } = byHand as Extract<typeof byHand, { status: 'rejected' }>;
    const amount = 'amount' in values ? values : { values };
    expect(await run(sam, 'convertLead', { leadId: lead.id, deal: { ...deal, ...amount } })).toMatchObject({ status: 422, json: { error: { code, message, problems } } });
    return [code, problems?.map(({ field }) => field)];
  };
  expect(await refusals({ competitorId: toms.id })).toEqual(['missing_reference', ['competitorId']]);
  const may = rights.sales['deal'];
  onTestFinished(() => void Object.assign(rights.sales, { deal: may }));
  Object.assign(rights.sales, { deal: { ...may, fixed: ['forecast', 'amount'] } });
  expect(await refusals({ forecast: 'committed' })).toEqual(['forbidden', ['forecast']]);
  expect(await refusals({ amount: { minor: 1, currency: 'EUR' } })).toEqual(['forbidden', ['amount']]);
  expect(await firm.host.rows('deal', { leadId: lead.id })).toEqual([]);
});

it('nobody unsays by hand that mail to an address came back, but who may write all', async () => {
  const bounced = { id: 'e', value: 'old@home.test', bouncedAt: '2026-11-01T00:00:00.000Z' };
  const { id } = await firm.host.create('contact', { name: 'Me', ownerId: 'sam', emails: [bounced] });
  const customer = await bench.session({ role: 'customer', tenant: firm.tenant, subject: 'me', contactId: id });
  for (const who of [customer, firm.people.sam, firm.people.ada]) {
    const [stored] = await who.push(who.change('update', 'contact', id, { emails: [{ id: newId(), value: 'OLD@home.test', verified: true }] }));
    expect(stored).toMatchObject({ status: 'ok', row: { emails: [{ value: 'OLD@home.test', bouncedAt: bounced.bouncedAt }] } });
    expect(JSON.stringify(stored)).not.toContain('verified');
  }
  await firm.host.push(firm.host.change('update', 'contact', id, { emails: [{ id: 'e', value: 'old@home.test' }] }));
  expect(await firm.host.rows('contact', { id })).toMatchObject([{ emails: [{ id: 'e', value: 'old@home.test' }] }]);
});
