import { type AnyRow, type Change, type ClaimInput, type Command, type CommandGiven, type CommandName, type CommandStore, type CommandSubject, ForbiddenError, NotFoundError, RefusedError, type Where, applyChange, commands, newId, readCommandInput } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { type Table, tableNamed } from '../database/table.ts';
import { finish } from '../automation/finish.ts';
import type { Identity } from '../identity/identity.ts';
import { selfNamed } from '../mail/people.ts';
import { findIn } from '../reading/query.ts';
import { forget, forgetFiles, forgetRemovedAbout } from '../privacy/forget.ts';
import { mark } from '../privacy/marks.ts';
import { actingAs, mayRun, mayWrite, rightsOn } from '../rights.ts';
import { refusedIfGiven, stagesOf } from './apply.ts';
import { attempt, isRefusal } from './push.ts';
import { RecordStore } from './record-store.ts';
import { Refused } from './refused.ts';
import { write as writeRecord } from './write.ts';

/** Commands share the table of keys with pushed changes; no client's name begins so. */
export const commandClient = 'command:';

/**
 * Runs a named command as one transaction. The same key is run once: again, it gives the answer of the first time. Of a run that only looks nothing is kept.
 * It runs with the rights of `identity`; where it says which records it is about, with those of the server, once `identity` was found to have a right to them,
 * and to what it gives of new ones.
 * @throws RefusedError, NotFoundError, ForbiddenError; nothing was stored then
 */
export function run(db: Database, identity: Identity, name: CommandName, input: unknown, key: string): Promise<unknown> {
  if (!mayRun(identity, name)) return Promise.reject(new ForbiddenError(`This sign-in may not run ${name}.`));
  // readCommandInput() holds the input to the shape that stands beside the command's input type.
  const command = commands[name] as unknown as Command<unknown, unknown>;
  return attempt(() => inTransaction(db, identity, 'write', async (access) => {
    const read = readCommandInput(name, input);
    if (name === 'claim') checkOwning(identity, (read as ClaimInput).table);
    const looks = command.looks?.(read) ?? false;
    const before = looks ? undefined : await earlier(access, key);
    if (before !== undefined) return before.answer;
    if (command.given) await checkGiven(access, command.given(read));
    // Some rows may be changed by this command alone (rights-rules.ts).
    await sql`select set_config('vinculo.command', ${name}, true)`.execute(access.tx);
    const store = new RecordStore(command.records ? await asSystem(access, command.records(read)) : access, name);
    const answer = await command.run(commandStore(store), read);
    if (!looks) await sql`update vinculo.pushed set outcome = ${JSON.stringify({ answer })}::jsonb where ${answerTo(access, key)}`.execute(access.tx);
    await finish(store);
    return answer;
  })).catch((error: unknown) => {
    if (error instanceof Refused) throw new RefusedError('', '', error.code, error.message, error.problems);
    if (isRefusal(error)) throw new RefusedError('', '', 'validation', `The command ${name} holds a value that cannot be stored.`);
    throw error;
  });
}

/** Whoever claims comes to own: agents own tickets, not accounts. */
function checkOwning(identity: Identity, table: string): void {
  const r = rightsOn(actingAs(identity), table);
  if (!r?.update || !mayWrite(r, 'ownerId', 'update')) throw new ForbiddenError(`This sign-in may not own ${table} records.`);
}

/** What the caller gives of new records is judged with the caller's own rights, as their own create of such a record is. */
async function checkGiven(access: Access, given: readonly CommandGiven[]): Promise<void> {
  const store = new RecordStore(access);
  for (const { table, values } of given) {
    const refused = await refusedIfGiven(store, { key: [commandClient, 0], op: 'create', table, id: '', patch: values, base: {}, at: access.now });
    if (refused) throw new RefusedError(table, '', refused.code, refused.message, refused.problems);
  }
}

/** Goes on as the server itself, once the records that the command is about were found to be ones that the caller may change, or see where that is enough. */
async function asSystem(access: Access, records: readonly CommandSubject[]): Promise<Access> {
  for (const { table: name, id, seen = false } of records) {
    const table = tableNamed(name);
    const found = async (lock = sql``): Promise<boolean> => (await sql`select 1 from ${target(table)} where id = ${id} and deleted_at is null ${lock}`.execute(access.tx)).rows.length > 0;
    // The database locks for a change only what may be changed. Nobody comes to name it meanwhile either: what a merge did not see it would not move.
    if (!(await found(seen ? sql`` : sql`for update`))) throw (await found()) ? new ForbiddenError(`This sign-in may not change the ${name} ${id}.`) : new NotFoundError(name, id);
  }
  await sql`select set_config('vinculo.role', 'system', true)`.execute(access.tx);
  const { duty: _duty, ...identity } = access.identity;
  return { ...access, identity: { ...identity, role: 'system' } };
}

