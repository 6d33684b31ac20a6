import { BackendError, ForbiddenError, NotFoundError, UnknownTableError } from '../../errors.ts';
import {
  type AnyRow, type Change, type CommandName, type Description, type Entity, type PushOutcome, type TableDescription,
  aggregateRows, checkAggregate, commands, compileOrder, compileWhere, conflictTakenBack, entities, entityNamed, fieldAccess, newId,
} from '../../schema/index.ts';
import type { Adapter, Capabilities, PullPage } from '../adapter.ts';
import { fingerprint } from '../fingerprint.ts';
import type { MemoryPresence } from './memory-presence.ts';
import type { MemoryTables } from './memory-tables.ts';
import { pullDelta, pullPage, pullPart, pullSince } from './pull-rows.ts';
import { runCommand } from './run-command.ts';
import { type Author, type Keeping, tablesNeededFor, writeChange } from './write-change.ts';

/** All that a backend may be able to do. */
export const fullCapabilities: Capabilities = {
  ids: 'client', pull: 'delta', push: 'batch', atomic: true, tombstones: true, versions: true, idempotency: true, live: true, partial: true, query: true, aggregate: true,
  commands: Object.keys(commands) as CommandName[], blobs: true, presence: true,
};

/** What several adapters over one set of rows have in common. */
export interface MemoryState {
  readonly tables: MemoryTables;
  /** Outcomes by idempotency key. */
  readonly answered: Map<string, unknown>;
  readonly blobs: Map<string, Blob>;
  readonly presence: MemoryPresence;
}

/** How one adapter over rows in memory behaves. */
export interface MemoryAdapterSettings {
  readonly name: string;
  readonly source: string;
  readonly capabilities: Capabilities;
  readonly conflicts: Keeping['conflicts'];
  readonly userId: string | null;
  readonly app: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly offlineHours?: number;
  readonly mail?: boolean;
  /** Milliseconds; of `since` pulls. */
  readonly grain?: number;
  readonly mint?: (table: string) => string;
  /** Rows this user may see. */
  readonly visible?: (table: string, row: AnyRow) => boolean;
  /** What this user may do with a table; undefined: not served. */
  readonly access?: (table: string) => TableDescription | undefined;
}

