import { ClosedError, NotLoadedError, UnknownTableError, UnsupportedError } from '../errors.ts';
import type { StoredEntry } from '../cache/cache.ts';
import { type AnyRow, type Change, type CommandInput, type CommandName, type CommandOutput, entities, type Entity, validatePatch } from '../schema/index.ts';
import type { Adapter } from '../adapter/index.ts';
import { Observable } from 'rxjs';
import { LiveValue } from '../store/live.ts';
import { Engine } from '../sync/engine.ts';
import { keyOf } from '../sync/entry-key.ts';
import { checkScopes } from './check-question.ts';
import { collection } from './collection.ts';
import type { DebugOptions, DebugReport } from './debug-report.ts';
import type { Debugger } from './debug.ts';
import type { Lookup } from './lookup.ts';
import type { Attendance } from './presence.ts';
import { ownCopy } from './own-copy.ts';
import type { ClientOptions, Collection, LookupOptions, Notice, OutboxEntry, UploadOptions, Vinculo } from './vinculo.ts';
import { createWriter } from './writer.ts';

type Values = Readonly<Record<string, unknown>>;

/** Brings what is loaded with its first use. */
export interface ClientParts {
  lookup(): Promise<typeof import('./lookup.ts')>;
  presence(): Promise<typeof import('./presence.ts')>;
  debug(): Promise<typeof import('./debug.ts')>;
}

const clientParts: ClientParts = {
  lookup: () => import('./lookup.ts'),
  presence: () => import('./presence.ts'),
  debug: () => import('./debug.ts'),
};

/**
 * Connects to a backend.
 *
 * @example
 * const crm = createClient({ adapter: restAdapter({ endpoint: 'https://crm.example', token: fetchToken }), cache: 'disk' });
 * const { rows } = await crm.deals.query({ where: { ownerId: me }, orderBy: ['-expectedClose'], limit: 20 }).once();
 * const change = crm.deals.update(rows[0].id, { probability: 60 });
 * await change.synced;
 *
 * @throws WhereError for a scope that is no filter of its entity
 */
export function createClient({ adapter, cache = 'memory', scopes = {}, locale }: ClientOptions): Vinculo {
  return clientOver(new Engine(adapter, cache, undefined, checkScopes(scopes, Date.now())), adapter, locale);
}

/** The client that an engine drives. */
export function clientOver(engine: Engine, adapter: Adapter, locale?: string, parts: ClientParts = clientParts): Vinculo {
  const writer = createWriter(engine);
  const collections = new Map<Entity, Collection<AnyRow, Values, Values>>();
  let closed = false;

  const open = (): void => {
    if (closed) throw new ClosedError();
  };
  const of = (e: Entity): Collection<AnyRow, Values, Values> => {
    open();
    return collections.get(e) ?? collections.set(e, collection(e, engine, writer)).get(e)!;
  };

  // Loaded when something is looked up for the first time. Forms look before they save, and do without where it cannot be: they are told, and the next look-up tries again.
  let found: Promise<Lookup> | undefined;
  const lookup = (): Promise<Lookup> => (found ??= parts.lookup().then((m) => new m.Lookup(engine), (error: unknown) => {
    found = undefined;
    throw new NotLoadedError(error);
  }));

  // Loaded when a page wants to know who else is there, which is worth waiting for.
  const presencePart = engine.later(parts.presence);
  let attendance: Attendance | undefined;
  const attend = async (): Promise<Attendance> => {
    const m = await presencePart.load();
    return (attendance ??= new m.Attendance(engine));
  };

  // Loaded when somebody looks inside.
  const debugPart = engine.later(parts.debug);
  let debugging: Debugger | undefined;
  const look = async (): Promise<Debugger> => {
    const m = await debugPart.load();
    return (debugging ??= new m.Debugger(engine));
  };

  const crm = {
    locale,
    collection(table: string) {
      const e = engine.entityOf(table);
      if (!e) throw new UnknownTableError(table);
      return of(e);
    },
    batch(write: () => void) {
      open();
      return writer.batch(write);
    },
    async run<N extends CommandName>(command: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
      open();
      if (!adapter.run || !adapter.capabilities.commands.includes(command)) throw new UnsupportedError(`The backend (${adapter.name}) does not offer the command “${command}”.`);
      // The answer's shape is the command's own; the backend runs the same declaration.
      return (await engine.run(command, input)) as CommandOutput<N>;
    },
    async upload(blob: Blob, name: string, options?: UploadOptions) {
      open();
      return (await engine.loadWrites()).uploads.upload(blob, name, options);
    },
    async download(blobId: string) {
      open();
      return (await engine.loadWrites()).uploads.download(blobId);
    },
    async lookup(text: string, options: LookupOptions = {}) {
      open();
      return (await lookup()).text(text, options);
    },
    async lookupPhone(number: string, options: LookupOptions = {}) {
      open();
      return (await lookup()).phone(number, options);
    },
    async presence() {
      open();
      return attend();
    },
    debug: {
      report: async (options?: DebugOptions) => {
        open();
        return (await look()).report(options);
      },
      changes: new Observable<DebugReport>((subscriber) => void look().then((d) => subscriber.add(d.follow(subscriber)), (error: unknown) => subscriber.error(error))),
    },
    description: engine.description,
    status: engine.status,
    outbox: derived(engine.entries, (entries) => entries.map((entry) => outboxEntry(entry, engine))),
    notices: derived(engine.overwrites, (overwrites) => overwrites.map((o): Notice => {
      const dismiss = (): void => engine.overwrites.set(engine.overwrites.snapshot.filter((x) => x.id !== o.id));
      return {
        ...o, kind: 'overwrote', dismiss,
        restore: () => {
          dismiss();
          writer.write({ op: 'update', table: o.table, id: o.recordId, patch: pick(o.fields, 'theirs'), base: pick(o.fields, 'mine') });
        },
      };
    })),
    retry() {
      open();
      engine.retry();
    },
    async close({ wipe = false }: { readonly wipe?: boolean | 'discard' } = {}) {
      await engine.close(wipe);
      closed = true;
    },
  };
  for (const e of Object.values(entities)) Object.defineProperty(crm, e.plural, { enumerable: true, get: () => of(e) });
  // The collections were just defined by their plural names; the compiler cannot see that.
  return crm as unknown as Vinculo;
}

