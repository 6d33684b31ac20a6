// Tests of the kit itself: each adapter here is right but for one fault, and the case that asks for what it breaks must find it. No case may be without a fault that it finds.
import { BackendError, type Change, ForbiddenError } from '@vinculo/sdk';
import type { Adapter, Capabilities, PresenceRequest, PullPage, Scope } from '@vinculo/sdk/adapter';
import { type AnyRow, type PushOutcome, newId } from '@vinculo/sdk/schema';
import { type MemoryBackend, memoryBackend } from '@vinculo/sdk/testing';
import { describe, expect, it } from 'vitest';
import { ConformanceError, conformanceCases, runCase } from './index.ts';
import { memoryHooks, overMemory } from './memory-host.fixture.ts';

type Spoil = (adapter: Adapter, backend: MemoryBackend) => Partial<Record<keyof Adapter, unknown>>;
type Fault = readonly [fault: string, foundBy: string, spoil: Spoil, capabilities?: Partial<Capabilities>];
type Run = NonNullable<Adapter['run']>;
type Push = Adapter['push'];
type Attend = NonNullable<Adapter['presence']>;
type Rest = [cursor: string | null, limit: number, signal?: AbortSignal];

const pages = (a: Adapter, change: (page: PullPage, cursor: string | null) => PullPage): Partial<Adapter> => ({ pull: async (scope, cursor, limit, signal) => change(await a.pull(scope, cursor, limit, signal), cursor) });
const outcomes = (a: Adapter, change: (outcome: PushOutcome, sent: Change) => PushOutcome): { push: Push } => ({ push: async (changes, signal) => (await a.push(changes, signal)).map((o, i) => change(o, changes[i]!)) });
const sending = (a: Adapter, change: (sent: Change) => Change): { push: Push } => ({ push: (changes, signal) => a.push(changes.map(change), signal) });
/** Something else instead of a push, for changes of one kind that come alone. */
const instead = (a: Adapter, when: (c: Change) => boolean, then: (c: Change) => PushOutcome | Promise<PushOutcome>): { push: Push } => ({ push: async (changes, signal) => (changes.length === 1 && when(changes[0]!) ? [await then(changes[0]!)] : a.push(changes, signal)) });
const running = (a: Adapter, run: (call: Run, ...args: Parameters<Run>) => Promise<unknown>): { run: Run } => ({ run: (...args) => run(a.run!, ...args) });
const attending = (a: Adapter, ask: (call: Attend, request: PresenceRequest) => ReturnType<Attend>): { presence: Attend } => ({ presence: (request) => ask(a.presence!, request) });
const empty: PullPage = { rows: [], deleted: [], movedOut: [], cursor: 'c', more: false };
const refused = (code: string): PushOutcome => ({ status: 'rejected', code, message: 'No.' });
const fresh = (c: Change): Change => ({ ...c, key: [crypto.randomUUID(), 1], id: c.op === 'create' ? newId() : c.id });
const key = (c: Change): string => c.key.join();
const seq = (row: AnyRow): number => Number(row.version?.split('.')[1] ?? 0);
const without = (row: AnyRow, drop: (name: string, value: unknown) => boolean): AnyRow => Object.fromEntries(Object.entries(row).filter(([n, v]) => !drop(n, v))) as AnyRow;
const rowsOf = (a: Adapter, change: (row: AnyRow) => AnyRow): Partial<Adapter> => ({
  ...pages(a, (p) => ({ ...p, rows: p.rows.map(change) })), ...outcomes(a, (o) => (o.status === 'ok' && o.row ? { ...o, row: change(o.row) } : o)), get: async (t, ids, signal) => (await a.get!(t, ids, signal)).map(change),
});
const baseless = (a: Adapter, field: string): { push: Push } => sending(a, (c) => ({ ...c, base: without(c.base as AnyRow, (n) => n === field) }));
/** Answers by memory: a key (as `of` reads it) whose outcome passes `keep` is answered with that outcome for good. */
const remembering = (a: Adapter, b: MemoryBackend, of: (c: Change) => string, keep: (o: PushOutcome) => boolean): { push: Push } => {
  const known = memories.get(b) ?? memories.set(b, new Map<string, PushOutcome>()).get(b)!;
  return { push: async (changes, signal) => {
    const todo = changes.filter((c) => !known.has(of(c)));
    const answers = todo.length > 0 ? await a.push(todo, signal) : [];
    todo.forEach((c, i) => void (keep(answers[i]!) && known.set(of(c), answers[i]!)));
    return changes.map((c) => answers[todo.indexOf(c)] ?? known.get(of(c))!);
  } };
};
/** Who is where, for adapters that ask nobody's rights. */
const everywhere = new WeakMap<MemoryBackend, MemoryBackend>();
/** Backends that run a command now. */
const busy = new WeakSet<MemoryBackend>();
const memories = new WeakMap<MemoryBackend, Map<string, PushOutcome>>();

const since = { pull: 'since', tombstones: false } as const;

