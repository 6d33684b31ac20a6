// Runs against a real Tryton where TRYTON_ENDPOINT names one (`npm run test:backends`), and otherwise against the exchanges recorded in such a run.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, type Change, type PushOutcome, newId } from '@vinculo/sdk/schema';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type Failure, type Subject, runConformance } from '../conformance/index.ts';
import { trytonAdapter } from './index.ts';

interface Exchange { readonly method: string; readonly params: readonly unknown[]; readonly answer: unknown }

const live = process.env['TRYTON_ENDPOINT'];
const recording = live !== undefined && process.env['TRYTON_RECORD'] === '1';
const file = new URL('./recorded/exchanges.json', import.meta.url);
const recorded: Record<string, Exchange[]> = !recording && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Record<string, Exchange[]> : {};
const waiting = new Map<string, Exchange[]>();
let loseNext = false;
let failing: Failure | undefined;

const testName = (): string => expect.getState().currentTestName ?? '';
/** A text for the names of records: the same on every run, and different in every test. */
const label = (): string => `t${[...testName()].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 1_000_000_007, 7).toString(36)}`;

/** Answers from the recording, and only what was recorded for this test. */
function replay(method: string, params: readonly unknown[]): unknown {
  const name = testName();
  const left = waiting.get(name) ?? [...recorded[name] ?? []];
  waiting.set(name, left);
  const at = left.findIndex((x) => x.method === method && JSON.stringify(x.params) === JSON.stringify(params));
  if (at < 0) throw new Error(`Not in the recording of “${name}”: ${method} ${JSON.stringify(params).slice(0, 300)}. Record it anew with npm run test:backends -- --record.`);
  return left.splice(at, 1)[0]!.answer;
}

const line: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  if (failing === 'offline') throw new TypeError('fetch failed');
  if (failing) return new Response('<!doctype html><title>Sign in</title>', { status: failing === 'auth' ? 401 : 200 });
  const { method, params } = await request.clone().json() as { method: string; params: unknown[] };
  const login = method === 'common.db.login';
  const kept = login ? [] : params;
  let answer: unknown;
  if (live === undefined) answer = replay(method, kept);
  else {
    const response = await fetch(request);
    answer = await response.json();
    if (recording) (recorded[testName()] ??= []).push({ method, params: kept, answer: login ? { id: 1, result: [1, 'recorded'] } : answer });
  }
  if (loseNext && method.endsWith('.create')) {
    loseNext = false;
    throw new TypeError('the connection broke');
  }
  return Response.json(answer);
};

// With an overlap as short as the clock's grain, readings stay small.
const connect = (overlap = 1): Adapter => trytonAdapter({ endpoint: live ?? 'http://tryton.invalid', database: 'crm', credentials: { user: 'admin', password: 'admin' }, overlap, fetch: line });

afterEach(() => {
  const unasked = waiting.get(testName()) ?? [];
  if (unasked.length > 0) throw new Error(`In the recording, but not asked for: ${unasked.map((x) => x.method).join(', ')}.`);
});

afterAll(() => {
  if (!recording) return;
  const tests = Object.entries(recorded).map(([name, exchanges]) => `${JSON.stringify(name)}: [\n${exchanges.map((x) => JSON.stringify(x)).join(',\n')}\n]`);
  writeFileSync(file, `{\n${tests.join(',\n')}\n}\n`);
});

const opportunity: Subject = {
  table: 'deal',
  make: (name) => ({ name, pipelineId: 'tryton-opportunity', stageId: 'tryton-opportunity-lead' }),
  title: 'name',
  first: { field: 'probability', values: [10, 80] },
  second: { field: 'startedOn', values: ['2026-01-02', '2026-03-04'] },
  ask: { field: 'description', values: ['One text', 'Another text'] },
  invalid: { name: '' },
};

runConformance({
  name: 'tryton',
  capabilities: connect().capabilities,
  hooks: ['ask', 'loseNextAnswer', 'fail', 'reload'],
  start: () => Promise.resolve({ adapter: connect(), other: connect(), subject: opportunity, run: label(), loseNextAnswer: () => void (loseNext = true),
    fail: (how) => {
      failing = how;
      return () => void (failing = undefined);
    },
    reload: () => connect() }),
}, { describe, it });

