import { type AnyRow, type Change, type PushOutcome, UnknownTableError, conflictTakenBack, entityNamed } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction, sqlState } from '../database/connection.ts';
import { selected, target } from '../database/statements.ts';
import { type Flat, tableNamed, unflatten } from '../database/table.ts';
import { finish } from '../automation/finish.ts';
import { prepared } from '../database/prepared.ts';
import type { Identity } from '../identity/identity.ts';
import { apply, prepare, shown } from './apply.ts';
import { RecordStore } from './record-store.ts';
import { Refused } from './refused.ts';
import { lateForErased } from '../privacy/marks.ts';

/** Undoes the transaction of a group one of whose changes did not pass. */
class GroupStopped extends Error {
  readonly culprit: Change;
  readonly outcome: PushOutcome;
  constructor(culprit: Change, outcome: PushOutcome) {
    super('A change of the group was not stored.');
    this.culprit = culprit;
    this.outcome = outcome;
  }
}

const attempts = 4;

/** Records of which a change has to come again: what comes after it in this push waits for it. */
type Held = Map<string, PushOutcome>;

const recordOf = ({ table, id }: Change): string => `${table}\n${id}`;

/** Stores changes, in order. Those of one group are stored together or not at all; each other one by itself. */
export async function push(db: Database, identity: Identity, changes: readonly Change[]): Promise<PushOutcome[]> {
  const outcomes = new Map<Change, PushOutcome>();
  const held: Held = new Map();
  for (const { group, members } of unitsOf(changes)) {
    const answers = await (group === undefined ? pushSingles : pushGroup)(db, identity, members, held);
    members.forEach((change, i) => outcomes.set(change, answers[i]!));
  }
  return changes.map((change) => outcomes.get(change)!);
}

/** What a change is answered over which an older value would come later, if it were stored now. */
function heldBack(changes: readonly Change[], held: Held): PushOutcome | undefined {
  return changes.map((c) => held.get(recordOf(c))).find((outcome) => outcome !== undefined);
}

function hold(changes: readonly Change[], outcomes: readonly PushOutcome[], held: Held): void {
  for (const [i, outcome] of outcomes.entries()) if (outcome.status === 'retry') held.set(recordOf(changes[i]!), outcome);
}

/** Changes of one group, at the place of its first; and runs of changes without one. */
function unitsOf(changes: readonly Change[]): { group: string | undefined; members: Change[] }[] {
  const units: { group: string | undefined; members: Change[] }[] = [];
  for (const change of changes) {
    const unit = change.group === undefined ? units.at(-1) : units.find((u) => u.group === change.group);
    if (unit && unit.group === change.group) unit.members.push(change);
    else units.push({ group: change.group, members: [change] });
  }
  return units;
}

/** All in one transaction; where the database refuses one of them, or others are in the way, one half after the other, so that it is found in few steps. */
async function pushSingles(db: Database, identity: Identity, changes: readonly Change[], held: Held): Promise<PushOutcome[]> {
  const free = changes.filter((c) => !held.has(recordOf(c)));
  if (free.length < changes.length) {
    const answers = new Map((await pushSingles(db, identity, free, held)).map((outcome, i) => [free[i]!, outcome]));
    return changes.map((c) => answers.get(c) ?? held.get(recordOf(c))!);
  }
  if (changes.length === 0) return [];
  try {
    return await attempt(() => inTransaction(db, identity, 'write', (access) => applyAll(access, changes, false)));
  } catch (error) {
    if (changes.length === 1) {
      const outcomes = [outcomeOf(error, changes[0]!)];
      hold(changes, outcomes, held);
      return outcomes;
    }
    if (!isRefusal(error) && !isTransient(error)) throw error;
  }
  const middle = changes.length >> 1;
  const first = await pushSingles(db, identity, changes.slice(0, middle), held);
  return [...first, ...(await pushSingles(db, identity, changes.slice(middle), held))];
}

async function pushGroup(db: Database, identity: Identity, changes: readonly Change[], held: Held): Promise<PushOutcome[]> {
  const wait = heldBack(changes, held);
  const outcomes = wait ? changes.map(() => wait) : await storeGroup(db, identity, changes);
  hold(changes, outcomes, held);
  return outcomes;
}

