import type { AnyRow, EmailItem, Entity, PhoneItem, Vinculo } from '@vinculo/sdk';
import { chosenBefore, noteChosen } from './chosen-before.ts';
import { entityOf, titleOf } from './declared-field.ts';

/** A record that can be chosen. */
export interface Found {
  readonly table: string;
  readonly id: string;
  readonly name: string;
  /** What tells it from another one of its name. */
  readonly hint: string;
  readonly row: AnyRow;
}

/** What was chosen last on this page, newest first, for each client. */
const chosen = new WeakMap<Vinculo, Found[]>();

/** Keeps a record that was chosen, to be offered before others the next time, on later pages too. */
export function remember(crm: Vinculo, found: Found): void {
  const rest = (chosen.get(crm) ?? []).filter(({ table, id }) => table !== found.table || id !== found.id);
  chosen.set(crm, [found, ...rest].slice(0, 50));
  const userId = crm.description.snapshot?.user.id;
  if (userId) noteChosen(userId, found);
}

/** What a person may write of a phone number, and enough of it. */
const phoneLike = /^[+()\d\s./-]{4,}$/;

/** Records that fit what was typed, best first: by words, and by phone number where it looks like one. @throws OfflineError */
export async function findRecords(crm: Vinculo, tables: readonly string[], text: string, limit: number): Promise<readonly Found[]> {
  const byPhone = phoneLike.test(text) ? crm.lookupPhone(text, { tables, limit }) : Promise.resolve([]);
  const hits = (await Promise.all([byPhone, crm.lookup(text, { tables, limit })])).flat();
  return distinct(hits.flatMap(({ table, row }) => foundOf(crm, table, row))).slice(0, limit);
}

/** What was chosen last, and then what was changed last. @throws OfflineError */
export async function recentRecords(crm: Vinculo, tables: readonly string[], limit: number): Promise<readonly Found[]> {
  const served = tables.filter((table) => entityOf(crm, table));
  const here = (chosen.get(crm) ?? []).filter(({ table }) => tables.includes(table));
  const own = [...here, ...(await chosenOnPagesBefore(crm, served, here, limit))];
  const changed = await Promise.all(served.map(async (table) => {
    const { rows } = await crm.collection(table).query({ orderBy: ['-updatedAt'], limit }).once();
    return rows.flatMap((row) => foundOf(crm, table, row));
  }));
  return distinct([...own, ...changed.flat()]).slice(0, limit);
}

/** What this person chose on pages before, as far as it is there and may still be seen. @throws OfflineError */
async function chosenOnPagesBefore(crm: Vinculo, tables: readonly string[], here: readonly Found[], limit: number): Promise<readonly Found[]> {
  const userId = crm.description.snapshot?.user.id;
  const before = userId ? chosenBefore(userId).filter(({ table, id }) => tables.includes(table) && !here.some((each) => each.table === table && each.id === id)).slice(0, limit) : [];
  const found = new Map<string, Found>();
  await Promise.all([...new Set(before.map(({ table }) => table))].map(async (table) => {
    const { rows } = await crm.collection(table).query({ where: { id: { in: before.flatMap((each) => (each.table === table ? [each.id] : [])) } } }).once();
    for (const row of rows) for (const each of foundOf(crm, table, row)) found.set(`${table}/${row.id}`, each);
  }));
  return before.flatMap(({ table, id }) => found.get(`${table}/${id}`) ?? []);
}

function distinct(list: readonly Found[]): Found[] {
  return [...new Map(list.map((each) => [`${each.table}/${each.id}`, each])).values()];
}

function foundOf(crm: Vinculo, table: string, row: AnyRow): Found[] {
  const entity = entityOf(crm, table);
  return entity ? [{ table, id: row.id, name: titleOf(entity, row), hint: hintOf(entity, row), row }] : [];
}

/** One word more about a record, of the fields its entity declares: its number, its firm, how to reach it. */
function hintOf(entity: Entity, row: AnyRow): string {
  // The kinds say the shape of the values.
  for (const [name, { kind }] of Object.entries(entity.fields)) {
    const value = row[name];
    if (name === entity.title || value === null || value === undefined) continue;
    if ((name === 'number' || name === 'code' || name === 'company' || kind === 'email') && typeof value === 'string' && value) return value;
    if (kind === 'emails') { const [first] = value as readonly EmailItem[]; if (first) return first.value; }
    if (kind === 'phones') { const [first] = value as readonly PhoneItem[]; if (first) return first.raw; }
  }
  return '';
}