/** A call past the adapter, as Tryton's own client makes it. */
async function inTryton(method: string, ...params: readonly unknown[]): Promise<unknown> {
  const post = async (name: string, args: readonly unknown[], headers: Record<string, string> = {}): Promise<unknown> => {
    const reply = await line(`${live ?? 'http://tryton.invalid'}/crm/`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ id: 1, method: name, params: args }) });
    return (await reply.json() as { result: unknown }).result;
  };
  const [uid, key] = await post('common.db.login', ['admin', { password: 'admin' }, 'en']) as [number, string];
  return post(method, params, { authorization: `Session ${btoa(`admin:${uid}:${key}`)}` });
}

let counter = 0;
const change = (op: Change['op'], table: string, id: string, patch: Change['patch'] = {}, seen?: AnyRow): Change =>
  ({ key: ['t', ++counter], op, table, id, patch, base: {}, at: '2026-11-22T00:00:00Z', ...(seen?.version === undefined ? {} : { baseVersion: seen.version }) });
const send = async (adapter: Adapter, c: Change): Promise<PushOutcome> => (await adapter.push([c]))[0]!;
async function stored(adapter: Adapter, c: Change): Promise<AnyRow> {
  const outcome = await send(adapter, c);
  expect(outcome).toMatchObject({ status: 'ok' });
  return (outcome as PushOutcome & { status: 'ok' }).row!;
}

