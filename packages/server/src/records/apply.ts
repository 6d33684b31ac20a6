import { type AnyRow, type Change, type FieldProblem, type PushOutcome, type StageRules, applyChange } from '@vinculo/sdk/schema';
import { type Table, tableNamed } from '../database/table.ts';
import { shownRow } from '../reading/mask.ts';
import { actingAs, closedFields, mayWrite, rightsOn } from '../rights.ts';
import type { Identity } from '../identity/identity.ts';
import { withMarksThatStand } from './address-marks.ts';
import { withPresentTime } from './consent-time.ts';
import { recordsNamed } from './record-rows.ts';
import type { RecordStore } from './record-store.ts';
import { write } from './write.ts';

/** Looks up in few statements what a list of changes will need: the records themselves, and all they refer to. */
export async function prepare(store: RecordStore, changes: readonly Change[]): Promise<void> {
  const records = new Map<Table, string[]>();
  const references = new Map<Table, string[]>();
  const add = (to: Map<Table, string[]>, table: Table, id: string): void => void (to.get(table) ?? to.set(table, []).get(table)!).push(id);
  for (const change of changes) {
    const table = tableNamed(change.table);
    add(records, table, change.id);
    // What a link says of its activity is judged by the activity, which nobody may change meanwhile.
    const activityId = change.table === 'activityLink' ? change.patch['activityId'] : undefined;
    if (typeof activityId === 'string') add(records, tableNamed('activity'), activityId);
    for (const named of recordsNamed(table.entity, change.patch)) add(references, tableNamed(named.table), named.id);
  }
  // Rows are locked in one order by all: two pushes that begin with what the other ends with would wait for each other.
  for (const [table, ids] of [...records].sort(([a], [b]) => (a.name < b.name ? -1 : 1))) await store.rows.load(table, ids);
  const created = new Set(changes.filter((c) => c.op === 'create').map((c) => `${c.table}/${c.id}`));
  for (const [table, ids] of references) await store.rows.learnPresent(table, ids.filter((id) => !created.has(`${table.entity.name}/${id}`)));
}

/**
 * Judges one change and writes it.
 * @throws Refused when the judgement came too late to write nothing; the transaction has to be undone then
 */
export async function apply(store: RecordStore, change: Change): Promise<PushOutcome> {
  const table = tableNamed(change.table);
  const { identity } = store.access;
  const unfit = unfitToStore(identity, change, table);
  if (unfit) return unfit;

  const current = await store.rows.get(table, change.id);
  const stages = table.entity.process ? await stagesOf(store, current, change) : new Map<string, StageRules>();
  const verdict = applyChange(table.entity, withMarksThatStand(identity, withPresentTime(store.access, change), current), { current, stage: (id) => stages.get(id), now: store.access.now });
  switch (verdict.outcome) {
    case 'stop':
      return shownOutcome(store, table, verdict.answer);
    case 'nothing':
      return { status: 'ok', row: current ? shown(identity, table, current) : null };
    case 'remove':
      await store.remove(table, current!);
      return { status: 'ok', row: null };
    default: {
      const dangling = await namesNothing(store, table, verdict.set);
      if (dangling) return dangling;
      const row = await write(store, table, change.id, current, verdict);
      const closed = closedFields(rightsOn(actingAs(identity), change.table)!);
      const overwrote = verdict.overwrote.filter((f) => !closed.has(f.field));
      return { status: 'ok', row: shown(identity, table, row), ...(overwrote.length > 0 ? { overwrote } : {}) };
    }
  }
}

type Rejected = Extract<PushOutcome, { status: 'rejected' }>;

/** What of a create that somebody gives to a command would be refused them as a change of their own. */
export async function refusedIfGiven(store: RecordStore, change: Change): Promise<Rejected | undefined> {
  const table = tableNamed(change.table);
  return unfitToStore(store.access.identity, change, table) ?? (await namesNothing(store, table, change.patch));
}

function unfitToStore(identity: Identity, change: Change, table: Table): Rejected | undefined {
  const forbidden = rightProblem(identity, change, table);
  if (forbidden) return forbidden;
  const unstorable = nestedTooDeep(change) ?? unstorableText(change);
  return unstorable && { status: 'rejected', code: 'validation', message: unstorable.message, problems: [unstorable] };
}

