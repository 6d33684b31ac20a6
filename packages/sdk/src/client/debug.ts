import type { Subscriber } from 'rxjs';
import type { StoredEntry, Survey } from '../cache/cache.ts';
import type { Change, Entity } from '../schema/index.ts';
import type { OpenAnswer, OpenQuestion, Told } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import type { Engine } from '../sync/engine.ts';
import { heldBack } from '../sync/held-back.ts';
import { withoutScope } from '../sync/scopes.ts';
import type { DebugEntry, DebugNode, DebugOptions, DebugQuery, DebugReport, DebugTable } from './debug-report.ts';
import { withoutValues } from './without-values.ts';

export { clientOver as Before } from '../client/create-client.ts';

/** How often it is looked whether something changed, in milliseconds. */
const lookEvery = 500;

const keyOf = ({ key }: Change): string => key.join('#');
const instant = (at: number): string => new Date(at).toISOString();
const failure = (error: { readonly code: string; readonly message: string } | undefined): { error?: { code: string; message: string } } => (error ? { error: { code: error.code, message: error.message } } : {});

/** Collects what a client does. From the first use on it notes when answers are told; all else is read when a report is made. */
export class Debugger {
  readonly #engine: Engine;
  readonly #toldAt = new WeakMap<Told, number>();

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.store.onTold = (told) => void this.#toldAt.set(told, engine.host.now());
  }

  async report({ values = false }: DebugOptions = {}): Promise<DebugReport> {
    const { store, inside: { context } } = this.#engine;
    let survey: Survey | undefined;
    try {
      if (context.mode === 'disk') survey = await context.cache().survey();
    } catch (error) {
      // The status says what the storage lacks; a report is wanted most when something is broken.
      context.storageFailed(error);
    }
    const { disk, describedAt } = this.#engine.inside;
    const tabs = disk?.tabs;
    const { connection, error, syncedAt, storage, leader } = this.#engine.status.snapshot;
    const description = context.description();
    return {
      at: instant(context.host.now()),
      values,
      queries: [...store.open].map(([answer, question]) => this.#query(answer, question, values)),
      nodes: store.nodes.map(({ key, users, rows }): DebugNode => {
        const [table = '', kind] = key.split(' ', 2);
        // Written by whoever shares the node: see Store.share().
        const question = JSON.parse(key.slice(key.indexOf('['))) as unknown[];
        const e = this.#engine.entityOf(table);
        return { table, kind: kind === 'groups' ? 'groups' : 'rows', question: [values ? question[0] : withoutValues(e, question[0]), ...question.slice(1)], users, rows };
      }),
      tables: this.#tables(survey, values),
      outbox: this.#outbox(values),
      lead: {
        here: leader, ...(survey ? { number: survey.lead } : {}), ...(tabs ? { tab: tabs.id } : {}),
        tabs: (tabs?.heard ?? []).map(({ id, leads, seq, at, schema }) => ({ id, leads, messages: seq, heardAt: instant(at), schema })),
      },
      connection: { state: connection, ...failure(error), ...(syncedAt ? { syncedAt } : {}), backend: context.adapter.name },
      storage: {
        cache: context.mode, ...failure(storage), ...(survey ? { schema: survey.schema, windows: survey.windows } : {}),
        ...(survey?.usage === undefined ? {} : { usage: survey.usage }), ...(survey?.quota === undefined ? {} : { quota: survey.quota }),
      },
      access: {
        ...(describedAt === undefined ? {} : { checkedAt: instant(describedAt) }),
        ...(description ? { hash: description.hash, user: description.user.id, role: description.user.role, tables: Object.keys(description.tables).length } : {}),
      },
    };
  }

  /** Reports whenever something changed, until what is answered is called. */
  follow(to: Subscriber<DebugReport>): () => void {
    const { host, store, status, entries, closed } = this.#engine;
    let callOff = (): void => {};
    let last: readonly unknown[] = [];
    const look = async (): Promise<void> => {
      const seen = [store.revision, store.open.size, store.nodes.length, status.snapshot, entries.snapshot, this.#engine.inside.disk?.tabs?.heard.length];
      if (seen.some((part, i) => part !== last[i])) {
        last = seen;
        to.next(await this.report());
      }
      if (!to.closed) callOff = host.after(lookEvery, () => void look());
    };
    const end = (): void => to.complete();
    if (closed.aborted) end();
    else void look();
    closed.addEventListener('abort', end);
    return () => {
      closed.removeEventListener('abort', end);
      callOff();
    };
  }

  #query(open: OpenAnswer, [entity, spec, memory, since]: OpenQuestion, values: boolean): DebugQuery {
    const { live } = open;
    const answer = live.snapshot;
    const toldAt = this.#toldAt.get(open);
    const question = spec as Readonly<Record<string, unknown>>;
    return {
      table: entity.name, kind: 'rows' in answer ? 'rows' : 'groups', by: memory ? 'memory' : 'backend', listeners: live.listeners, told: live.told, since: instant(since), ...(toldAt === undefined ? {} : { toldAt: instant(toldAt) }),
      question: values || !question['where'] ? question : { ...question, where: withoutValues(entity, question['where']) },
      shown: 'rows' in answer ? answer.rows.length : answer.groups.length, ...('total' in answer && answer.total !== undefined ? { total: answer.total } : {}),
      complete: answer.complete, status: answer.status, ...(answer.error ? { error: answer.error.code } : {}), ...(answer.asOf ? { asOf: answer.asOf } : {}),
    };
  }

  #tables(survey: Survey | undefined, values: boolean): readonly DebugTable[] {
    const { store, local, entityOf, inside: { context: { scopes } } } = this.#engine;
    const onDisk = new Map(survey?.tables.map((t) => [t.table, t]));
    const tables = new Set<Table>(store.tables);
    for (const name of onDisk.keys()) {
      const e: Entity | undefined = entityOf(name);
      if (e) tables.add(store.table(e));
    }
    return [...tables].map((table): DebugTable => {
      const disk = onDisk.get(table.entity.name);
      const scope = scopes.get(table.entity.name);
      const { parts, ids } = local.value?.puller.holding(table)?.held ?? { parts: 0, ids: 0 };
      let rows = 0;
      for (const _ of table.rows()) rows++;
      return {
        table: table.entity.name, rows, changed: table.overlaid.size, whole: table.whole, fresh: table.fresh, parts, ids, ...(scope ? { scope: values ? scope : withoutValues(table.entity, scope) } : {}), ...(table.error ? { error: table.error.code } : {}),
        ...(disk ? { disk: { runs: disk.runs, leaves: disk.leaves, rows: disk.rows, beside: disk.beside, whole: disk.whole, cursor: disk.cursor && withoutScope(disk.cursor), anew: disk.anew !== undefined } } : {}),
      };
    }).filter((t) => t.rows > 0 || t.changed > 0 || t.whole || t.disk || t.error !== undefined);
  }

  #outbox(values: boolean): readonly DebugEntry[] {
    const { writes, entries, inside: { context } } = this.#engine;
    const held = writes && heldBack(writes.outbox, context.adapter.capabilities.atomic, writes.pusher.inRuns);
    return entries.snapshot.map((entry): DebugEntry => {
      const { change, state, reason } = entry;
      const own = held?.get(entry);
      const why = state !== 'waiting' ? undefined : own ? (own.why === 'earlier' ? { why: own.why, key: keyOf(own.change) } : own) : this.#heldBackForAll();
      const fields = [...new Set([...(reason?.problems ?? []), ...(entry.fields ?? [])].map((f) => f.field))];
      return {
        key: keyOf(change), table: change.table, id: change.id, op: change.op, fields: Object.keys(change.patch), ...(values ? { patch: change.patch } : {}),
        ...(change.group === undefined ? {} : { group: change.group }), state, ...whyParked(entry, fields, values),
        at: change.at, age: Math.max(0, context.host.now() - Date.parse(change.at)), tries: writes?.pusher.tries(change) ?? 0, durable: writes?.isKept(entry) === true && context.mode === 'disk' && !context.storageBroken(), ...(why ? { heldBack: why } : {}),
      };
    });
  }

  /** Why nothing at all is sent from here. */
  #heldBackForAll(): DebugEntry['heldBack'] {
    const { writes, inside: { context } } = this.#engine;
    if (context.adapter.capabilities.push === 'none') return { why: 'readonly' };
    if (!context.leads()) return { why: 'leader' };
    const { state } = context.connection;
    if (state !== 'online' && state !== 'connecting') return { why: 'connection' };
    const until = writes?.pusher.pausedUntil;
    return until === undefined ? undefined : { why: 'pause', until: instant(until) };
  }
}

function whyParked({ state, reason }: StoredEntry, fields: readonly string[], values: boolean): Pick<DebugEntry, 'reason'> {
  if (state === 'waiting' || state === 'sending') return {};
  return { reason: { code: reason?.code ?? state, fields, ...(values && reason ? { message: reason.message } : {}) } };
}
