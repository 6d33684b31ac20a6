import { OfflineError } from '../errors.ts';
import { type AnyRow, type Entity, newId, sameValue, validateNew, validatePatch } from '../schema/index.ts';
import type { GroupsSpec } from '../store/local-aggregate.ts';
import { awaitedGroups } from '../store/awaited.ts';
import type { LiveRows, LiveValue } from '../store/live.ts';
import { overlay } from '../store/overlay.ts';
import type { GroupsResult, RowsSpec } from '../store/rows-result.ts';
import type { Engine } from '../sync/engine.ts';
import { checkFigures, checkQuery } from './check-question.ts';
import { ownCopy } from './own-copy.ts';
import { Questions } from './questions.ts';
import type { AggregateSpec, Collection, PendingChange, QuerySpec } from './vinculo.ts';
import type { Writer } from './writer.ts';

type Values = Readonly<Record<string, unknown>>;

/** The client was closed first. */
const nobodyWaits = (): void => {};

/** The rows of one entity, read through live queries and written through the writer. */
export function collection(e: Entity, engine: Engine, writer: Writer): Collection<AnyRow, Values, Values> {
  const { store } = engine;
  const table = store.table(e);
  const questions = new Questions(e, store, engine.closed);

  /** With what the batch that is being written says of it. */
  const written = (id: string): AnyRow | undefined => {
    const over = writer.over(e.name, id);
    return over.length > 0 ? overlay(e, table.row(id), over) : table.row(id);
  };

  const figures = (spec: GroupsSpec, given?: LiveValue<GroupsResult>): LiveValue<GroupsResult> => {
    const { aggregates, local, reading } = engine;
    // What of a part of a table is known by it says whether the backend has to count.
    const isHere = !reading.holdsPart(e) || local.value !== undefined;
    if (aggregates.value && isHere) return aggregates.value.liveGroups(e, spec, store, reading, given);
    const live = given ?? awaitedGroups(e, store, aggregates);
    Promise.all([aggregates.load(), isHere || local.load()]).then(([{ liveGroups }]) => liveGroups(e, spec, store, reading, live), nobodyWaits);
    return live;
  };

  return {
    entity: e,

    async get(id) {
      const own = store.resolve(e.name, id);
      if (!table.whole || !table.fresh || !engine.reading.keeps(e, own)) {
        try {
          await engine.reading.load(e, [own]);
        } catch (error) {
          if (!(error instanceof OfflineError) || !table.row(own)) throw error;
        }
      }
      // What was asked for by an id of this device may have got another meanwhile.
      return table.row(store.resolve(e.name, own));
    },

    query(spec: QuerySpec<AnyRow> = {}) {
      const asked = spec as RowsSpec;
      checkQuery(e, asked, store.clock.now());
      return questions.ask('rows', asked, (own, given?: LiveRows) => engine.reading.rows(e, own, given));
    },

    aggregate(asked: AggregateSpec<AnyRow>) {
      const { where, groupBy = [], measures } = asked;
      checkFigures(e, asked as GroupsSpec, store.clock.now());
      const spec: GroupsSpec = { ...(where ? { where } : {}), groupBy, measures };
      // The public type narrows the groups to what the entity's fields hold; none of it is left at run time.
      return questions.ask('groups', spec, figures) as never;
    },

    create(values) {
      // What the author did not give is the backend's to fill in: a default may be one that this sign-in must not set.
      const patch = Object.fromEntries(Object.entries(validateNew(e, values)).filter(([k]) => values[k] !== undefined).map(([k, value]) => [k, ownCopy(value)]));
      const id = typeof values['id'] === 'string' ? values['id'] : newId();
      return writer.write({ op: 'create', table: e.name, id, patch, base: {} });
    },

    update(id, patch): PendingChange {
      const own = store.resolve(e.name, id);
      const before = written(own);
      // Fields a backend added are patched one by one, as the declared ones are.
      const custom = patch['custom'];
      const checked = validatePatch(e, custom && before?.custom ? { ...patch, custom: { ...before.custom, ...custom } } : patch);
      // Fields already as wanted do not travel: a patch says what its author changed.
      const set: Record<string, unknown> = {};
      const base: Record<string, unknown> = {};
      for (const k of Object.keys(checked)) {
        if (before) {
          if (sameValue(before[k], checked[k])) continue;
          base[k] = before[k] ?? null;
        }
        set[k] = ownCopy(checked[k]);
      }
      return writer.write({ op: 'update', table: e.name, id: own, patch: set, base }, table.confirmed(own)?.version);
    },

    remove(id) {
      const own = store.resolve(e.name, id);
      const before = written(own);
      const base = before ? Object.fromEntries([...Object.keys(e.fields), 'custom'].filter((k) => before[k] !== undefined).map((k) => [k, before[k]])) : {};
      return writer.write({ op: 'remove', table: e.name, id: own, patch: {}, base }, table.confirmed(own)?.version);
    },
  };
}