/** An adapter for one user over rows in memory, with exactly the abilities its capabilities name. */
export function memoryAdapter(state: MemoryState, settings: MemoryAdapterSettings): Adapter {
  const { tables, answered, blobs, presence: places } = state;
  const { capabilities, userId } = settings;
  const keeping: Keeping = { versions: capabilities.versions, conflicts: settings.conflicts, ...(settings.mint ? { mint: settings.mint } : {}) };
  const author: Author = { userId, app: settings.app };
  const access = settings.access ?? fullAccess;

  const served = (table: string): Entity => {
    const e = entityNamed(table);
    if (!e || !access(table)) throw new UnknownTableError(table);
    return e;
  };
  const visible = (table: string, row: AnyRow): boolean => settings.visible?.(table, row) ?? true;
  const visibleRows = (table: string): AnyRow[] => [...tables.rows(table)].filter((row) => visible(table, row));

  /** What the rights say, before the rules of writing are asked. */
  const refusal = (change: Change): PushOutcome | undefined => {
    const rights = entityNamed(change.table) ? access(change.table) : undefined;
    if (!rights) return { status: 'rejected', code: 'unknown_table', message: `This backend holds no ${change.table} rows.` };
    if (!rights[change.op] || capabilities.push === 'none') return { status: 'rejected', code: 'forbidden', message: `You may not ${change.op} ${change.table} rows.` };
    const barred = Object.keys(change.patch).filter((f) => fieldAccess(rights, f) !== 'write');
    if (barred.length > 0) {
      return { status: 'rejected', code: 'forbidden', message: `You may not change ${barred.join(', ')} of a ${change.table}.`, problems: barred.map((field) => ({ field, reason: 'readonly', message: 'This field may not be changed with this sign-in.' })) };
    }
    const current = change.op === 'create' ? undefined : tables.row(change.table, change.id);
    return current && !visible(change.table, current) ? { status: 'rejected', code: 'not_found', message: `There is no ${change.table} ${change.id}.` } : undefined;
  };

  /** One job at a time; a caller that gave up meanwhile gets its reason, and nothing is done. */
  const alone = <T>(signal: AbortSignal | undefined, job: () => Promise<T>): Promise<T> => tables.exclusive(async () => {
    signal?.throwIfAborted();
    return job();
  });

  const pushAlone = async (changes: readonly Change[]): Promise<PushOutcome[]> => {
    if (capabilities.push === 'single' && changes.length > 1) throw new BackendError('This backend takes one change at a time.');
    for (const change of changes) if (entityNamed(change.table)) await tables.ready(...tablesNeededFor(change.table, change.op));
    const minted = new Map<string, string>();
    /** By record: the version that the last stored change of it named, and the one it left. */
    const left = new Map<string, { readonly named: string | undefined; readonly version: string | undefined }>();
    const write = (given: Change): PushOutcome => {
      const change = withIds(given, minted);
      const record = `${change.table}/${change.id}`;
      const before = left.get(record);
      const seen = before?.version !== undefined && before.named === change.baseVersion ? { ...change, baseVersion: before.version } : change;
      const outcome = refusal(change) ?? writeChange(tables, seen, author, keeping);
      if (outcome.status === 'ok' && outcome.id !== undefined && outcome.id !== given.id) minted.set(given.id, outcome.id);
      if (outcome.status === 'ok') left.set(record, { named: change.baseVersion, version: outcome.row?.version });
      return outcome;
    };
    /** The answer to a change that was stored before: others may have written the record since. */
    const asItStands = (change: Change, outcome: PushOutcome): PushOutcome =>
      outcome.status === 'ok' ? { ...outcome, row: tables.row(change.table, outcome.id ?? change.id) ?? null } : outcome;
    /** A record that this user may not see, or no longer, is not shown to him by an answer either. */
    const inSight = (change: Change, outcome: PushOutcome): PushOutcome =>
      outcome.status === 'ok' && outcome.row && !visible(change.table, outcome.row) ? { ...outcome, row: null } : outcome;
    const outcomes: PushOutcome[] = [];
    for (let i = 0; i < changes.length;) {
      const first = changes[i]!;
      let end = i + 1;
      // Where each is stored for itself, each is known for itself, too: of a group sent again one part may have been stored.
      while (capabilities.atomic && first.group !== undefined && changes[end]?.group === first.group) end++;
      const unit = changes.slice(i, end);
      const known = capabilities.idempotency ? unit.map((c) => answered.get(keyOf(c.key)) as PushOutcome | undefined) : [];
      const done = known.every((x) => x !== undefined) && known.length > 0 ? unit.map((c, k) => asItStands(c, known[k]!)) : unit.length > 1 ? together(tables, unit, write) : unit.map(write);
      // Only what was stored is remembered: a refused change may be right another time.
      done.forEach((outcome, k) => void (outcome.status === 'ok' && answered.set(keyOf(unit[k]!.key), outcome)));
      outcomes.push(...done.map((outcome, k) => inSight(unit[k]!, outcome)));
      i = end;
    }
    return outcomes;
  };

  const adapter: Adapter = {
    name: settings.name,
    source: settings.source,
    capabilities,
    identity: () => Promise.resolve(`${settings.source}/${userId ?? 'anonymous'}`),
    describe: (signal) => alone(signal, async () => {
      await tables.ready('user');
      const user = userId === null ? undefined : tables.row('user', userId);
      const served: Record<string, TableDescription> = {};
      for (const name of Object.keys(entities)) {
        const rights = access(name);
        if (rights) served[name] = capabilities.push === 'none' ? { ...rights, create: false, update: false, remove: false } : rights;
      }
      const said = { tenant: settings.source, user: { id: userId, name: String(user?.['name'] ?? userId ?? ''), role: String(user?.['role'] ?? '') }, tables: served, commands: capabilities.commands, currency: settings.currency, timeZone: settings.timeZone, ...(settings.offlineHours === undefined ? {} : { offlineHours: settings.offlineHours }), ...(settings.mail === undefined ? {} : { mail: settings.mail }) };
      return { ...said, hash: fingerprint(JSON.stringify(said)) } satisfies Description;
    }),
    pull: ({ table, where }, cursor, limit, signal): Promise<PullPage> => alone(signal, async () => {
      const e = served(table);
      await tables.ready(table);
      const part = capabilities.partial ? where : undefined;
      const view = { visible: (row: AnyRow) => visible(table, row), inScope: compileWhere(e, part), tombstones: capabilities.tombstones, grain: settings.grain ?? 1000 };
      const read = capabilities.pull === 'delta' ? pullDelta : capabilities.pull === 'since' ? pullSince : pullPage;
      return pullPart(part, cursor, (at) => read(tables, table, at, Math.max(1, limit), view));
    }),
    push: (changes, signal) => alone(signal, () => pushAlone(changes)),
    get: (table, ids, signal) => alone(signal, async () => {
      served(table);
      await tables.ready(table);
      return ids.map((id) => tables.row(table, id)).filter((row): row is AnyRow => row !== undefined && visible(table, row));
    }),
  };

  const able: Partial<Adapter> = {
    query: ({ table, where, orderBy, offset = 0, limit }, signal) => alone(signal, async () => {
      const e = served(table);
      await tables.ready(table);
      const all = visibleRows(table).filter(compileWhere(e, where)).sort(compileOrder(e, orderBy));
      return { rows: all.slice(offset, limit === undefined ? undefined : offset + limit), total: all.length, asOf: tables.isoNow() };
    }),
    aggregate: ({ table, where, groupBy, measures }, signal) => alone(signal, async () => {
      const e = served(table);
      checkAggregate(e, groupBy, measures);
      await tables.ready(table);
      return { groups: aggregateRows(e, visibleRows(table).filter(compileWhere(e, where)), groupBy, measures), asOf: tables.isoNow() };
    }),
    subscribe: (hint, live) => {
      const stop = tables.listen((names) => hint({ tables: names.filter((name) => access(name) !== undefined) }));
      const deaf = places.listen((names) => hint({ tables: [], presence: names.filter((name) => access(name) !== undefined) }));
      live('connected');
      return () => {
        stop();
        deaf();
      };
    },
    run: (command, input, key, signal) => alone(signal, async () => {
      if (capabilities.push === 'none') throw new ForbiddenError('This backend is read-only.');
      const name = `run ${key}`;
      if (capabilities.idempotency && answered.has(name)) return answered.get(name);
      const { output, keep } = await runCommand(tables, blobs, command, input, author, keeping);
      if (keep) answered.set(name, output);
      return output;
    }),
    upload: (blob, _name, signal, sent) => alone(signal, () => {
      sent?.(1);
      const id = newId(tables.now());
      blobs.set(id, blob);
      return Promise.resolve(id);
    }),
    download: (blobId, signal) => alone(signal, () => {
      const blob = blobs.get(blobId);
      return blob ? Promise.resolve(blob) : Promise.reject(new NotFoundError('blob', blobId));
    }),
    presence: ({ page, at, of }, signal) => alone(signal, async () => {
      const asked = [...at, ...of].map(({ table }) => table);
      for (const table of asked) served(table);
      await tables.ready('user', ...asked);
      const inSight = (table: string, id: string): boolean => {
        const row = tables.row(table, id);
        return row !== undefined && visible(table, row);
      };
      const me = userId ?? 'anonymous';
      places.say({ userId: me, name: String(tables.row('user', me)?.['name'] ?? me), page, at: at.filter(({ table, id }) => inSight(table, id)) }, tables.now());
      return of.flatMap(({ table, ids }) => places.at(table, ids.filter((id) => inSight(table, id)), me, tables.now()));
    }),
    digest: ({ table, where }, signal) => alone(signal, async () => {
      const e = served(table);
      await tables.ready(table);
      return visibleRows(table).filter(compileWhere(e, capabilities.partial ? where : undefined)).map((row) => row.id);
    }),
  };
  const { query, aggregate, subscribe, run, upload, download, presence, digest } = able;
  return {
    ...adapter,
    ...(capabilities.query ? { query } : {}),
    ...(capabilities.aggregate ? { aggregate } : {}),
    ...(capabilities.live ? { subscribe } : {}),
    ...(capabilities.commands.length > 0 ? { run } : {}),
    ...(capabilities.blobs ? { upload, download } : {}),
    ...(capabilities.presence ? { presence } : {}),
    ...(capabilities.tombstones ? {} : { digest }),
  };
}

