import { type Adapter, type Capabilities, MemoryPresence, MemoryTables, type MemoryState, fullAccess, fullCapabilities, memoryAdapter } from '../adapter/index.ts';
import { type AnyRow, type TableDescription, type Where, compileWhere, entityNamed } from '../schema/index.ts';
import { UnknownTableError } from '../errors.ts';
import { type Faults, FaultyLine } from './faults.ts';
import { type Limits, limited } from './limits.ts';

/** Rows per table, as a backend would hold them. */
export type Seed = Readonly<Record<string, readonly AnyRow[]>>;

export interface MemoryBackendOptions {
  readonly seed?: Seed;
  /** Id of the user that `adapter()` signs in. Default: the first user of the seed. */
  readonly user?: string;
  /** The backend's clock, in milliseconds. */
  readonly now?: () => number;
  /** What it can do, where that is less than everything. */
  readonly capabilities?: Partial<Capabilities>;
  /** See Description. */
  readonly offlineHours?: number;
  /** Says that it sends the mail of activities. It keeps them as they are: a test plays the mail server. */
  readonly mail?: boolean;
  /** Milliseconds of the grain of its clock, for `pull: 'since'`. Default 1000. */
  readonly grain?: number;
  /** `compare`: answers a stale write with a conflict by version alone, as ERPs do. Default `merge`, or `overwrite` without versions. */
  readonly conflicts?: 'merge' | 'compare' | 'overwrite';
  /** Ways of its own that no capability tells: small pages, rows that come twice, a cap on queries. */
  readonly limits?: Limits;
}

export interface MemoryBackend {
  /** An adapter signed in as one user. Several of them over one backend are several users. */
  adapter(user?: string): Adapter;
  readonly faults: Faults;
  /** The row as the backend holds it. */
  row(table: string, id: string): AnyRow | undefined;
  rows(table: string): AnyRow[];
  /** Stores a row whole, as someone else would. Rows pass unjudged: also what an old backend holds can be written. */
  write(table: string, row: AnyRow): AnyRow;
  /** Sets fields of a row, as someone else would. */
  update(table: string, id: string, patch: Readonly<Record<string, unknown>>): AnyRow;
  remove(table: string, id: string): void;
  /**
   * Backs up all rows as they stand. What is answered restores them: what was written since is gone, and clients read anew.
   *
   * @example
   * const restore = backend.backup();
   * await crm.contacts.create({ name: 'Ana' }).synced;
   * restore(); // crm.outbox then names Ana as lost
   */
  backup(): () => void;
  /** From now on a user may not see rows of a table that match; null ends it. */
  hide(user: string, table: string, where: Where | null): void;
  /** From now on nobody may do more with a table than this; null ends it. */
  restrict(table: string, rights: Partial<TableDescription> | null): void;
  /** Whether a user may see a row as it stands. */
  sees(user: string, table: string, row: AnyRow): boolean;
  readonly blobs: ReadonlyMap<string, Blob>;
}

let made = 0;

/**
 * A whole backend in memory, for tests, stories and examples. It judges writes by the same rule as the server, but that it takes
 * references to records that are not there, and can fail in every way a network can.
 *
 * @example
 * const backend = memoryBackend({ seed: demoSeed(now) });
 * const crm = createClient({ adapter: backend.adapter() });
 * backend.faults.offline();
 */
export function memoryBackend(options: MemoryBackendOptions = {}): MemoryBackend {
  const capabilities: Capabilities = { ...fullCapabilities, ...options.capabilities };
  const source = `memory-${++made}`;
  let epochs = 1;
  const tables = new MemoryTables(options.now ?? Date.now, `e${epochs}`);
  const state: MemoryState = { tables, answered: new Map(), blobs: new Map(), presence: new MemoryPresence() };
  for (const [table, rows] of Object.entries(options.seed ?? {})) for (const row of rows) put(table, row);
  const line = new FaultyLine(() => void (tables.epoch = `e${++epochs}`));
  const hidden = new Map<string, (row: AnyRow) => boolean>();
  const restricted = new Map<string, Partial<TableDescription>>();
  const tellAccess = new Set<() => void>();
  const firstUser = options.user ?? options.seed?.['user']?.[0]?.id ?? null;
  let minted = 0;

  function put(table: string, row: AnyRow): AnyRow {
    return tables.put(table, { createdAt: tables.isoNow(), updatedAt: tables.isoNow(), ...row }, capabilities.versions);
  }

  function sees(user: string | null, table: string, row: AnyRow): boolean {
    return !(hidden.get(`${user}/${table}`)?.(row) ?? false);
  }

  function rightsChanged(table: string): void {
    tables.transaction(() => { for (const row of tables.rows(table)) tables.touch(table, row.id); });
    for (const tell of tellAccess) tell();
  }

  function entityOrThrow(table: string): NonNullable<ReturnType<typeof entityNamed>> {
    const e = entityNamed(table);
    if (!e) throw new UnknownTableError(table);
    return e;
  }

  return {
    adapter(user) {
      const userId = user ?? firstUser;
      const visible = (table: string, row: AnyRow): boolean => sees(userId, table, row);
      const access = (table: string): TableDescription | undefined => {
        const full = fullAccess(table);
        return full && { ...full, ...restricted.get(table) };
      };
      const whole = memoryAdapter(state, {
        name: 'memory', source, capabilities, userId, app: 'test', currency: 'EUR', timeZone: 'Europe/Berlin',
        conflicts: options.conflicts ?? (capabilities.versions ? 'merge' : 'overwrite'),
        ...(options.offlineHours === undefined ? {} : { offlineHours: options.offlineHours }), ...(options.mail === undefined ? {} : { mail: options.mail }),
        ...(options.grain === undefined ? {} : { grain: options.grain }),
        ...(capabilities.ids === 'server' ? { mint: () => String(900_000 + ++minted) } : {}),
        visible, access,
      });
      const adapter = limited(whole, options.limits ?? {}, { row: (table, id) => tables.row(table, id), visible, access });
      const { subscribe } = adapter;
      const telling: Adapter = subscribe ? {
        ...adapter,
        subscribe(hint, live) {
          const tell = (): void => hint({ access: true });
          tellAccess.add(tell);
          const stop = subscribe(hint, live);
          return () => {
            tellAccess.delete(tell);
            stop();
          };
        },
      } : adapter;
      return line.wrap(telling);
    },
    faults: line,
    row: (table, id) => tables.row(table, id),
    rows: (table) => [...tables.rows(table)],
    write: put,
    update(table, id, patch) {
      const row = tables.row(table, id);
      if (!row) throw new Error(`The backend holds no ${table} ${id}.`);
      return tables.put(table, { ...row, ...patch, updatedAt: tables.isoNow() }, capabilities.versions);
    },
    remove: (table, id) => tables.drop(table, id),
    backup() {
      const restore = tables.snapshot();
      return () => restore(`e${++epochs}`);
    },
    hide(user, table, where) {
      if (where) hidden.set(`${user}/${table}`, compileWhere(entityOrThrow(table), where));
      else hidden.delete(`${user}/${table}`);
      rightsChanged(table);
    },
    restrict(table, rights) {
      if (rights) restricted.set(table, rights);
      else restricted.delete(table);
      rightsChanged(table);
    },
    sees,
    blobs: state.blobs,
  };
}