async function storeGroup(db: Database, identity: Identity, changes: readonly Change[]): Promise<PushOutcome[]> {
  const all = (careful: boolean): Promise<PushOutcome[]> => attempt(() => inTransaction(db, identity, 'write', (access) => applyAll(access, changes, true, careful)));
  try {
    // The database refuses rows when they are written, many at a time. A second go writes one by one, to learn which change it was.
    return await all(false).catch((error: unknown) => (isRefusal(error) ? all(true) : Promise.reject(error)));
  } catch (error) {
    if (error instanceof GroupStopped) {
      const { culprit } = error;
      const outcome = await afterwards(db, identity, error);
      return changes.map((c) => (c === culprit ? outcome : { status: 'rejected', code: 'group_failed', message: 'Not stored, because another change made together with it was not stored.' }));
    }
    if (isTransient(error)) return changes.map((c) => outcomeOf(error, c));
    throw error;
  }
}

/** What the change that stopped a group is answered, now that nothing of the group is stored. */
async function afterwards(db: Database, identity: Identity, { culprit, outcome }: GroupStopped): Promise<PushOutcome> {
  if (outcome.status !== 'conflict') return outcome;
  const table = tableNamed(culprit.table);
  const row = await inTransaction(db, identity, 'read', async (access) => {
    const store = new RecordStore(access);
    await store.rows.learnRules(table, [culprit.id]);
    const stands = store.rows.rules(table, culprit.id);
    return stands && shown(access.identity, table, stands);
  });
  return conflictTakenBack(outcome, row);
}

async function applyAll(access: Access, changes: readonly Change[], together: boolean, careful = false): Promise<PushOutcome[]> {
  const store = new RecordStore(access);
  const fresh = await claim(access, changes);
  await prepare(store, changes.filter((c) => fresh.has(keyOf(c)) && entityNamed(c.table) !== undefined));
  const late = await lateForErased(access, changes.filter((c) => fresh.has(keyOf(c))));
  const outcomes: (PushOutcome | undefined)[] = [];
  for (const change of changes) {
    const outcome = fresh.has(keyOf(change)) ? (late.get(change) ?? (await applyOne(store, change, careful))) : undefined;
    if (together && outcome && outcome.status !== 'ok') throw new GroupStopped(change, outcome);
    outcomes.push(outcome);
  }
  await settle(access, changes, outcomes);
  await finish(store);
  const before = await replayed(access, changes.filter((_, i) => outcomes[i] === undefined));
  return changes.map((change, i) => outcomes[i] ?? before.get(change)!);
}

async function applyOne(store: RecordStore, change: Change, careful: boolean): Promise<PushOutcome> {
  try {
    const outcome = await apply(store, change);
    if (careful) await store.flush();
    return outcome;
  } catch (error) {
    // Nothing of the change was written yet, or all is about to be undone.
    if (careful && isRefusal(error)) throw new GroupStopped(change, outcomeOf(error, change));
    if (error instanceof UnknownTableError || (error instanceof Refused && error.code === 'referenced')) return outcomeOf(error, change);
    throw error;
  }
}

const keyOf = ({ key: [client, counter] }: Change): string => `${client}\n${counter}`;

/** Takes the keys of changes that were not stored before, in one order by all. The same key in another transaction waits here for that one's end. */
async function claim({ tx, identity }: Access, changes: readonly Change[]): Promise<Set<string>> {
  const clients = changes.map((c) => c.key[0]);
  const counters = changes.map((c) => c.key[1]);
  const { rows } = await sql<{ client: string; counter: number }>`${prepared}insert into vinculo.pushed (tenant_id, subject, client, counter)
    select ${identity.tenant}, ${identity.subject}, client, counter from unnest(${clients}::text[], ${counters}::bigint[]) as k(client, counter) order by client, counter on conflict do nothing returning client, counter`.execute(tx);
  return new Set(rows.map((r) => `${r.client}\n${r.counter}`));
}