/** Everything that the declarations allow. */
export function fullAccess(table: string): TableDescription | undefined {
  const e = entityNamed(table);
  return e && { create: !e.readonly, update: !e.readonly && !e.appendOnly, remove: !e.readonly && !e.appendOnly };
}

function keyOf(key: Change['key']): string {
  return `${key[0]}/${key[1]}`;
}

/** A change whose references to rows created before it in the same push name what those are called now. */
function withIds(change: Change, minted: ReadonlyMap<string, string>): Change {
  if (minted.size === 0) return change;
  const patch = Object.fromEntries(Object.entries(change.patch).map(([k, v]) => [k, typeof v === 'string' ? (minted.get(v) ?? v) : v]));
  return { ...change, id: minted.get(change.id) ?? change.id, patch };
}

class GroupStopped extends Error {
  readonly at: number;
  readonly outcome: PushOutcome;
  constructor(at: number, outcome: PushOutcome) {
    super('group');
    this.at = at;
    this.outcome = outcome;
  }
}

/** All changes of a group, or none: the one that could not be stored says why, the others that they were held back. */
function together(tables: MemoryTables, group: readonly Change[], write: (change: Change) => PushOutcome): PushOutcome[] {
  try {
    return tables.transaction(() => group.map((change, at) => {
      const outcome = write(change);
      if (outcome.status !== 'ok') throw new GroupStopped(at, outcome);
      return outcome;
    }));
  } catch (error) {
    if (!(error instanceof GroupStopped)) throw error;
    const { table, id } = group[error.at]!;
    const { outcome } = error;
    const cause = outcome.status === 'conflict' ? conflictTakenBack(outcome, tables.row(table, outcome.row.id)) : outcome;
    return group.map((_, i) => (i === error.at ? cause : { status: 'rejected', code: 'group_failed', message: `Not stored, because the ${table} ${id} of the same group was not.` }));
  }
}