describe('parties', () => {
  it('keep emails, phones, addresses and messaging as their own items', async () => {
    const adapter = connect();
    const made = await stored(adapter, change('create', 'account', newId(), {
      name: `Acme ${label()}`, kind: 'organisation', website: 'https://acme.example', emails: [{ id: 'x1', value: 'info@acme.example' }, { id: 'x2', value: 'buy@acme.example', label: 'purchasing' }],
      phones: [{ id: 'x3', raw: '+442071234567', label: 'mobile' }], socials: [{ id: 'x4', network: 'skype', handle: 'acme' }], addresses: [{ id: 'x5', street: '1 Quay', city: 'Hull', postcode: 'HU1' }],
    }));
    expect(made).toMatchObject({
      website: 'https://acme.example', emails: [{ value: 'info@acme.example', primary: true }, { value: 'buy@acme.example', label: 'purchasing' }],
      phones: [{ raw: '+442071234567', label: 'mobile' }], socials: [{ network: 'skype', handle: 'acme' }], addresses: [{ street: '1 Quay', city: 'Hull', postcode: 'HU1' }],
    });
    const [first] = made['emails'] as { id: string; value: string }[];
    const edited = await stored(adapter, change('update', 'account', made.id, { emails: [{ ...first!, value: 'hello@acme.example' }], phones: [], website: null }, made));
    expect(edited['emails']).toEqual([{ id: first!.id, value: 'hello@acme.example', primary: true }]);
    expect(edited).toMatchObject({ phones: [], website: null, addresses: [{ city: 'Hull' }] });
  });

  it('are an account or a contact, by the category for persons, never both', async () => {
    const adapter = connect();
    const account = await stored(adapter, change('create', 'account', newId(), { name: `Firm ${label()}` }));
    const contact = await stored(adapter, change('create', 'contact', newId(), { name: `Person ${label()}` }));
    const idsOf = async (table: string): Promise<readonly string[]> => adapter.digest!({ table });
    const [accounts, contacts] = [await idsOf('account'), await idsOf('contact')];
    expect(accounts).toContain(account.id);
    expect(contacts).toContain(contact.id);
    expect(accounts.filter((id) => contacts.includes(id))).toEqual([]);
    expect(await adapter.get!('account', [contact.id])).toEqual([]);
    expect(await send(adapter, change('update', 'account', contact.id, { name: 'Not mine' }))).toMatchObject({ status: 'rejected', code: 'not_found' });
  });

  it('show as changed when only one of their items was, also to a write that did not see it', async () => {
    const adapter = connect(0);
    const made = await stored(adapter, change('create', 'contact', newId(), { name: `Ada ${label()}`, emails: [{ id: 'x', value: 'ada@one.example' }] }));
    // A later record moves the start of the next reading past this one.
    await stored(adapter, change('create', 'contact', newId(), { name: `Later ${label()}` }));
    const { cursor } = await adapter.pull({ table: 'contact' }, null, 500);
    const [email] = made['emails'] as { id: string }[];
    await inTryton('model.party.contact_mechanism.write', [Number(email!.id.slice(1))], { value: 'ada@two.example' }, {});
    const [theirs] = await adapter.get!('contact', [made.id]);
    expect(theirs).toMatchObject({ emails: [{ value: 'ada@two.example' }] });
    const page = await adapter.pull({ table: 'contact' }, cursor, 500);
    expect(page.rows.find((r) => r.id === made.id)).toEqual(theirs);
    expect(await send(adapter, change('update', 'contact', made.id, { name: 'Ada King' }, made))).toEqual({ status: 'conflict', row: theirs, fields: [] });
  });

  it('leave their table when Tryton puts them away or makes them of the other kind', async () => {
    const adapter = connect();
    const [put, moved] = [await stored(adapter, change('create', 'account', newId(), { name: `Old ${label()}` })), await stored(adapter, change('create', 'account', newId(), { name: `Mr ${label()}` }))];
    await stored(adapter, change('create', 'contact', newId(), { name: `Someone ${label()}` }));
    const { cursor } = await adapter.pull({ table: 'account' }, null, 500);
    const [person] = await inTryton('model.party.category.search', [['name', '=', 'Person']], 0, 1, null, {}) as number[];
    await inTryton('model.party.party.write', [Number(put.id)], { active: false }, {});
    await inTryton('model.party.party.write', [Number(moved.id)], { categories: [['add', [person]]] }, {});
    const page = await adapter.pull({ table: 'account' }, cursor, 500);
    expect(page.deleted).toEqual(expect.arrayContaining([put.id, moved.id]));
    expect(page.rows.map((r) => r.id).filter((id) => [put.id, moved.id].includes(id))).toEqual([]);
    expect(await adapter.get!('contact', [put.id, moved.id])).toMatchObject([{ id: moved.id, name: `Mr ${label()}` }]);
  });

  it('refuse what Tryton has no place for, instead of losing it', async () => {
    const adapter = connect();
    const rejected = await send(adapter, change('create', 'account', newId(), { name: `Lost ${label()}`, industry: 'Food', tags: [] }));
    expect(rejected).toMatchObject({ status: 'rejected', code: 'validation', problems: [{ field: 'industry', reason: 'unsupported' }] });
    expect((await adapter.describe()).tables['account']!.without).toContain('industry');
    const country = await send(adapter, change('create', 'account', newId(), { name: `Lost ${label()}`, addresses: [{ id: 'x', city: 'Ys', country: 'XX' }] }));
    expect(country).toMatchObject({ status: 'rejected', problems: [{ field: 'addresses' }] });
  });
});

