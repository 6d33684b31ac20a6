import { type AnyRow, type Change, newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Server, createServer } from '../server.ts';
import { type Bench, type Session, session, startBench } from '../testing/bench.ts';
import { type Begun, serviceDesk } from '../testing/service-desk.ts';

let bench: Bench;
let servers: readonly Server[];
let staff: Session;
let tenant: string;
let desk: Begun;

const silent = (): void => undefined;

beforeAll(async () => {
  bench = await startBench();
  const another = (): Promise<Server> => createServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: silent });
  servers = [bench.server, await another(), await another()];
}, 60_000);
afterAll(async () => {
  for (const server of servers.slice(1)) await server.stop();
  await bench.stop();
});
beforeEach(async () => void ({ tenant, staff, desk } = await serviceDesk(bench)));

async function people(count: number, values: (i: number) => object = () => ({})): Promise<{ teamId: string; ids: string[] }> {
  const { id: teamId } = await staff.create('team', { name: 'Desk' });
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await staff.create('user', { name: `User ${i}`, teamId, ...values(i) })).id);
  return { teamId, ids };
}
const assigning = (assign: object): Promise<AnyRow> => staff.create('automationRule', { name: 'Assign', table: 'ticket', when: 'create', actions: { assign } });

/** Creates tickets at the same time, over all servers. */
async function createMany(count: number): Promise<void> {
  const sessions = await Promise.all(servers.map((server) => session(server, { role: 'staff', tenant, subject: 'ana' })));
  await Promise.all(Array.from({ length: count }, (_, i) => sessions[i % sessions.length]!.create('ticket', { ...desk, subject: `Ticket ${i}` })));
}

async function ownedBy(ids: readonly string[], where: object = {}): Promise<number[]> {
  const tickets = await staff.rows('ticket', where);
  return ids.map((id) => tickets.filter((t) => t['ownerId'] === id).length);
}

it('gives 50 tickets that come at once to three servers by turns, no one passed over or asked twice', async () => {
  const { teamId, ids } = await people(5);
  await assigning({ by: 'roundRobin', teamId });
  await createMany(50);
  expect(await ownedBy(ids)).toEqual([10, 10, 10, 10, 10]);
});

it('gives to who has least to do, also when many come at once', async () => {
  const { teamId, ids } = await people(4);
  const old = (count: number, values: object): Change[] => Array.from({ length: count }, () => staff.change('create', 'ticket', newId(), { ...desk, subject: 'Old', ...values }));
  await staff.push(...old(4, { ownerId: ids[0] }), ...old(20, { ownerId: ids[1], status: 'closed' }));
  await assigning({ by: 'load', teamId });
  await createMany(24);
  // 28 open tickets over four.
  expect(await ownedBy(ids, { status: 'new' })).toEqual([7, 7, 7, 7]);
});

it('asks who can and whose area it is, and leaves what nobody fits', async () => {
  const { id: teamId } = await staff.create('team', { name: 'Service' });
  const area = async (region: string): Promise<string> => (await staff.create('team', { name: region, region, parentId: teamId })).id;
  const [germany, china] = [await area('DE'), await area('上海')];
  const ids: string[] = [];
  for (const values of [{ skills: ['pump'], teamId: germany }, { skills: ['pump'], teamId: china }, { skills: ['pump'], teamId: china, active: false }]) ids.push((await staff.create('user', { name: 'User', ...values })).id);
  await assigning({ by: 'roundRobin', teamId, skill: 'type', territory: true });
  const account = await staff.create('account', { name: '上海泵业', addresses: [{ id: 'a', country: 'CN', region: '上海' }] });
  const contact = await staff.create('contact', { name: 'Jana', addresses: [{ id: 'a', country: 'DE', region: 'Bayern' }] });
  const ownerOf = async (values: object): Promise<unknown> => {
    const { id } = await staff.create('ticket', { ...desk, subject: 'x', ...values });
    return (await staff.rows('ticket', { id }))[0]!['ownerId'];
  };
  for (let i = 0; i < 3; i++) expect(await ownerOf({ type: 'pump', accountId: account.id })).toBe(ids[1]);
  expect(await ownerOf({ type: 'pump', contactId: contact.id })).toBe(ids[0]);
  expect(await ownerOf({ type: 'valve', accountId: account.id })).toBeNull();
  expect(await ownerOf({ type: 'pump' })).toBeNull();
});

