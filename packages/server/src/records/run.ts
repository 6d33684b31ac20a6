import { type AnyRow, type Change, type CommandName, type CommandStore, ForbiddenError, NotFoundError, RefusedError, type Where, applyChange, commands, newId, readCommandInput } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { finish } from '../automation/finish.ts';
import type { Identity } from '../identity/identity.ts';
import { findIn } from '../reading/query.ts';
import { mayRun } from '../rights.ts';
import { stagesOf } from './apply.ts';
import { attempt, isRefusal } from './push.ts';
import { RecordStore } from './record-store.ts';
import { Refused } from './refused.ts';
import { write as writeRecord } from './write.ts';

/** Commands share the table of keys with pushed changes; no client has this name. */
const commandClient = 'command:';

/**
 * Runs a named command as one transaction. The same key is run once: again, it gives the answer of the first time.
 * @throws RefusedError, NotFoundError, ForbiddenError; nothing was stored then
 */
export function run(db: Database, identity: Identity, name: CommandName, input: unknown, key: string): Promise<unknown> {
  if (!mayRun(identity, name)) return Promise.reject(new ForbiddenError(`This sign-in may not run ${name}.`));
  return attempt(() => inTransaction(db, identity, 'write', async (access) => {
    const before = await earlier(access, key);
    if (before !== undefined) return before.answer;
    // Some rows may be changed by this command alone (rights-rules.ts).
    await sql`select set_config('vinculo.command', ${name}, true)`.execute(access.tx);
    const store = new RecordStore(access, name);
    // readCommandInput() holds it to the shape that stands beside the command's input type.
    const answer = await commands[name].run(commandStore(store), readCommandInput(name, input) as never);
    await sql`update vinculo.pushed set outcome = ${JSON.stringify({ answer })}::jsonb where client = ${commandClient + key} and counter = 0`.execute(access.tx);
    await finish(store);
    return answer;
  })).catch((error: unknown) => {
    if (error instanceof Refused) throw new RefusedError('', '', error.code, error.message, error.problems);
    if (isRefusal(error)) throw new RefusedError('', '', 'validation', `The command ${name} holds a value that cannot be stored.`);
    throw error;
  });
}

async function earlier({ tx, identity }: Access, key: string): Promise<{ answer: unknown } | undefined> {
  const claimed = await sql`insert into vinculo.pushed (tenant_id, subject, client, counter) values (${identity.tenant}, ${identity.subject}, ${commandClient + key}, 0) on conflict do nothing`.execute(tx);
  if (claimed.numAffectedRows === 1n) return undefined;
  const { rows } = await sql<{ outcome: { answer: unknown } }>`select outcome from vinculo.pushed where client = ${commandClient + key} and counter = 0`.execute(tx);
  return rows[0]!.outcome;
}

/** One transaction's records, as commands want them: the same judgement of every write as a push gets. */
function commandStore(store: RecordStore): CommandStore {
  const write = async (op: 'create' | 'update', name: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<AnyRow> => {
    const table = tableNamed(name);
    const current = await store.get(table, id);
    const change: Change = { key: [commandClient, 0], op, table: name, id, patch, base: {}, at: store.access.now };
    const stages = table.entity.process ? await stagesOf(store, current, change) : new Map<string, never>();
    const verdict = applyChange(table.entity, change, { current, stage: (s) => stages.get(s), now: store.access.now });
    if (verdict.outcome === 'nothing') return current!;
    if (verdict.outcome === 'stop') {
      if (verdict.answer.status === 'rejected') throw new RefusedError(name, id, verdict.answer.code, verdict.answer.message, verdict.answer.problems);
      throw new RefusedError(name, id, 'conflict', `The ${name} ${id} was changed meanwhile.`);
    }
    if (verdict.outcome === 'remove') throw new TypeError('A write is no removal.');
    const dangling = await store.danglingReference(table.entity, verdict.set);
    if (dangling) throw new RefusedError(name, id, 'missing_reference', `${dangling.field} names the ${dangling.table} ${dangling.id}, which does not exist.`, [{ field: dangling.field, reason: 'missing_reference', message: dangling.id }]);
    return writeRecord(store, table, id, current, verdict);
  };
  return {
    now: store.access.now,
    get: (name, id) => store.get(tableNamed(name), id),
    async find(name: string, where: Where) {
      await store.flush();
      return findIn(store.access, tableNamed(name), where);
    },
    create: (name, { id, ...values }) => write('create', name, typeof id === 'string' ? id : newId(), values),
    update: (name, id, patch) => write('update', name, id, patch),
    async remove(name, id) {
      const table = tableNamed(name);
      const current = await store.get(table, id);
      if (!current) throw new NotFoundError(name, id);
      try {
        await store.remove(table, current);
      } catch (error) {
        if (error instanceof Refused) throw new RefusedError(name, id, error.code, error.message, error.problems);
        throw error;
      }
    },
  };
}