function pick(fields: Notice['fields'], side: 'mine' | 'theirs'): Record<string, unknown> {
  return Object.fromEntries(fields.map((f) => [f.field, f[side] ?? null]));
}

/** A live value made from another, the same object until that one changes. */
function derived<A, B>(source: LiveValue<A>, make: (a: A) => B): LiveValue<B> {
  let from: A | undefined;
  let value: B;
  const live: LiveValue<B> = new LiveValue<B>({
    read: () => {
      if (from !== source.snapshot) {
        from = source.snapshot;
        value = make(from);
      }
      return value;
    },
    start: () => {
      let first = true;
      const subscription = source.subscribe(() => {
        if (!first) live.tell();
        first = false;
      });
      return () => subscription.unsubscribe();
    },
    pending: () => false,
    partial: () => false,
    failure: () => undefined,
  });
  return live;
}

function outboxEntry(entry: StoredEntry, engine: Engine): OutboxEntry {
  const { change, state, reason, fields, theirs } = entry;
  // Of a conflict, "as it is" means: over what the others wrote, now that it was seen.
  const seen: Change = theirs && fields
    ? { ...change, base: { ...change.base, ...pick(fields, 'theirs') }, ...(theirs.version === undefined ? {} : { baseVersion: theirs.version }) }
    : change;
  const again = (patch: Readonly<Record<string, unknown>>): void => {
    const e = engine.entityOf(change.table);
    // Fields that a backend added are edited one by one, as the declared ones are.
    // Under this name stands nothing else.
    const before = (seen.patch['custom'] ?? theirs?.custom ?? (e && engine.store.table(e).row(change.id)?.custom)) as AnyRow['custom'];
    const custom = patch['custom'] ? { custom: { ...before, ...(patch['custom'] as AnyRow['custom']) } } : {};
    const checked = Object.entries(e ? validatePatch(e, { ...patch, ...custom }) : patch).map(([k, value]) => [k, ownCopy(value)]);
    void engine.writes?.writing.resend(keyOf(change), { ...seen, patch: { ...seen.patch, ...Object.fromEntries(checked) } });
  };
  return {
    change, state, ...(reason ? { reason } : {}), ...(fields ? { fields } : {}), ...(theirs ? { theirs } : {}),
    retry: () => again({}),
    edit: (patch) => again(patch),
    discard: () => void engine.discard(change),
  };
}