const faults: readonly Fault[] = [
  // what it says of itself
  ['changes its hash without a reason', 'describe() names the user', (a) => ({ describe: async () => ({ ...(await a.describe()), hash: crypto.randomUUID() }) })],
  ['promises queries that it does not answer', 'what the capabilities promise', () => ({ query: undefined })],
  ['has no digest, nor tombstones', 'what the capabilities promise', () => ({ digest: undefined }), { tombstones: false }],
  ['names its data anew in every page', 'the adapter names its data', () => ({ source: crypto.randomUUID() })],
  ['answers ok where nothing may be written', 'a table that describe() does not let be written', (a) => outcomes(a, (o, c) => (o.status === 'rejected' && o.code === 'forbidden' ? { status: 'ok', row: { id: c.id } } : o))],
  ['throws at a table it does not know', 'a change of a table that is not served', (a) => instead(a, (c) => c.table === 'noSuchEntity', () => Promise.reject(new BackendError('No such table.')))],
  ['gives hidden fields as null', 'a field that may not be seen', (a, b) => {
    b.restrict('account', { fields: { lastContactAt: 'hidden' } });
    return rowsOf(a, (row) => ({ ...row, lastContactAt: null }));
  }],
  ['takes hidden fields in a patch, and drops them', 'a field that may not be seen', (a, b) => {
    b.restrict('account', { fields: { lastContactAt: 'hidden' } });
    return sending(a, (c) => ({ ...c, patch: without(c.patch as AnyRow, (n) => n === 'lastContactAt') }));
  }],
  // pulls
  ['drops the last row of a page', 'a pull from nothing', (a) => pages(a, (p) => (p.more ? { ...p, rows: p.rows.slice(0, -1) } : p))],
  ['gives everything at every pull', 'a pull goes on from its cursor', (a) => ({ pull: (scope: never, _cursor: unknown, limit: number, signal: AbortSignal) => a.pull(scope, null, Math.max(limit, 1000), signal) })],
  ['notes where a reading stands instead of saying it', 'a reading that was cut', (a) => {
    let at: string | null = null;
    return pages({ ...a, pull: (scope, cursor, limit, signal) => a.pull(scope, cursor === null ? null : (at ?? cursor), limit, signal) }, (p) => { at = p.cursor; return p; });
  }],
  ['reads a snapshot, and goes on from after it', 'no row is skipped when rows change', (a, b) => {
    let from = 0;
    let more = false;
    return pages({ ...a, pull: (scope, cursor, limit, signal) => {
      if (!more) from = Math.max(0, ...b.rows('account').map(seq));
      return a.pull(scope, cursor, limit, signal);
    } }, (p) => { more = p.more; return { ...p, rows: p.rows.filter((row) => seq(row) <= from) }; });
  }],
  ['tells a change once', 'a pull whose answer was lost', (a) => {
    const told = new Set<string>();
    return pages(a, (p, cursor) => {
      if (cursor === null || !told.has(cursor)) return told.add(cursor ?? ''), p;
      return { ...p, rows: [], deleted: [] };
    });
  }],
  ['knows only the cursors of its own page', 'a cursor outlives the page', (a) => {
    const page = crypto.randomUUID();
    return { pull: async (scope: never, cursor: string | null, limit: number, signal: AbortSignal) => {
      if (cursor !== null && !cursor.startsWith(page)) return { ...empty, cursor };
      const answer = await a.pull(scope, cursor?.slice(page.length) ?? null, limit, signal);
      return { ...answer, cursor: page + answer.cursor };
    } };
  }],
  ['begins anew without a word', 'a cursor that is too old', (a) => pages(a, ({ reset: _reset, ...p }) => p)],
  ['says reset on every page', 'a cursor that is too old', (a) => {
    let resetting = false;
    return pages(a, (p) => { resetting = p.reset === true || (resetting && p.more); return resetting ? { ...p, reset: true } : p; });
  }],
  ['answers a cursor it cannot read with nothing', 'a cursor that means nothing', (a) => pages(a, (p, cursor) => (cursor !== null && !/^e\d+:/.test(cursor) ? { ...empty, cursor } : p))],
  ['gives all rows whatever the scope', 'a pull of a scope', (a) => ({ pull: ({ table }: Scope, ...rest: Rest) => a.pull({ table }, ...rest) })],
  ['says nothing of rows that left the scope', 'a row that leaves the scope', (a) => pages(a, (p) => ({ ...p, movedOut: [] }))],
  ['says nothing of rows that left the scope while it was read', 'rows that enter and leave the scope', (a) => pages(a, (p) => ({ ...p, movedOut: [] }))],
  ['takes no note of whose cursor it is', 'a cursor of another scope', (a) => pages(a, (p) => ({ ...p, reset: false }))],
  ['starts a reading after the tick of the last', 'no row is lost that was written in the same tick', (a) => pages(a, (p) => (p.more ? p : { ...p, cursor: p.cursor.replace(/\|(\d+)\|(\d+)\|$/, (_all, from: string) => `|${Number(from) + 60_000}|${Number(from) + 60_000}|`) })), since],
  ['forgets tombstones', 'a removed row is told', (a) => pages(a, (p) => ({ ...p, deleted: [] }))],
  ['lists removed rows in digest()', 'a removed row is told', (a, b) => ({ digest: async (scope: never) => [...new Set([...await a.digest!(scope), ...b.faults.calls.flatMap((c) => c.changes ?? []).filter((c) => c.op === 'remove').map((c) => c.id)])] }), { tombstones: false }],
  // rows
  ['answers rows without versions', 'a row is the same', (a) => outcomes(a, (o) => (o.status === 'ok' && o.row ? { ...o, row: without(o.row, (n) => n === 'version') } : o))],
  ['makes up rows that are not there', 'get() gives', (a) => ({ get: async (table: string, ids: readonly string[]) => { const rows = await a.get!(table, ids); return ids.map((id) => rows.find((r) => r.id === id) ?? { id }); } })],
  ['answers an unknown table with nothing', 'a table that is not served is refused', (a) => ({ pull: (scope: never, cursor: string, limit: number, signal: AbortSignal) => a.pull(scope, cursor, limit, signal).catch((error: unknown) => { if (signal?.aborted || (error as { code: string }).code !== 'unknown_table') throw error; return empty; }) })],
  ['leaves rows that went out of sight', 'a row that goes out of sight', (a) => pages(a, (p) => ({ ...p, movedOut: [] }))],
  ['never brings back what may be seen again', 'a row that goes out of sight', (a) => { const gone = new Set<string>(); return pages(a, (p) => { for (const id of p.movedOut) gone.add(id); return { ...p, rows: p.rows.filter((row) => !gone.has(row.id)) }; }); }],
  // single writes
  ['answers a create without the row', 'a create answers the row', (a) => outcomes(a, (o, c) => (o.status === 'ok' && c.op === 'create' ? { ...o, row: null } : o))],
  ['keeps its minted ids to itself', 'a create answers the row', (a) => outcomes(a, ({ ...o }) => { if (o.status === 'ok') delete (o as { id?: string }).id; return o; }), { ids: 'server' }],
  ['empties what an update does not name', 'an update sets what it names', (a) => sending(a, (c) => (c.op === 'update' && !('website' in c.patch) ? { ...c, patch: { ...c.patch, website: null } } : c))],
  ['gives every row one version', 'an update sets what it names', (a) => rowsOf(a, (row) => ({ ...row, version: '1' }))],
  ['refuses to remove what is gone', 'a remove is answered', (a, b) => instead(a, (c) => c.op === 'remove' && !b.row(c.table, c.id), () => refused('not_found'))],
  ['says ok to an edit of what is gone', 'an update of a row that is gone', (a) => outcomes(a, (o) => (o.status === 'rejected' && o.code === 'not_found' ? { status: 'ok', row: null } : o))],
  ['hides why a change was refused', 'a change that does not fit', (a) => outcomes(a, (o) => (o.status === 'rejected' ? { ...o, problems: [] } : o))],
  ['drops fields that it does not know', 'a field that the backend does not know', (a) => sending(a, (c) => ({ ...c, patch: without(c.patch as AnyRow, (n) => n === 'noSuchField') }))],
  ['writes over a row whose id is taken', 'a create under an id that is taken', (a, b) => sending(a, (c) => (c.op === 'create' && b.row(c.table, c.id) ? { ...c, op: 'update' } : c))],
  ['loses references', 'a row may name a row', (a) => sending(a, (c) => (c.table === 'contact' ? { ...c, patch: without(c.patch as AnyRow, (n) => n === 'accountId') } : c))],
  ['believes the clocks of authors', 'it is the order of sending', (a, b) => instead(a, (c) => c.at < '2020', (c) => ({ status: 'ok', row: b.row(c.table, c.id)! }))],
  ['says ok although it is read-only', 'a read-only backend', (a) => outcomes(a, (_o, c) => ({ status: 'ok', row: { id: c.id } })), { push: 'none', commands: [] }],
  // values
  ['normalises texts', 'texts of all scripts', (a) => sending(a, (c) => (typeof c.patch['name'] === 'string' ? { ...c, patch: { ...c.patch, name: c.patch['name'].normalize('NFC') } } : c))],
  ['cuts long texts', 'values of every kind', (a) => rowsOf(a, (row) => (typeof row['description'] === 'string' ? { ...row, description: row['description'].slice(0, 65_535) } : row))],
  ['keeps money as a floating number', 'values of every kind', (a) => rowsOf(a, (row) => (row['annualRevenue'] ? { ...row, annualRevenue: { ...row['annualRevenue'], minor: Math.fround((row['annualRevenue'] as { minor: number }).minor) } } : row))],
  ['leaves out empty fields', 'an emptied field is null', (a) => rowsOf(a, (row) => without(row, (_n, v) => v === null))],
  ['refuses an edit that changes nothing', 'an edit that says what the row says', (a, b) => outcomes(a, (o, c) => (c.op === 'update' && o.status === 'ok' && o.row?.version === c.baseVersion && b.row(c.table, c.id) ? refused('nothing') : o))],
  ['breaks at a text that it cannot hold', 'a text that no database takes', (a) => instead(a, (c) => /[\0\ud800]/.test(JSON.stringify(c.patch['name'] ?? '').replaceAll('\\u0000', '\0').replaceAll('\\ud800', '\ud800')), () => Promise.reject(new BackendError('invalid byte sequence')))],
  ['drops fields of the backend’s own', 'fields that the declarations do not know', (a) => ({ get: async (table: string, ids: readonly string[]) => (await a.get!(table, ids)).map((row) => (row['industry'] ? without(row, (n) => n === 'creditHold') : row)) })],
  // merges
  ['overwrites without a word', 'an edit of the same field', (a) => sending(a, (c) => ({ ...c, base: {} }))],
  ['overwrites what a person should decide', 'two edits of a field whose policy is to ask', (a) => sending(a, (c) => ({ ...c, base: {} }))],
  ['calls any two edits a conflict', 'two edits of different fields', (a, b) => instead(a, (c) => c.op === 'update' && c.baseVersion !== b.row(c.table, c.id)?.version, (c) => ({ status: 'conflict', row: b.row(c.table, c.id)!, fields: [{ field: 'industry', base: null, mine: 1, theirs: 2 }] }))],
  ['calls agreement a conflict', 'two people who write the same', (a, b) => instead(a, (c) => c.op === 'update' && c.baseVersion !== b.row(c.table, c.id)?.version && 'description' in c.patch, (c) => ({ status: 'conflict', row: b.row(c.table, c.id)!, fields: [{ field: 'description', base: null, mine: 1, theirs: 1 }] }))],
  ['replaces lists of words', 'what two people add to one list', (a) => baseless(a, 'tags')],
  ['replaces lists of items', 'edits of two items', (a) => baseless(a, 'emails')],
  ['replaces custom fields', 'two edits of custom fields', (a) => baseless(a, 'custom')],
  ['covers keys of custom fields without a word', 'two edits of custom fields', (a) => outcomes(a, (o) => (o.status === 'ok' ? { ...o, overwrote: (o.overwrote ?? []).filter((c) => c.field !== 'custom') } : o))],
  // the same change again
  ['applies a key twice', 'the same key is never applied twice', (a) => sending(a, fresh)],
  ['answers a key with what it answered then', 'a key that comes again', (a, b) => remembering(a, b, key, (o) => o.status === 'ok')],
  ['takes a refused key for used', 'a change that was not stored gives its key back', (a, b) => remembering(a, b, key, (o) => o.status !== 'ok')],
  ['takes keys of a failed group for used', 'a group that failed may be sent again', (a, b) => remembering(a, b, key, (o) => o.status === 'rejected' && o.code === 'group_failed')],
  ['tells clients apart by nothing', 'the counter of one client', (a, b) => remembering(a, b, (c) => `${c.op} ${c.key[1]}`, (o) => o.status === 'ok')],
  ['looks for a key before it waits for another', 'the same key at the same time', (a) => { const under = new Set<string>(); return { push: async (changes: readonly Change[]) => {
    const doubled = changes.map((c) => (under.has(key(c)) ? fresh(c) : c));
    for (const c of changes) under.add(key(c));
    return a.push(doubled).finally(() => { for (const c of changes) under.delete(key(c)); });
  } }; }],
  ['looks for keys before a push and not within', 'the same key twice in one push', (a) => ({ push: (changes: readonly Change[], signal: AbortSignal) => a.push(changes.map((c, i) => (changes.findIndex((x) => key(x) === key(c)) < i ? fresh(c) : c)), signal) })],
  ['keeps no keys of groups', 'a group that comes again', (a) => sending(a, (c) => (c.group === undefined ? c : fresh(c)))],
  ['knows only the keys of its own page', 'a key outlives the page', (a) => { const page = crypto.randomUUID(); return sending(a, (c) => ({ ...c, key: [`${page} ${c.key[0]}`, c.key[1]] })); }],
  ['calls a lost create refused', 'a create whose answer was lost never', (a) => ({ push: (changes: readonly Change[], signal: AbortSignal) => a.push(changes, signal).catch((error: unknown) => { if ((error as { code?: string }).code !== 'offline') throw error; return changes.map(() => refused('error')); }) })],
  ['calls a lost create unsent', 'a create whose answer was lost never', (a) => outcomes(a, (o) => (o.status === 'unknown' ? { status: 'retry', message: 'Try again.' } : o)), { idempotency: false }],
  // several changes
  ['breaks at a push of nothing', 'a push of nothing', (a) => ({ push: (changes: readonly Change[], signal: AbortSignal) => (changes.length === 0 ? Promise.reject(new BackendError('Nothing to do.')) : a.push(changes, signal)) })],
  ['answers in an order of its own', 'changes of one push are answered in their order', (a) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => (await a.push(changes, signal)).toReversed() })],
  ['takes one change per record and push', 'a row may be created, edited twice', (a) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => {
    const first = changes.filter((c, i) => changes.findIndex((x) => x.id === c.id) === i);
    const answers = await a.push(first, signal);
    return changes.map((c) => answers[first.findIndex((x) => x.id === c.id)]!);
  } })],
  ['does not resolve ids of the same push', 'a row may be created, edited twice', (a) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => { const all: PushOutcome[] = []; for (const c of changes) all.push(...await a.push([c], signal)); return all; } }), { ids: 'server', atomic: false }],
  ['stores edits of one record in the wrong order', 'edits of one record in one push', (a) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => (await a.push(changes.toReversed(), signal)).toReversed() })],
  ['lets an edit pass one that met another version', 'an edit that has to come again', (a, b) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => {
    const [first, ...rest] = changes;
    const row = first?.op === 'update' && rest.length > 0 ? b.row(first.table, first.id) : undefined;
    return row && row.version !== first!.baseVersion ? [{ status: 'conflict', row, fields: [] }, ...await a.push(rest, signal)] : a.push(changes, signal);
  } })],
  ['answers a hundred changes at the most', 'two hundred changes', (a) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => (await a.push(changes, signal)).slice(0, 100) })],
  ['stores the good half of a group', 'a group is stored whole', (a) => sending(a, ({ group: _group, ...c }) => c)],
  ['does not say which change stopped a group', 'a group is stored whole', (a) => outcomes(a, (o, c) => (o.status === 'rejected' && c.group !== undefined ? refused('group_failed') : o))],
  ['answers a conflict with what it took back', 'a group that met a conflict', (a) => ({ push: async (changes: readonly Change[], signal?: AbortSignal) => (await a.push(changes, signal)).map((o, i): PushOutcome => (o.status === 'conflict' && changes[i]!.group !== undefined ? { ...o, row: { ...o.row, ...changes[0]!.patch } } : o)) })],
  ['takes a whole push back for one group', 'a group that fails', (a) => sending(a, (c) => ({ ...c, group: 'all' }))],
  // activities
  ['leaves the links of an activity as they were', 'the links of an activity say', (a, b) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => {
    const links = b.rows('activityLink');
    const answer = await a.push(changes, signal);
    for (const link of links) b.write('activityLink', link);
    return answer;
  } })],
  ['leaves links that name a removed record', 'the links of activities to a record', (a, b) => ({ push: async (changes: readonly Change[], signal: AbortSignal) => {
    const links = b.rows('activityLink');
    const answer = await a.push(changes, signal);
    for (const link of links) if (!b.row('activityLink', link.id)) b.write('activityLink', link);
    return answer;
  } })],
  ['believes what a link says of its activity', 'the links of an activity say', (a, b) => outcomes(a, (o) => {
    if (o.status === 'ok' && o.row?.['activityId']) b.write('activityLink', { ...o.row, at: '2020-01-01T00:00:00.000Z' });
    return o;
  })],
  // queries
  ['ignores the window of a query', 'query() answers as', (a) => ({ query: (request: { table: string }, signal: AbortSignal) => a.query!({ ...request, offset: 0, limit: 1000 }, signal) })],
  ['sorts empty values first', 'query() answers as', (a) => ({ query: async (request: never) => { const answer = await a.query!(request); return { ...answer, rows: answer.rows.toReversed() }; } })],
  ['counts the window', 'query() answers as', (a) => ({ query: async (request: never) => { const answer = await a.query!(request); return { ...answer, total: answer.rows.length }; } })],
  ['answers a part without saying so', 'query() answers as', (a) => ({ query: async (request: never) => { const { rows, asOf } = await a.query!(request); return { rows: rows.length === 4 ? rows.slice(0, 3) : rows, asOf }; } })],
  ['answers queries from an index that lags', 'query() sees what was stored', (a) => { const last = new Map<string, unknown>(); return { query: async (request: object) => { const k = JSON.stringify(request).slice(0, 60); const answer = await a.query!(request as never); const before = last.get(k) ?? answer; last.set(k, answer); return before; } }; }],
  ['ignores what it cannot filter by', 'a filter, an order or a figure', (a) => ({ query: (request: { table: string }) => a.query!(request as never).catch((error: unknown) => { if ((error as Error).message.includes('noSuchField')) return a.query!({ table: request.table }); throw error; }) })],
  ['counts only a part', 'aggregate() gives the same', (a) => ({ aggregate: async (request: never) => { const answer = await a.aggregate!(request); return { ...answer, groups: answer.groups.slice(1) }; } })],
  ['adds up all currencies', 'aggregate() gives the same', (a) => ({ aggregate: async (request: never) => { const answer = await a.aggregate!(request); return { ...answer, groups: answer.groups.map((g) => ({ ...g, values: { ...g.values, ...('sumMoney' in g.values ? { sumMoney: { EUR: Object.values(g.values['sumMoney'] as object).reduce((x: number, y: number) => x + y, 0) } } : {}) } })) }; } })],
  ['has no group for no rows', 'aggregate() over no rows', (a) => ({ aggregate: async (request: never) => { const answer = await a.aggregate!(request); return { ...answer, groups: answer.groups.filter((g) => g.values['count'] !== 0) }; } })],
  ['takes nothing for zero', 'figures of rows that lack', (a) => ({ aggregate: async (request: never) => { const answer = await a.aggregate!(request); return { ...answer, groups: answer.groups.map((g) => ({ ...g, values: Object.fromEntries(Object.entries(g.values).map(([n, v]) => [n, v ?? 0])) })) }; } })],
  // commands and files
  ['merges without the records that hang on it', 'merge makes one record', (a, b) => running(a, async (run, command, input, ...rest) => {
    const children = b.rows('contact');
    const output = await run(command, input, ...rest);
    for (const child of children) b.write('contact', child);
    return output;
  })],
  ['forgets the deal of a lead', 'convertLead makes', (a, b) => running(a, async (run, command, input, ...rest) => { const output = await run(command, input, ...rest); const { dealId } = output as { dealId?: string }; if (dealId) b.remove('deal', dealId); return output; })],
  ['gives the deal of a lead an amount that nobody gave', 'convertLead gives the deal', (a) => running(a, (run, command, input, ...rest) => {
    const { deal } = input as { deal?: { amount?: unknown; values?: Record<string, unknown> } | null };
    return run(command, command === 'convertLead' && deal?.amount === null ? { ...(input as object), deal: { ...deal, amount: { minor: 1, currency: 'EUR' } } } : input, ...rest);
  })],
  ['hands over nothing', 'transfer hands over', (a) => running(a, (run, command, ...rest) => (command === 'transfer' ? Promise.resolve({ moved: { account: 1 } }) : run(command, ...rest)))],
  ['does not bring a merged record back', 'unmerge brings back', (a) => running(a, (run, command, ...rest) => (command === 'unmerge' ? Promise.resolve({}) : run(command, ...rest)))],
  ['copies messages into the new ticket', 'splitTicket makes a ticket', (a, b) => running(a, async (run, command, input, ...rest) => {
    const messages = b.rows('ticketMessage');
    const output = await run(command, input, ...rest);
    if (command === 'splitTicket') for (const message of messages) b.write('ticketMessage', message);
    return output;
  })],
  ['does what it was only asked to count', 'a preview of transfer', (a) => running(a, (run, command, input, ...rest) => run(command, { ...(input as object), preview: false }, ...rest))],
  ['gives a claimed record to whoever claims it last', 'of two who claim', (a, b) => running(a, (run, command, input, ...rest) => run(command, input, ...rest).catch((error: unknown) => {
    if ((error as { code: string }).code !== 'already_claimed') throw error;
    b.update('lead', (input as { id: string }).id, { ownerId: null });
    return run(command, input, ...rest);
  }))],
  ['lets the last one have a claimed ticket', 'of two who claim a ticket', (a, b) => running(a, (run, command, input, ...rest) => run(command, input, ...rest).catch((error: unknown) => {
    if ((error as { code: string }).code !== 'already_claimed' || (input as { table: string }).table !== 'ticket') throw error;
    b.update('ticket', (input as { id: string }).id, { ownerId: null });
    return run(command, input, ...rest);
  }))],
  ['offers no duplicates', 'findDuplicates offers', (a) => running(a, (run, command, ...rest) => (command === 'findDuplicates' ? Promise.resolve({ duplicates: [] }) : run(command, ...rest)))],
  ['exports only the record itself', 'exportPerson answers', (a) => running(a, async (run, command, ...rest) => { const output = await run(command, ...rest); return command === 'exportPerson' ? { ...(output as object), records: { contact: (output as { records: { contact: unknown } }).records.contact } } : output; })],
  ['takes writes about who was erased', 'erasePerson leaves nothing', (a) => instead(a, (c) => c.op === 'update' && c.table === 'contact', (c) => ({ status: 'ok', row: { id: c.id } }))],
  ['runs a command twice', 'a command that comes again', (a) => running(a, (run, command, input, _key, signal) => run(command, input, newId(), signal))],
  ['answers a lost command with an error for good', 'a command whose answer was lost', (a) => running(a, (run, ...args) => run(...args).catch((error: unknown) => { throw (error as { code: string }).code === 'offline' ? new ForbiddenError('No.') : error; }))],
  ['leaves what a refused command did', 'a command that is refused', (a, b) => running(a, (run, command, input, ...rest) => run(command, input, ...rest).catch((error: unknown) => { const { intoId } = input as { intoId?: string }; if (intoId && b.row('account', intoId)) b.update('account', intoId, { status: 'merged' }); throw error; }))],
  ['leaves half of a command', 'a command that stops half way', (a, b) => running(a, (run, command, input, ...rest) => run(command, input, ...rest).catch((error: unknown) => { const lead = b.row('lead', (input as { leadId?: string }).leadId ?? ''); if (lead) b.write('contact', { id: newId(), name: lead['name'] }); throw error; }))],
  ['takes any input for a command', 'a command with an input that does not fit', (a) => running(a, (run, command, input, ...rest) => ((input as { nonsense?: true }).nonsense ? Promise.resolve({}) : run(command, input, ...rest)))],
  ['stores every file under one name', 'upload() stores', (a) => ({ upload: (...args: Parameters<NonNullable<Adapter['upload']>>) => a.upload!(...args).then(() => 'file') })],
  ['tells bytes instead of shares', 'upload() tells shares', (a) => ({ upload: (blob: Blob, name: string, signal?: AbortSignal, sent?: (share: number) => void) => a.upload!(blob, name, signal, (share) => sent?.(share * blob.size)) })],
  ['sends a file on that was taken out', 'upload() tells shares', (a) => ({ upload: (blob: Blob, name: string) => a.upload!(blob, name) })],
  ['gives every file back empty', 'download() answers', (a) => ({ download: () => a.upload!(new Blob([]), 'x').then((id) => a.download!(id)) })],
  ['forgets the type of files', 'download() answers', (a) => ({ download: (...args: Parameters<NonNullable<Adapter['download']>>) => a.download!(...args).then((file) => file.slice()) })],
  // hints
  ['goes on hinting after the end', 'subscribe() hints at a change of someone else', (a) => ({ subscribe: (hint: never, state: never) => { a.subscribe!(hint, state); return () => undefined; } })],
  ['never says that hints flow', 'subscribe() hints at a change of someone else', (a) => ({ subscribe: (hint: never) => a.subscribe!(hint, () => undefined) })],
  ['hints at the first change only', 'subscribe() hints at a change of someone else', (a) => ({ subscribe: (hint: (h: object) => void, state: never) => { let told = false; return a.subscribe!((h) => { if (!told) hint(h); told ||= h.tables?.includes('account') ?? false; }, state); } })],
  ['does not hint at commands', 'subscribe() hints at what a command', (a, b) => ({
    subscribe: (hint: (h: object) => void, state: never) => a.subscribe!((h) => { if (!busy.has(b)) hint(h); }, state),
    ...running(a, (run, ...args) => { busy.add(b); return run(...args).finally(() => busy.delete(b)); }),
  })],
  ['does not hint at rights', 'subscribe() hints when rights change', (a) => ({ subscribe: (hint: (h: object) => void, state: never) => { let deaf = false; return a.subscribe!((h) => { deaf ||= h.tables !== undefined && !h.tables.includes('historyEntry'); if (!deaf && !h.access) hint(h); }, state); } })],
  ['has room for one listener', 'two listeners of one adapter', (a) => { let stop: (() => void) | undefined; return { subscribe: (hint: never, state: never) => { stop?.(); const own = (stop = a.subscribe!(hint, state)); return () => { own(); stop?.(); }; } }; }],
  // who is there
  ['tells everybody of themselves', 'presence() tells who else', (a) => attending(a, async (ask, request) => [...await ask(request), ...request.at.map((each) => ({ ...each, userId: 'one', name: 'One' }))])],
  ['tells whoever is anywhere', 'presence() tells who else', (a) => attending(a, async (ask, request) => (await ask(request)).flatMap((each) => request.of.flatMap(({ table, ids }) => ids.map((id) => ({ ...each, table, id })))))],
  ['never lets anybody leave', 'presence() tells who else', (a) => attending(a, (ask, request) => (request.at.length > 0 ? ask(request) : ask({ ...request, page: 'another' })))],
  ['takes all writing for looking', 'presence() tells who else', (a) => attending(a, (ask, request) => ask({ ...request, at: request.at.map((each) => ({ ...each, doing: 'looking' })) }))],
  ['tells who is at records out of sight', 'presence() tells nothing of a record', (a, b) => {
    const all = memoryBackend({ seed: { account: b.rows('account'), user: b.rows('user') } });
    const words = everywhere.get(b) ?? everywhere.set(b, all).get(b)!;
    return attending(a, async (ask, request) => {
      for (const row of b.rows('account')) words.write('account', row);
      const who = (await a.describe()).user.id!;
      await ask(request);
      return words.adapter(who).presence!(request);
    });
  }],
  ['says nothing of who comes', 'subscribe() hints that somebody came', (a) => ({ subscribe: (hint: (h: object) => void, state: never) => a.subscribe!((h) => { if (!h.presence) hint(h); }, state) })],
  ['has all rows read again when somebody comes', 'subscribe() hints that somebody came', (a) => ({ subscribe: (hint: (h: object) => void, state: never) => a.subscribe!((h) => hint(h.presence ? { presence: h.presence } : h), state) })],
  // failures
  ['throws what the network threw', 'a reading that fails says how', (a) => ({ pull: (...args: Parameters<Adapter['pull']>) => a.pull(...args).catch((error: unknown) => { throw (error as { code?: string }).code === 'offline' ? new TypeError('fetch failed') : error; }) })],
  ['calls an unsent change refused', 'a change that did not reach the backend', (a) => ({ push: (changes: readonly Change[], signal: AbortSignal) => a.push(changes, signal).catch(() => changes.map(() => refused('error'))) })],
  ['takes a command for done that did not arrive', 'a command that did not reach the backend', (a) => running(a, (run, ...args) => run(...args).catch((error: unknown) => { if ((error as { code?: string }).code === 'offline') return {}; throw error; }))],
  ['works on after an abort', 'a call that was aborted before it began', (a) => ({ pull: (scope: never, cursor: string, limit: number) => a.pull(scope, cursor, limit) })],
  ['writes on after an abort', 'a write that was aborted before it began', (a) => ({ push: (changes: readonly Change[]) => a.push(changes) })],
  ['hides the reason of an abort', 'a call that is cut short on its way ends', (a) => ({ get: async (table: string, ids: readonly string[], signal: AbortSignal) => { const answer = await a.get!(table, ids); if (signal?.aborted) throw new Error('aborted'); return answer; } })],
  ['signs in once, for whoever comes first', 'a call that is cut short takes no other', (a) => {
    let signedIn: Promise<unknown> | undefined;
    const shared = (signal: AbortSignal | undefined): Promise<unknown> => (signedIn ??= new Promise((resolve, reject) => { signal?.addEventListener('abort', () => reject(signal.reason as Error)); setTimeout(resolve); }));
    return { describe: async (signal?: AbortSignal) => { await shared(signal); return a.describe(signal); }, pull: async (...args: Parameters<Adapter['pull']>) => { await shared(args[3]); return a.pull(...args); } };
  }],
  ['gives a push that was cut another key', 'a push that is cut short', (a) => ({ push: async (changes: readonly Change[], signal?: AbortSignal) => a.push(signal ? changes.map(fresh) : changes) })],
  // what the client makes of it
  ['calls every create of a client refused', 'two clients, one of them offline', (a) => ({ push: (changes: readonly Change[], signal?: AbortSignal) => (signal ? Promise.resolve(changes.map((c): PushOutcome => (c.op === 'create' ? refused('no') : { status: 'ok', row: null }))) : a.push(changes)) })],
  ['stores a change and fails', 'a create whose answer is lost under a client', (a) => { const known = new Map<string, Change>(); return sending(a, (c) => { const again = known.has(key(c)); known.set(key(c), c); return again ? fresh(c) : c; }); }],
  ['answers a minted id that is not the row’s', 'what a client refers to by its own id', (a) => sending(a, (c) => (c.table === 'contact' ? { ...c, patch: { ...c.patch, accountId: 'nobody' } } : c)), { ids: 'server' }],
  ['lets a client write over what it has not seen', 'a client that wrote over an unseen value', (a) => sending(a, (c) => ({ ...c, base: {} }))],
  ['does not take rows out of a client’s sight', 'a row that goes out of sight leaves', (a) => pages(a, (p) => ({ ...p, movedOut: [] }))],
  ['breaks over a change that it should refuse', 'a change that the backend refuses is shown', (a) => ({ push: async (changes: readonly Change[], signal?: AbortSignal) => { const answer = await a.push(changes, signal); if (answer.some((o) => o.status === 'rejected')) throw new BackendError('Something failed.'); return answer; } })],
];