/** Where the answer of a run is kept. */
function answerTo({ identity: { tenant, subject } }: Access, key: string): RawBuilder<unknown> {
  return sql`tenant_id = ${tenant} and subject = ${subject} and client = ${commandClient + key} and counter = 0`;
}

async function earlier(access: Access, key: string): Promise<{ answer: unknown } | undefined> {
  const { tx, identity } = access;
  const claimed = await sql`insert into vinculo.pushed (tenant_id, subject, client, counter) values (${identity.tenant}, ${identity.subject}, ${commandClient + key}, 0) on conflict do nothing`.execute(tx);
  if (claimed.numAffectedRows === 1n) return undefined;
  const { rows } = await sql<{ outcome: { answer: unknown } }>`select outcome from vinculo.pushed where ${answerTo(access, key)}`.execute(tx);
  return rows[0]!.outcome;
}

/** One transaction's records, as commands want them: the same judgement of every write as a push gets. */
function commandStore(store: RecordStore): CommandStore {
  const found = new Map<string, readonly string[]>();
  /** Reads a record to change it; what was found with it is locked in the same statements, because it is mostly changed next. */
  const toChange = async (table: Table, id: string): Promise<AnyRow | undefined> => {
    const together = found.get(`${table.name}/${id}`) ?? [id];
    for (const other of together) found.delete(`${table.name}/${other}`);
    await store.rows.load(table, together);
    return store.rows.current(table, id);
  };
  const write = async (op: 'create' | 'update', name: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<AnyRow> => {
    const table = tableNamed(name);
    const current = await toChange(table, id);
    const change: Change = { key: [commandClient, 0], op, table: name, id, patch, base: {}, at: store.access.now };
    const stages = table.entity.process ? await stagesOf(store, current, change) : new Map<string, never>();
    const verdict = applyChange(table.entity, change, { current, stage: (s) => stages.get(s), now: store.access.now, byCommand: true });
    if (verdict.outcome === 'nothing') return current!;
    if (verdict.outcome === 'stop') {
      if (verdict.answer.status === 'rejected') throw new RefusedError(name, id, verdict.answer.code, verdict.answer.message, verdict.answer.problems);
      throw new RefusedError(name, id, 'conflict', `The ${name} ${id} was changed meanwhile.`);
    }
    if (verdict.outcome === 'remove') throw new TypeError('A write is no removal.');
    const dangling = await store.rows.danglingReference(table.entity, verdict.set);
    if (dangling) throw new RefusedError(name, id, 'missing_reference', `${dangling.field} names the ${dangling.table} ${dangling.id}, which does not exist.`, [{ field: dangling.field, reason: 'missing_reference', message: dangling.id }]);
    return writeRecord(store, table, id, current, verdict);
  };
  return {
    now: store.access.now,
    userId: store.access.identity.subject,
    get: (name, id) => store.rows.get(tableNamed(name), id),
    async find(name: string, where: Where) {
      await store.flush();
      const table = tableNamed(name);
      const rows = await findIn(store.access, table, where);
      const ids = rows.map((row) => row.id);
      for (const id of ids) found.set(`${table.name}/${id}`, ids);
      return rows;
    },
    async hold(name, ids) {
      await sql`select 1 from ${target(tableNamed(name))} where id = any(${ids}::text[]) order by id for update`.execute(store.access.tx);
    },
    selfNamed: (contactId, emails) => selfNamed(store.access, contactId, emails),
    create: (name, { id, ...values }) => write('create', name, typeof id === 'string' ? id : newId(), values),
    update: (name, id, patch) => write('update', name, id, patch),
    async remove(name, id) {
      const table = tableNamed(name);
      const current = await toChange(table, id);
      if (!current) throw new NotFoundError(name, id);
      try {
        await store.remove(table, current);
      } catch (error) {
        if (error instanceof Refused) throw new RefusedError(name, id, error.code, error.message, error.problems);
        throw error;
      }
    },
    restore: ({ table, row }) => store.restore(tableNamed(table), row),
    async forget(name, ids) {
      await store.flush();
      await forget(store.access, tableNamed(name), ids);
    },
    async forgetFiles(blobIds) {
      await store.flush();
      await forgetFiles(store.access, blobIds);
    },
    async markErased(person) {
      await mark(store.access, person);
      await forgetRemovedAbout(store.access, person);
    },
  };
}