async function namesNothing(store: RecordStore, table: Table, values: Change['patch']): Promise<Rejected | undefined> {
  const dangling = await store.rows.danglingReference(table.entity, values);
  if (!dangling) return undefined;
  const message = `${dangling.field} names the ${dangling.table} ${dangling.id}, which does not exist or may not be seen with this sign-in.`;
  return { status: 'rejected', code: 'missing_reference', message, problems: [{ field: dangling.field, reason: 'missing_reference', message }] };
}

function rightProblem(identity: Identity, change: Change, table: Table): Rejected | undefined {
  const { role } = identity;
  const r = rightsOn(actingAs(identity), change.table);
  if (table.entity.readonly) return undefined; // applyChange says so in its own words
  if (!r?.[change.op]) return { status: 'rejected', code: 'forbidden', message: `This sign-in may not ${change.op} ${table.entity.pluralLabel.en.toLowerCase()}.` };
  const fixed = Object.keys(change.patch).filter((name) => {
    if (change.patch[name] === undefined) return false;
    // Staff may carry a number over from another system; nobody changes one.
    const readonly = table.entity.fields[name]?.readonly === true && !(change.op === 'create' && (role === 'staff' || role === 'system'));
    return readonly || closedFields(r).has(name) || !mayWrite(r, name, change.op === 'create' ? 'create' : 'update');
  });
  if (fixed.length === 0) return undefined;
  const problems = fixed.map((field): FieldProblem => ({ field, reason: 'readonly', message: `${table.entity.fields[field]?.label.en ?? field} may not be set with this sign-in` }));
  return { status: 'rejected', code: 'forbidden', message: `The ${table.entity.name} was not saved: ${problems.map((p) => p.message).join('; ')}.`, problems };
}

/** Deep enough for anything a person keeps; what is deeper is built to hurt. */
const deepest = 32;

/** Looked for before anything goes through the values: it could not come back from the depth. */
function nestedTooDeep(change: Change): FieldProblem | undefined {
  const deeper = (value: unknown, left: number): boolean => typeof value === 'object' && value !== null && (left === 0 || Object.values(value).some((v) => deeper(v, left - 1)));
  const field = [...Object.entries(change.patch), ...Object.entries(change.base)].find(([, value]) => deeper(value, deepest))?.[0];
  return field === undefined ? undefined : { field, reason: 'invalid', message: `${field} is nested more than ${deepest} levels deep` };
}

const unstorable = /[\0\p{Cs}]/u;

/** Postgres stores neither the character U+0000 nor half a surrogate pair. */
function unstorableText(change: Change): FieldProblem | undefined {
  const bad = (value: unknown): boolean => {
    if (typeof value === 'string') return unstorable.test(value);
    if (typeof value !== 'object' || value === null) return false;
    return Array.isArray(value) ? value.some(bad) : Object.entries(value).some(([k, v]) => bad(k) || bad(v));
  };
  if (bad(change.id)) return { field: 'id', reason: 'invalid', message: 'The id holds a character that cannot be stored' };
  const field = Object.keys(change.patch).find((name) => bad(change.patch[name]));
  return field === undefined ? undefined : { field, reason: 'invalid', message: `${field} holds a character that cannot be stored` };
}

export async function stagesOf(store: RecordStore, current: AnyRow | undefined, change: Change): Promise<Map<string, StageRules>> {
  const ids = [current?.['stageId'], change.patch['stageId']].filter((id) => typeof id === 'string');
  const table = tableNamed('stage');
  await store.rows.learnRules(table, ids);
  return new Map(ids.flatMap((id) => {
    const row = store.rows.rules(table, id);
    // A stage row was checked by the declaration that StageRules is a part of.
    return row ? [[id, row as unknown as StageRules] as const] : [];
  }));
}

/** A row as whoever is at work may see it. */
export function shown(identity: Identity, table: Table, row: AnyRow): AnyRow {
  const r = rightsOn(actingAs(identity), table.entity.name);
  return r ? shownRow(r, table, row) : row;
}

function shownOutcome(store: RecordStore, table: Table, outcome: PushOutcome): PushOutcome {
  if (outcome.status !== 'conflict') return outcome;
  const closed = closedFields(rightsOn(actingAs(store.access.identity), table.entity.name)!);
  return { ...outcome, row: shown(store.access.identity, table, outcome.row), fields: outcome.fields.filter((f) => !closed.has(f.field)) };
}