/** The cases that a spoilt adapter does not pass. */
async function failed(spoil: Spoil, capabilities: Partial<Capabilities>, patience = 100): Promise<readonly string[]> {
  const found: string[] = [];
  for (const one of conformanceCases()) {
    const backend = memoryBackend({ capabilities, seed: { user: [{ id: 'one', name: 'One' }, { id: 'two', name: 'Two' }] } });
    if (one.skip?.(backend.adapter().capabilities, memoryHooks) !== undefined) continue;
    // Only methods and names are replaced; that some of them are wrong is the point.
    const spoilt = overMemory(backend, (a) => ({ ...a, ...spoil(a, backend) }) as Adapter);
    try {
      await runCase(one, { ...spoilt, patience });
    } catch (error) {
      if (error instanceof ConformanceError) found.push(one.name);
      else throw error;
    }
  }
  return found;
}

describe('the kit', () => {
  const all = new Set<string>();

  it.each(faults.map(([fault, foundBy, spoil, capabilities = {}]) => ({ fault, foundBy, spoil, capabilities })))('finds an adapter that $fault', async ({ foundBy, spoil, capabilities }) => {
    const found = await failed(spoil, capabilities);
    for (const name of found) all.add(name);
    expect(found.filter((name) => name.startsWith(foundBy)), `cases that failed: ${found.join('; ')}`).not.toEqual([]);
  });

  it('has no case that cannot fail', () => {
    expect(conformanceCases().map((c) => c.name).filter((name) => !all.has(name))).toEqual([]);
  });

  it('finds nothing in an adapter that is right', async () => {
    expect(await failed(() => ({}), {}, 20_000)).toEqual([]);
  });
});