describe('opportunities', () => {
  it('hold one party, amounts in minor units, and name each side by its table', async () => {
    const adapter = connect();
    const account = await stored(adapter, change('create', 'account', newId(), { name: `Firm ${label()}` }));
    const contact = await stored(adapter, change('create', 'contact', newId(), { name: `Person ${label()}` }));
    const deal = await stored(adapter, change('create', 'deal', newId(), { ...opportunity.make(`Deal ${label()}`), accountId: account.id, amount: { minor: 123_450, currency: 'EUR' } }));
    expect(deal).toMatchObject({ accountId: account.id, contactId: null, amount: { minor: 123_450, currency: 'EUR' }, probability: 50 });
    expect(await stored(adapter, change('update', 'deal', deal.id, { contactId: contact.id }, deal))).toMatchObject({ accountId: null, contactId: contact.id });
    expect(await send(adapter, change('update', 'deal', deal.id, { amount: { minor: 1, currency: 'JPY' } }))).toMatchObject({ status: 'rejected', problems: [{ field: 'amount' }] });
    expect(await send(adapter, change('remove', 'account', contact.id))).toEqual({ status: 'ok', row: null });
    expect((await adapter.get!('contact', [contact.id]))[0]).toMatchObject({ id: contact.id });
  });

  it('move by the buttons of the workflow, and stay where it does not go', async () => {
    const adapter = connect();
    const account = await stored(adapter, change('create', 'account', newId(), { name: `Firm ${label()}` }));
    const deal = await stored(adapter, change('create', 'deal', newId(), { ...opportunity.make(`Deal ${label()}`), accountId: account.id }));
    const moved = await stored(adapter, change('update', 'deal', deal.id, { stageId: 'tryton-opportunity-opportunity', probability: 70 }, deal));
    expect(moved).toMatchObject({ stageId: 'tryton-opportunity-opportunity', probability: 70 });
    expect(await send(adapter, change('update', 'deal', deal.id, { stageId: 'tryton-opportunity-won' }, moved))).toMatchObject({ status: 'rejected', problems: [{ field: 'stageId' }] });
    const lost = await stored(adapter, change('update', 'deal', deal.id, { stageId: 'tryton-opportunity-lost', lostReason: 'price' }, moved));
    expect(lost).toMatchObject({ stageId: 'tryton-opportunity-lost', lostReason: 'price', closedAt: expect.stringMatching(/T00:00:00Z$/) });
  });

  it('put back what was written with a move that Tryton refuses', async () => {
    const adapter = connect();
    const deal = await stored(adapter, change('create', 'deal', newId(), opportunity.make(`Nobody ${label()}`)));
    const outcome = await send(adapter, change('update', 'deal', deal.id, { stageId: 'tryton-opportunity-opportunity', probability: 70 }, deal));
    expect(outcome).toMatchObject({ status: 'rejected', code: 'move_refused', problems: [{ field: 'stageId' }] });
    expect((await adapter.get!('deal', [deal.id]))[0]).toMatchObject({ stageId: 'tryton-opportunity-lead', probability: 50 });
  });

  it('stand in a pipeline of fixed stages', async () => {
    const adapter = connect();
    const { rows, cursor } = await adapter.pull({ table: 'stage' }, null, 10);
    expect(rows.map((r) => r['name'])).toEqual(['Lead', 'Opportunity', 'Converted', 'Won', 'Lost', 'Cancelled']);
    expect(await adapter.pull({ table: 'stage' }, cursor, 10)).toMatchObject({ rows: [], more: false });
  });
});

describe('the line to Tryton', () => {
  it('tells wrong credentials from a wrong address and from no answer', async () => {
    const answering = (response: () => Response): Adapter => trytonAdapter({ endpoint: 'http://tryton.invalid', database: 'crm', credentials: { user: 'admin', password: 'no' }, fetch: () => Promise.resolve(response()) });
    await expect(answering(() => new Response('<h1>Unauthorized</h1>', { status: 401 })).describe()).rejects.toMatchObject({ code: 'auth' });
    await expect(answering(() => new Response('<h1>Welcome</h1>')).describe()).rejects.toMatchObject({ code: 'bad_answer' });
    await expect(answering(() => new Response('', { status: 503, headers: { 'retry-after': '7' } })).describe()).rejects.toMatchObject({ code: 'backend', retryAfter: 7000 });
    await expect(answering(() => { throw new TypeError('refused'); }).describe()).rejects.toMatchObject({ code: 'offline' });
  });

  it('signs in again, once, when the session ended', async () => {
    let logins = 0;
    const fetchOnce: typeof fetch = async (input, init) => {
      const { method } = await new Request(input, init).json() as { method: string };
      if (method === 'common.db.login') return Response.json({ id: 1, result: [1, `key${++logins}`] });
      const ended = logins === 1;
      return ended ? new Response('', { status: 401 }) : Response.json({ id: 1, result: method.endsWith('search') ? [] : {} });
    };
    const adapter = trytonAdapter({ endpoint: 'http://tryton.invalid', database: 'crm', credentials: () => Promise.resolve({ user: 'admin', password: 'x' }), fetch: fetchOnce });
    expect(await adapter.digest!({ table: 'deal' })).toEqual([]);
    expect(logins).toBe(2);
  });
});
