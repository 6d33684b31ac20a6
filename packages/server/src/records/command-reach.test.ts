import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Bench, type Session, startBench } from '../testing/bench.ts';
import { type Company, foundCompany } from '../testing/company.ts';

let bench: Bench;
let firm: Company;

beforeAll(async () => {
  bench = await startBench();
  firm = await foundCompany(bench);
}, 60_000);
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