/** What was not stored gives its key back: sent again, it is judged anew. What covered unseen values is remembered, to be told again. */
async function settle({ tx, identity: { tenant, subject } }: Access, changes: readonly Change[], outcomes: readonly (PushOutcome | undefined)[]): Promise<void> {
  const back = changes.filter((_, i) => outcomes[i] !== undefined && outcomes[i].status !== 'ok');
  if (back.length > 0) {
    await sql`delete from vinculo.pushed using unnest(${back.map((c) => c.key[0])}::text[], ${back.map((c) => c.key[1])}::bigint[]) as k(client, counter)
      where pushed.tenant_id = ${tenant} and pushed.subject = ${subject} and pushed.client = k.client and pushed.counter = k.counter`.execute(tx);
  }
  const covered = changes.flatMap((c, i) => {
    const outcome = outcomes[i];
    return outcome?.status === 'ok' && outcome.overwrote ? [{ client: c.key[0], counter: c.key[1], outcome: { overwrote: outcome.overwrote } }] : [];
  });
  if (covered.length === 0) return;
  await sql`${prepared}update vinculo.pushed set outcome = k.outcome from jsonb_to_recordset(${JSON.stringify(covered)}::jsonb) as k(client text, counter bigint, outcome jsonb)
    where pushed.tenant_id = ${tenant} and pushed.subject = ${subject} and pushed.client = k.client and pushed.counter = k.counter`.execute(tx);
}

/**
 * The answers to changes that were stored before. The rows are read after all is written, and not locked: pushes that came twice would stand in each other's way,
 * each with rows of which it wants nothing.
 */
async function replayed({ tx, identity }: Access, changes: readonly Change[]): Promise<Map<Change, PushOutcome>> {
  const { tenant, subject } = identity;
  if (changes.length === 0) return new Map();
  const { rows: kept } = await sql<{ client: string; counter: number; outcome: { overwrote?: Extract<PushOutcome, { status: 'ok' }>['overwrote'] } }>`${prepared}select client, counter, outcome
    from unnest(${changes.map((c) => c.key[0])}::text[], ${changes.map((c) => c.key[1])}::bigint[]) as k(client, counter) join vinculo.pushed using (client, counter)
    where tenant_id = ${tenant} and subject = ${subject} and outcome is not null`.execute(tx);
  const outcomes = new Map(kept.map((k) => [`${k.client}\n${k.counter}`, k.outcome]));
  const standing = new Map<string, AnyRow>();
  for (const name of new Set(changes.map((c) => c.table))) {
    const table = tableNamed(name);
    const { rows } = await sql<Flat>`${prepared}select ${selected(table)} from ${target(table)} where id = any(${changes.flatMap((c) => (c.table === name ? [c.id] : []))}::text[]) and deleted_at is null`.execute(tx);
    for (const flat of rows) standing.set(`${name}\n${String(flat['id'])}`, unflatten(table, flat));
  }
  return new Map(changes.map((change) => {
    const row = standing.get(recordOf(change));
    const overwrote = outcomes.get(keyOf(change))?.overwrote;
    return [change, { status: 'ok', row: row ? shown(identity, tableNamed(change.table), row) : null, ...(overwrote ? { overwrote } : {}) }];
  }));
}

/** Refusals of the database itself: a value it cannot hold, one too long for its index, a key that is taken, a row that row-level security keeps. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Refused || ['22', '23', '54'].includes(sqlState(error)?.slice(0, 2) ?? '') || sqlState(error) === '42501';
}

/** Two transactions in each other's way, or one that took too long. */
export function isTransient(error: unknown): boolean {
  return ['40001', '40P01', '55P03', '57014'].includes(sqlState(error) ?? '');
}

export async function attempt<T>(work: () => Promise<T>): Promise<T> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !['40001', '40P01'].includes(sqlState(error) ?? '')) throw error;
    }
  }
}

function outcomeOf(error: unknown, change: Change): PushOutcome {
  if (error instanceof Refused) return { status: 'rejected', code: error.code, message: error.message, problems: error.problems };
  if (error instanceof UnknownTableError) return { status: 'rejected', code: error.code, message: error.message };
  if (isTransient(error)) return { status: 'retry', message: 'Other changes of the same records were under way. Send it again.', after: 500 };
  const state = sqlState(error);
  if (state === '42501') return { status: 'rejected', code: 'forbidden', message: `This sign-in may not ${change.op} this ${change.table}.` };
  if (state === '23505') return { status: 'rejected', code: 'exists', message: `The ${change.table} ${change.id} is there already.` };
  if (isRefusal(error)) return { status: 'rejected', code: 'validation', message: `The ${change.table} ${change.id} holds a value that cannot be stored.` };
  throw error;
}
