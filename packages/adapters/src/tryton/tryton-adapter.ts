import { BackendError, ForbiddenError, UnknownTableError } from '@vinculo/sdk';
import { type Adapter, type Capabilities, type PullPage, fingerprint } from '@vinculo/sdk/adapter';
import { type AnyRow, type Description, type TableDescription, entityNamed } from '@vinculo/sdk/schema';
import { dealTable, pipelineRows, stageRows } from './opportunity.ts';
import { accountTable, contactTable } from './party.ts';
import { everything, pullTable } from './pull-table.ts';
import { pushChange } from './push-change.ts';
import { type TrytonCredentials, TrytonFault, TrytonRpc } from './rpc.ts';
import { orderTable, userTable } from './sale.ts';
import { SettingReader } from './setting.ts';
import type { TrytonRecord, TrytonTable } from './table.ts';
import { toRow } from './to-row.ts';

export interface TrytonOptions {
  /** Where Tryton answers: `https://erp.example`. It must allow this page's origin (`[web] cors`). */
  readonly endpoint: string;
  readonly database: string;
  /** How to sign in; a function is asked at the first call and again when the session ended. */
  readonly credentials: TrytonCredentials | (() => Promise<TrytonCredentials>);
  /** Name of the party category that makes a party a person, so a contact. Default `Person`; made with the first contact. */
  readonly personCategory?: string;
  /** Seconds by which readings overlap. At least as long as the longest transaction in Tryton. Default 30. */
  readonly overlap?: number;
  readonly language?: string;
  readonly fetch?: typeof fetch;
}

const capabilities: Capabilities = {
  ids: 'server', pull: 'since', push: 'single', atomic: false, tombstones: false, versions: true, idempotency: false, live: false, partial: false, query: false, aggregate: false, commands: [], blobs: false, presence: false,
};

const tables: Readonly<Record<string, TrytonTable>> = { account: accountTable, contact: contactTable, deal: dealTable, order: orderTable, user: userTable };
const fixedRows: Readonly<Record<string, readonly AnyRow[]>> = { pipeline: pipelineRows, stage: stageRows };

type ModelAccess = Readonly<Record<string, { readonly read: boolean; readonly write: boolean; readonly create: boolean; readonly delete: boolean }>>;

/**
 * The parties, opportunities and sales of a Tryton server (6.0 and later), over its JSON-RPC.
 *
 * @example createClient({ adapter: trytonAdapter({ endpoint: 'https://erp.example', database: 'crm', credentials: askForPassword }), cache: 'disk' })
 */
export function trytonAdapter(options: TrytonOptions): Adapter {
  const { endpoint, database, personCategory = 'Person', overlap = 30 } = options;
  const rpc = new TrytonRpc(options);
  const settings = new SettingReader(rpc, personCategory);
  const source = `tryton-${new URL(endpoint).host}-${database}`;

  const tableOf = (name: string): TrytonTable => {
    const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
    if (!table) throw new UnknownTableError(name);
    return table;
  };

  /** A UserError on reading is a right that is missing; anything else is a fault of the server's. */
  const reading = async <T>(job: () => Promise<T>): Promise<T> => {
    try {
      return await job();
    } catch (error) {
      if (!(error instanceof TrytonFault)) throw error;
      throw error.kind === 'UserError' ? new ForbiddenError(error.message) : new BackendError(`Tryton: ${error.message}`, { cause: error });
    }
  };

  return {
    name: 'tryton',
    source,
    capabilities,
    identity: (signal) => reading(async () => `${source}/${(await rpc.session(signal)).login}`),
    describe: (signal) => reading(async (): Promise<Description> => {
      const [setting, { userId }] = await Promise.all([settings.get(signal), rpc.session(signal)]);
      const models = [...new Set(Object.values(tables).map((t) => t.model))];
      const [rights, users] = await Promise.all([
        rpc.call<ModelAccess>('model.ir.model.access.get_access', [models, setting.context], signal),
        rpc.call<{ name: string }[]>('model.res.user.read', [[userId], ['name'], setting.context], signal),
      ]);
      const described = Object.values(tables).filter((t) => rights[t.model]?.read).map((t) => [t.table, describeTable(t, rights)] as const);
      const fixed = Object.keys(fixedRows).map((name) => [name, { create: false, update: false, remove: false }] as const);
      const said = {
        tenant: database, user: { id: String(userId), name: users[0]?.name ?? '', role: '' }, tables: Object.fromEntries<TableDescription>([...described, ...fixed]),
        commands: [], currency: setting.currency, timeZone: setting.timeZone,
      };
      return { ...said, hash: fingerprint(JSON.stringify(said)) };
    }),
    pull: (scope, cursor, limit, signal) => reading(async (): Promise<PullPage> => {
      signal?.throwIfAborted();
      const fixed = Object.hasOwn(fixedRows, scope.table) ? fixedRows[scope.table] : undefined;
      if (fixed) return { rows: cursor === null ? fixed : [], deleted: [], movedOut: [], cursor: 'fixed', more: false };
      return pullTable(rpc, tableOf(scope.table), await settings.get(signal), cursor, Math.max(1, limit), overlap * 1000, signal);
    }),
    async push(changes, signal) {
      if (changes.length > 1) throw new BackendError('Tryton takes one change at a time.');
      const outcomes = [];
      for (const change of changes) outcomes.push(await pushChange(rpc, settings, Object.hasOwn(tables, change.table) ? tables[change.table] : undefined, change, signal));
      return outcomes;
    },
    get: (name, ids, signal) => reading(async () => {
      const fixed = Object.hasOwn(fixedRows, name) ? fixedRows[name] : undefined;
      if (fixed) return fixed.filter((row) => ids.includes(row.id));
      const table = tableOf(name);
      const setting = await settings.get(signal);
      const numbers = ids.map(Number).filter((n) => Number.isSafeInteger(n));
      const records = await rpc.call<TrytonRecord[]>(`model.${table.model}.search_read`, [[['id', 'in', numbers]], 0, null, null, table.fields, { ...setting.context, ...everything }], signal);
      const rows = new Map(records.map((r) => [String(r.id), toRow(table, r, setting)]));
      return ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
    }),
    digest: ({ table: name }, signal) => reading(async () => {
      const fixed = Object.hasOwn(fixedRows, name) ? fixedRows[name] : undefined;
      if (fixed) return fixed.map((row) => row.id);
      const table = tableOf(name);
      const setting = await settings.get(signal);
      // Without `everything`: what is put away is as good as gone.
      const ids = await rpc.call<number[]>(`model.${table.model}.search`, [table.domain(setting), 0, null, null, setting.context], signal);
      return ids.map(String);
    }),
  };
}

function describeTable(table: TrytonTable, rights: ModelAccess): TableDescription {
  const may = rights[table.model]!;
  const without = Object.keys(entityNamed(table.table)?.fields ?? {}).filter((field) => !table.held.includes(field));
  return {
    create: !table.readonly && may.create, update: !table.readonly && may.write, remove: !table.readonly && may.delete, without, ...(table.access ? { fields: table.access } : {}),
  };
}
