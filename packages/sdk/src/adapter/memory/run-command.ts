import { UnsupportedError } from '../../errors.ts';
import { type Change, type CommandName, type CommandStore, commands, compileWhere, entityNamed, newId, readCommandInput } from '../../schema/index.ts';
import { UnknownTableError } from '../../errors.ts';
import type { MemoryTables } from './memory-tables.ts';
import { type Author, type Keeping, tablesNeededFor, writeOrThrow } from './write-change.ts';

/** Runs a named command; all it writes stays, or none of it. Must run inside exclusive(). @throws RefusedError, NotFoundError, UnsupportedError */
export async function runCommand(tables: MemoryTables, name: CommandName, input: unknown, author: Author, keeping: Keeping): Promise<unknown> {
  if (!Object.hasOwn(commands, name)) throw new UnsupportedError(`There is no command “${name}”.`);
  const command = commands[name] as { run(store: CommandStore, input: unknown): Promise<unknown> };
  const read = readCommandInput(name, input);
  return tables.asyncTransaction(() => command.run(commandStore(tables, { ...author, cause: name }, keeping), read));
}

function commandStore(tables: MemoryTables, author: Author, keeping: Keeping): CommandStore {
  const write = async (op: Change['op'], table: string, id: string, patch: Change['patch']): Promise<Awaited<ReturnType<CommandStore['create']>>> => {
    await tables.ready(...tablesNeededFor(table, op));
    const row = writeOrThrow(tables, { key: ['', 0], op, table, id, patch, base: {}, at: tables.isoNow() }, author, keeping);
    return row ?? { id };
  };
  return {
    now: tables.isoNow(),
    async get(table, id) {
      await tables.ready(table);
      return tables.row(table, id);
    },
    async find(table, where) {
      const e = entityNamed(table);
      if (!e) throw new UnknownTableError(table);
      await tables.ready(table);
      return [...tables.rows(table)].filter(compileWhere(e, where));
    },
    create: (table, values) => write('create', table, String(values['id'] ?? newId(tables.now())), values),
    update: (table, id, patch) => write('update', table, id, patch),
    remove: async (table, id) => void (await write('remove', table, id, {})),
  };
}