it('asks the team of the queue that the rule itself sets', async () => {
  const { teamId, ids } = await people(1);
  const queue = await staff.create('queue', { name: 'Money', teamId });
  await staff.create('automationRule', { name: 'Refunds', table: 'ticket', when: 'create', actions: { set: { queueId: queue.id }, assign: { by: 'load' } } });
  await staff.create('ticket', { ...desk, subject: 'Refund' });
  expect(await staff.rows('ticket')).toMatchObject([{ queueId: queue.id, ownerId: ids[0] }]);
});

it('leaves a record with the person who has it', async () => {
  const { teamId, ids } = await people(2);
  await assigning({ by: 'roundRobin', teamId });
  const other = await staff.create('user', { name: 'Other' });
  for (let i = 0; i < 3; i++) await staff.create('ticket', { ...desk, subject: 'x', ownerId: other.id });
  expect(await ownedBy([...ids, other.id])).toEqual([0, 0, 3]);
});

it('does what is due once, whichever of three servers finds it', async () => {
  const { ids } = await people(1);
  await staff.create('automationRule', { name: 'Remind', table: 'ticket', when: 'due', dueField: 'resolutionDue', actions: { notify: { to: ['owner'], text: '{title}' }, set: { cause: 'told' } } });
  const resolutionDue = new Date(Date.now() + 2000).toISOString();
  await staff.push(...Array.from({ length: 30 }, (_, i) => staff.change('create', 'ticket', newId(), { ...desk, subject: `Ticket ${i}`, ownerId: ids[0], resolutionDue })));
  await vi.waitFor(async () => expect(await staff.rows('ticket', { cause: 'told' })).toHaveLength(30), { timeout: 10_000 });
  const told = (await (await bench.session({ role: 'staff', tenant, subject: ids[0] })).rows('notification', { kind: 'rule' })).map((n) => String(n['text']));
  expect(told.toSorted()).toEqual(Array.from({ length: 30 }, (_, i) => `Ticket ${i}`).toSorted());
});

it('lets people write the same tickets at the same time, and ends as the rules say', async () => {
  const other = await session(servers[1]!, { role: 'staff', tenant, subject: 'tom' });
  const policy = await staff.create('slaPolicy', { name: 'Standard', firstReplyMinutes: 60, resolutionMinutes: 600 });
  const users = [await staff.create('user', { name: 'A' }), await staff.create('user', { name: 'B' })].map((u) => u.id);
  await staff.create('automationRule', { name: 'Assign', table: 'ticket', when: 'update', changed: ['type'], actions: { assign: { by: 'load', userIds: users, reassign: true } } });
  await staff.create('automationRule', { name: 'Urgent', table: 'ticket', when: 'save', where: { type: 'outage', priority: { ne: 'urgent' } }, actions: { set: { priority: 'urgent' }, notify: { to: ['owner'], text: '{title}' } } });
  const ids = await Promise.all(Array.from({ length: 6 }, async (_, i) => (await staff.create('ticket', { ...desk, subject: `Ticket ${i}`, slaPolicyId: policy.id })).id));
  const writers = [staff, other].flatMap((by) => Array.from({ length: 6 }, async (_, round) => {
    const order = round % 2 ? ids : ids.toReversed();
    const at = new Date().toISOString();
    return by.push(...order.flatMap((id) => [
      by.change('update', 'ticket', id, { type: round % 3 ? 'outage' : 'question', status: round % 2 ? 'pending' : 'open' }),
      by.change('create', 'ticketMessage', newId(), { ticketId: id, body: 'We look at it.', at, fromUserId: users[0] }),
    ]));
  }));
  const outcomes = (await Promise.all(writers)).flat();
  expect(outcomes.filter((o) => o.status !== 'ok')).toEqual([]);
  for (const ticket of await staff.rows('ticket')) {
    expect(ticket['firstReplyAt']).not.toBeNull();
    expect(users).toContain(ticket['ownerId']);
    expect(ticket['waitingSince'] !== null).toBe(ticket['status'] === 'pending');
    expect(ticket['resolutionDue'] === null).toBe(ticket['status'] === 'pending');
    expect(ticket).toMatchObject({ priority: 'urgent' });
  }
  expect(await staff.rows('automationRule', { lastError: { ne: null } })).toEqual([]);
});
