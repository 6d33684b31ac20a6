import { type AnyRow, activityLinkPatch, activityLinkValues, changesActivityLinks, repeatsActivity } from '@vinculo/sdk/schema';
import { type Table, tableNamed } from '../database/table.ts';
import { mailFollows } from '../mail/triggers.ts';
import { wakeDevices } from '../notices/devices.ts';
import type { RecordStore, Written } from './record-store.ts';

/** Writes what was judged, with what it asks of other rows (links say of their activity what the activity says), the mail that it causes and the browsers that it wakes. */
export async function write(store: RecordStore, table: Table, id: string, current: AnyRow | undefined, verdict: Written): Promise<AnyRow> {
  const judged = table.entity.name === 'activityLink' && repeatsActivity(verdict.set) ? { ...verdict, set: { ...verdict.set, ...(await repeated(store, current, verdict.set)) } } : verdict;
  const row = current ? await store.update(table, current, judged) : await store.create(table, id, judged);
  if (table.entity.name === 'activity' && current && changesActivityLinks(current, row)) await followActivity(store, row);
  await mailFollows(store.access, table, current, row);
  if (table.entity.name === 'notification' && !current) await wakeDevices(store.access, row);
  return row;
}

/** Sets fields that the backend alone keeps: nothing is judged. */
export async function setFields(store: RecordStore, table: Table, row: AnyRow, set: Written['set']): Promise<void> {
  await store.update(table, row, { set, before: Object.fromEntries(Object.keys(set).map((field) => [field, row[field] ?? null])) });
}

async function repeated(store: RecordStore, current: AnyRow | undefined, set: Written['set']): Promise<object> {
  const activity = await store.rows.get(tableNamed('activity'), String(set['activityId'] ?? current?.['activityId']));
  return activity ? activityLinkValues(activity) : {};
}

async function followActivity(store: RecordStore, activity: AnyRow): Promise<void> {
  const table = tableNamed('activityLink');
  for (const link of await store.rows.naming(table, 'activityId', activity.id)) {
    const set = activityLinkPatch(link, activity);
    if (set) await store.update(table, link, { set, before: {} });
  }
}
