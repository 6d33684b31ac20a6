import type { AddressItem, AnyRow, RowOf, Where, user } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { type Table, tableNamed } from '../database/table.ts';
import { findIn } from '../reading/query.ts';
import type { RecordStore } from '../records/record-store.ts';
import type { Assign } from './actions.ts';
import { named, teamOfQueue } from './related.ts';

type User = RowOf<typeof user>;

/**
 * Who gets a record: of those who may, by turns, or who has least to do. Undefined when nobody fits. Assignments of a tenant wait for each other's end, so
 * that each sees the ones before it: no one is passed over or asked twice, however many records come at once.
 *
 * @throws TypeError when the rule says of nobody who may
 */
export async function chooseOwner(store: RecordStore, ruleId: string, table: Table, row: AnyRow, assign: Assign): Promise<string | undefined> {
  const { access } = store;
  const turn = await nextTurn(access);
  const fitting = await candidates(store, row, assign);
  if (fitting.length === 0) return undefined;
  const ids = fitting.map((u) => u.id);
  const last = await lastTurns(access, ruleId, ids);
  const load = assign.by === 'load' ? await openRecords(access, table, ids) : new Map<string, number>();
  const rankOf = (id: string): readonly [number, number] => [load.get(id) ?? 0, last.get(id) ?? 0];
  // findIn() answers in the order of ids, which settles what is equal otherwise.
  const [chosen] = ids.toSorted((a, b) => rankOf(a)[0] - rankOf(b)[0] || rankOf(a)[1] - rankOf(b)[1]);
  await sql`insert into vinculo.turn (tenant_id, rule_id, user_id, turn) values (${access.identity.tenant}, ${ruleId}, ${chosen!}, ${turn})
    on conflict (tenant_id, rule_id, user_id) do update set turn = excluded.turn`.execute(access.tx);
  return chosen;
}

/** The number of this assignment. Whoever asks next waits until this transaction ends. */
async function nextTurn({ tx, identity }: Access): Promise<number> {
  const { rows } = await sql<{ value: number }>`insert into vinculo.counter (tenant_id, name, value) values (${identity.tenant}, 'assignment', 1)
    on conflict (tenant_id, name) do update set value = counter.value + 1 returning value`.execute(tx);
  return rows[0]!.value;
}

async function candidates(store: RecordStore, row: AnyRow, assign: Assign): Promise<User[]> {
  const of = await circleOf(store, row, assign);
  const people = of === undefined ? [] : ((await findIn(store.access, tableNamed('user'), { ...of, active: { ne: false } })) as unknown as User[]);
  const skill = assign.skill === undefined ? undefined : row[assign.skill];
  const able = people.filter((u) => typeof skill !== 'string' || u.skills?.includes(skill));
  if (!assign.territory) return able;
  const places = await placesOf(store, row);
  const near = new Set((await findIn(store.access, tableNamed('team'), { region: { in: [...places] } })).map((team) => team.id));
  return able.filter((u) => near.has(u.teamId ?? ''));
}

/** Undefined when the record is in no queue that has a team. */
async function circleOf(store: RecordStore, row: AnyRow, { teamId, userIds }: Assign): Promise<Where | undefined> {
  if (userIds) return { id: { in: userIds } };
  if (!teamId && !('queueId' in row)) throw new TypeError('The rule assigns to nobody: name a team or people.');
  const team = teamId ?? (await teamOfQueue(store, row));
  return team === undefined ? undefined : { teamId: { in: await teamsBelow(store.access, team) } };
}

/** A team and those that are part of it. */
async function teamsBelow({ tx }: Access, teamId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`with recursive below as (select id from vinculo.team where id = ${teamId} and deleted_at is null
    union select t.id from vinculo.team as t join below on t.parent_id = below.id where t.deleted_at is null) select id from below`.execute(tx);
  return rows.map((r) => r.id);
}

/** Countries and regions of the record's own addresses, else of its account's, else of its contact's. */
async function placesOf(store: RecordStore, row: AnyRow): Promise<ReadonlySet<string>> {
  const own = placesIn(row);
  if (own.size > 0) return own;
  const ofAccount = placesIn(await named(store, 'account', row['accountId']));
  return ofAccount.size > 0 ? ofAccount : placesIn(await named(store, 'contact', row['contactId']));
}

function placesIn(row: AnyRow | undefined): Set<string> {
  const addresses = (row?.['addresses'] ?? []) as readonly AddressItem[]; // the declarations' `addresses` fields hold these
  return new Set(addresses.flatMap((a) => [a.country, a.region]).filter((place) => place !== undefined));
}

async function lastTurns({ tx }: Access, ruleId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ user_id: string; turn: number }>`select user_id, turn from vinculo.turn where rule_id = ${ruleId} and user_id = any(${ids}::text[])`.execute(tx);
  return new Map(rows.map((r) => [r.user_id, r.turn]));
}

/** How many records of the table each of these people has that are not finished. */
async function openRecords({ tx }: Access, table: Table, ids: readonly string[]): Promise<Map<string, number>> {
  const { fields } = table.entity;
  const open = [
    ...('closedAt' in fields ? [sql`closed_at is null`] : []),
    ...(table.entity.name === 'ticket' ? [sql`status not in ('resolved', 'closed')`] : []),
    ...('done' in fields ? [sql`done is not true`] : []),
  ];
  const { rows } = await sql<{ owner_id: string; open: number }>`select owner_id, count(*) as open from ${target(table)}
    where owner_id = any(${ids}::text[]) and ${sql.join([sql`deleted_at is null`, ...open], sql` and `)} group by owner_id`.execute(tx);
  return new Map(rows.map((r) => [r.owner_id, r.open]));
}
