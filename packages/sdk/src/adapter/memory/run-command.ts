import { UnsupportedError } from '../../errors.ts';
import { type Change, type Command, type CommandName, type CommandStore, commands, compileWhere, entityNamed, newId, readCommandInput } from '../../schema/index.ts';
import { UnknownTableError } from '../../errors.ts';
import type { MemoryTables } from './memory-tables.ts';
import { type Author, type Keeping, restoreRow, tablesNeededFor, writeOrThrow } from './write-change.ts';

/** What a command did, and whether its answer is to be kept under its key. */
export interface Ran {
  readonly output: unknown;
  readonly keep: boolean;
}

/**
 * Runs a named command; all it writes stays, or none of it. Must run inside exclusive().
 * @param files the content of files, by their ids
 * @throws RefusedError, NotFoundError, UnsupportedError
 */
export async function runCommand(tables: MemoryTables, files: Map<string, Blob>, name: CommandName, input: unknown, author: Author, keeping: Keeping): Promise<Ran> {
  if (!Object.hasOwn(commands, name)) throw new UnsupportedError(`There is no command “${name}”.`);
  // readCommandInput() holds the input to the shape that stands beside the command's input type.
  const command = commands[name] as unknown as Command<unknown, unknown>;
  const read = readCommandInput(name, input);
  const output = await tables.asyncTransaction(() => command.run(commandStore(tables, files, { ...author, cause: name }, keeping), read));
  return { output, keep: !command.looks?.(read) };
}

function commandStore(tables: MemoryTables, files: Map<string, Blob>, author: Author, keeping: Keeping): CommandStore {
  const write = async (op: Change['op'], table: string, id: string, patch: Change['patch']): Promise<Awaited<ReturnType<CommandStore['create']>>> => {
    await tables.ready(...tablesNeededFor(table, op));
    const row = writeOrThrow(tables, { key: ['', 0], op, table, id, patch, base: {}, at: tables.isoNow() }, author, keeping);
    return row ?? { id };
  };
  return {
    now: tables.isoNow(),
    userId: author.userId,
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
    // Nothing else is done here while a command runs.
    hold: () => Promise.resolve(),
    // Nobody but the one person works here.
    selfNamed: () => Promise.resolve([]),
    create: (table, values) => write('create', table, String(values['id'] ?? newId(tables.now())), values),
    update: (table, id, patch) => write('update', table, id, patch),
    remove: async (table, id) => void (await write('remove', table, id, {})),
    async restore({ table, row }) {
      await tables.ready(table, 'historyEntry');
      restoreRow(tables, table, row, author, keeping);
    },
    // Nothing is kept here of a row that was removed but what its history says.
    async forget(table, ids) {
      await tables.ready('historyEntry');
      for (const entry of [...tables.rows('historyEntry')]) {
        if (entry['table'] === table && ids.includes(String(entry['recordId']))) tables.put('historyEntry', { ...entry, before: null, after: null }, keeping.versions);
      }
    },
    async forgetFiles(blobIds) {
      await tables.ready('attachment');
      const shown = new Set([...tables.rows('attachment')].map((a) => a['blobId']));
      for (const id of blobIds) if (!shown.has(id)) files.delete(id);
    },
    // The rows themselves say that they were erased; there is no restoring from elsewhere that would have to be watched.
    markErased: () => Promise.resolve(),
  };
}
