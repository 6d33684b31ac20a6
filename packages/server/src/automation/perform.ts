import { businessTime } from '@vinculo/insights/business-time';
import { type AnyRow, type Change, newId } from '@vinculo/sdk/schema';
import { type Table, tableNamed } from '../database/table.ts';
import { findIn } from '../reading/query.ts';
import { apply } from '../records/apply.ts';
import type { RecordStore } from '../records/record-store.ts';
import { type FollowUp, type Notify, readActions } from './actions.ts';
import { chooseOwner } from './assignment.ts';
import { calendarOf } from './calendar.ts';
import { named, teamOfQueue } from './related.ts';
import type { RuleRow } from './rules.ts';

/**
 * Does what a rule says with a record: first what changes the record itself, then what is made beside it.
 *
 * @param again the record is as it is because of this rule: only what changes the record is done, to see whether it would
 * @throws what is wrong with the rule, or why its change was refused
 */
export async function perform(store: RecordStore, rule: RuleRow, table: Table, found: AnyRow, again: boolean): Promise<void> {
  const { assign, set, priority, startSla, followUp, notify } = readActions(rule.actions);
  const patch = patchOf(table, found, set ?? {});
  if (startSla) patch['slaPolicyId'] = startSla.policyId;
  if (priority) Object.assign(patch, await priorityPatch(store, table, { ...found, ...patch }, priority));
  if (assign && (assign.reassign || !found['ownerId'])) {
    if (!('ownerId' in table.entity.fields)) throw new TypeError(`${table.entity.pluralLabel.en} have no owner.`);
    const ownerId = await chooseOwner(store, rule.id, table, { ...found, ...patch }, assign);
    if (ownerId !== undefined) patch['ownerId'] = ownerId;
  }
  if (Object.keys(patch).length > 0) await change(store, 'update', table.entity.name, found.id, patch);
  if (again) return;
  const row = (await store.rows.get(table, found.id)) ?? found;
  if (followUp) await addFollowUp(store, table, row, followUp);
  if (notify) await addNotifications(store, table, row, notify);
}

/** What a rule sets. Tags are added to those that are there. */
function patchOf(table: Table, row: AnyRow, set: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(set).map(([field, value]) => {
    const there = row[field];
    const adds = table.entity.fields[field]?.kind === 'tags' && Array.isArray(value) && Array.isArray(there);
    return [field, adds ? [...new Set<unknown>([...(there as unknown[]), ...(value as unknown[])])] : value];
  }));
}

/** Stores a change as any other, or throws why it was not. */
async function change(store: RecordStore, op: Change['op'], table: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<void> {
  const outcome = await apply(store, { key: ['automation', 0], op, table, id, patch, base: {}, at: store.access.now });
  if (outcome.status !== 'ok') throw new TypeError(`The ${table} ${id}: ${'message' in outcome ? outcome.message : 'someone else changed it.'}`);
}

/** The options of a field are in the order of what they mean: from low to urgent. */
async function priorityPatch(store: RecordStore, table: Table, row: AnyRow, how: { readonly raise: true } | { readonly byValue: Readonly<Record<string, string>> }): Promise<object> {
  const levels = table.entity.fields['priority']?.options?.map((o) => o.value);
  if (!levels) throw new TypeError(`${table.entity.pluralLabel.en} have no list of priorities.`);
  if ('raise' in how) return { priority: levels[Math.min(levels.indexOf(String(row['priority'])) + 1, levels.length - 1)] };
  const contact = await named(store, 'contact', row['contactId']);
  const priority = how.byValue[String(contact?.['valueClass'])];
  return priority === undefined ? {} : { priority };
}

function filled(text: string, table: Table, row: AnyRow): string {
  return text.replaceAll('{title}', String(row[table.entity.title] ?? '')).slice(0, 500);
}

async function addFollowUp(store: RecordStore, table: Table, row: AnyRow, { subject, kind = 'task', minutes, calendarId }: FollowUp): Promise<void> {
  const at = store.access.now;
  const dueAt = calendarId === undefined ? new Date(Date.parse(at) + minutes * 60_000).toISOString() : businessTime(await calendarOf(store, calendarId)).after(at, minutes);
  const activityId = newId();
  await change(store, 'create', 'activity', activityId, { kind, subject: filled(subject, table, row), at, dueAt, done: false, ownerId: row['ownerId'] ?? null });
  await change(store, 'create', 'activityLink', newId(), { activityId, table: table.entity.name, recordId: row.id, role: 'regarding', kind, at: dueAt, open: true });
}

async function addNotifications(store: RecordStore, table: Table, row: AnyRow, { to, text }: Notify): Promise<void> {
  const people = new Set<string>();
  for (const whom of to) for (const id of await peopleOf(store, row, whom)) people.add(id);
  for (const userId of people) {
    await change(store, 'create', 'notification', newId(), { userId, kind: 'rule', text: filled(text, table, row), at: store.access.now, table: table.entity.name, recordId: row.id });
  }
}

async function peopleOf(store: RecordStore, row: AnyRow, whom: Notify['to'][number]): Promise<readonly string[]> {
  if (typeof whom === 'object') return [whom.userId];
  const owner = await named(store, 'user', row['ownerId']);
  if (whom === 'owner') return owner ? [owner.id] : [];
  const teamId = owner?.['teamId'] ?? (await teamOfQueue(store, row));
  if (typeof teamId !== 'string') return [];
  if (whom === 'team') return (await findIn(store.access, tableNamed('user'), { teamId, active: { ne: false } })).map((u) => u.id);
  const lead = await named(store, 'user', (await named(store, 'team', teamId))?.['leadId']);
  return lead ? [lead.id] : [];
}
