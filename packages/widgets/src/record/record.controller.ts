import type { AnyRow, FieldProblem, PendingChange, Result, ValidationError, Vinculo, VinculoError } from '@vinculo/sdk';
import { activityLinkValues } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { concernedBy } from '../parts/concerned-by.ts';
import { declaredFields, entityOf, titleOf, type DeclaredField } from '../parts/declared-field.ts';
import { MergedInto } from '../parts/merged-into.ts';
import { RecordNames } from '../parts/record-names.ts';
import { RecordWrites } from '../parts/record-writes.ts';
import { stagePath, type Stage, type StagePath } from '../parts/stage-moves.ts';
import type { RecordSource } from '../parts/record-source.ts';
import { chosenLists, isTie, orderOf, otherEnd, relatedLists, type RelatedList } from './related-lists.ts';

/** What the host of the panel chose. */
export interface RecordChoice {
  readonly lists: readonly string[] | undefined;
  readonly showsHistory: boolean;
}

/** A list with what of it is known. Undefined where it is on its way, may not be seen, or is not kept. */
export interface RelatedRows {
  readonly list: RelatedList;
  readonly rows: readonly AnyRow[];
  readonly total: number;
  /** Whether more than the first rows were asked for. */
  readonly isLonger: boolean;
}

/** How many rows of a list are shown at first, and of the history; and how many each press adds. */
const listWindow = 5;
const historyWindow = 30;
const step = 50;
const historyKey = 'history';

/** Follows what stands beside the record itself: names, stages, lists, history, what waits. Moves and deletes it. */
export class RecordController {
  readonly source: RecordSource;
  readonly writes: RecordWrites;
  readonly #host: ReactiveControllerHost;
  readonly #merged: MergedInto;
  readonly #names: RecordNames;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #history: LiveController<Result<AnyRow>>;
  readonly #lists: LiveController<Result<AnyRow>>[] = [];
  #chosen: readonly RelatedList[] = [];
  #chosenFor: readonly unknown[] = [];
  #of = '';
  /** How many rows beyond the first are shown, by list. */
  readonly #added = new Map<string, number>();
  /** What was shown of a list before more of it was asked for. */
  readonly #shown = new Map<string, Result<AnyRow>>();
  #deleted: { readonly table: string; readonly id: string; readonly name: string; readonly change: PendingChange } | undefined;

  constructor(host: ReactiveControllerHost, source: RecordSource) {
    this.#host = host;
    this.source = source;
    this.writes = new RecordWrites(host);
    this.#merged = new MergedInto(host);
    this.#names = new RecordNames(host);
    this.#stages = new LiveController(host);
    this.#history = new LiveController(host);
  }

  /** Called before each drawing, after the record's own: asks for what this record needs, and lets go of what it does not. */
  watch({ lists, showsHistory }: RecordChoice): void {
    const { crm, table, id } = this.source.subject;
    const { entity, description } = this.source;
    const { trail, state } = this.source;
    this.#merged.watch(crm, table, trail.askedId, state === 'missing' && !this.deleted);
    trail.follow(this.#merged.trail);
    this.writes.watch(crm, table, id, trail.from);
    const isMoved = entity?.process && this.#serves('stage');
    this.#stages.watch(isMoved ? crm : undefined, () => crm!.stages.query());
    if (`${table}/${id ?? ''}` !== this.#of) {
      this.#of = `${table}/${id ?? ''}`;
      this.#added.clear();
      this.#shown.clear();
    }
    const entries = historyWindow + (this.#added.get(historyKey) ?? 0);
    this.#history.watch([crm, table, entries, showsHistory && this.#serves('historyEntry') ? id : undefined], () => crm!.collection('historyEntry').query({ where: { recordId: id!, table }, orderBy: ['-at'], limit: entries }));
    const key = [crm, table, id, description?.hash, lists?.join()];
    if (key.some((each, i) => each !== this.#chosenFor[i])) {
      this.#chosenFor = key;
      this.#chosen = crm && id && description && entity ? chosenLists(relatedLists(crm, table, id), lists) : [];
    }
    this.#watchLists(crm);
    this.#names.watch(crm, this.#namesWanted());
  }

  #watchLists(crm: Vinculo | undefined): void {
    while (this.#lists.length < this.#chosen.length) this.#lists.push(new LiveController(this.#host));
    this.#lists.forEach((live, i) => {
      const list = this.#chosen[i];
      // The rows of a list are asked by the fields that its declaration has.
      const limit = listWindow + (list ? (this.#added.get(list.key) ?? 0) : 0);
      live.watch(list ? [crm, list.key, limit, JSON.stringify(list.where)] : undefined, () => crm!.collection(list!.entity.name).query({ where: list!.where, orderBy: [orderOf(list!)], limit }));
    });
  }

  /** What is known of a list; while more of it is on its way, what was shown before. */
  #known(key: string, now: Result<AnyRow> | undefined): Result<AnyRow> | undefined {
    if (now?.status === 'ready' || now?.status === 'stale') this.#shown.set(key, now);
    return now?.status === 'loading' ? (this.#shown.get(key) ?? now) : now;
  }

  /** Shows more rows of a list, or of the history where none is named. */
  showMore(list?: RelatedList): void {
    const key = list?.key ?? historyKey;
    this.#added.set(key, (this.#added.get(key) ?? 0) + step);
    this.#host.requestUpdate();
  }

  /** Shows the first rows of a list alone. */
  showFewer(list: RelatedList): void {
    this.#added.delete(list.key);
    this.#host.requestUpdate();
  }

  #serves(table: string): boolean {
    const { description } = this.source;
    return !description || description.tables[table] !== undefined;
  }

  /** All that will be named beside what comes with the record. */
  #namesWanted(): ReadonlyMap<string, ReadonlySet<string>> {
    const wanted = new Map<string, Set<string>>();
    const want = (table: string | undefined, id: unknown): void => {
      if (table && typeof id === 'string' && id) (wanted.get(table) ?? wanted.set(table, new Set()).get(table)!).add(id);
    };
    const { row, entity } = this.source;
    want('user', row?.updatedBy);
    for (const { theirs } of this.writes.conflicts) want('user', theirs?.updatedBy);
    for (const { list, rows } of this.related) for (const each of rows) {
      const end = isTie(list.entity) ? otherEnd(list, each) : undefined;
      if (end) want(end.table, end.id);
    }
    for (const entry of this.history?.rows ?? []) {
      want('user', entry['byId']);
      for (const values of [entry['before'], entry['after']]) {
        for (const [name, value] of Object.entries((values ?? {}) as Readonly<Record<string, unknown>>)) want(entity?.fields[name]?.ref?.table, value);
      }
    }
    return wanted;
  }

  // ---- what there is -----------------------------------------------------------------------------------------------

  get row(): AnyRow | undefined { return this.source.row; }

  /** The fields of the record that may be seen. */
  get fields(): readonly DeclaredField[] {
    const { entity, table } = this.source;
    return entity ? declaredFields(entity, table) : [];
  }

  /** The name of a record; undefined while it is not known, or where it may not be seen. */
  nameOf(table: string, id: string): string | undefined {
    const row = this.source.related(table, id);
    const entity = row && entityOf(this.source.subject.crm, table);
    return (entity ? titleOf(entity, row) : undefined) || this.#names.name(table, id) || undefined;
  }

  /** Whether the name of a record of this table may still come. */
  isNaming(table: string): boolean { return this.#names.isLoading(table); }

  /** A record that one of the lists names. */
  named(table: string, id: string): AnyRow | undefined { return this.#names.row(table, id); }

  /** The stages this record goes through; undefined for a record without a process, or while they are on their way. */
  get path(): StagePath | undefined {
    const { row, entity } = this.source;
    const stages = this.#stages.value;
    if (!row || !entity?.process || !stages || stages.status === 'loading' || stages.rows.length === 0) return undefined;
    return stagePath(stages.rows, row);
  }

  /** The lists that hold rows, or can be added to. */
  get related(): readonly RelatedRows[] {
    return this.#chosen.flatMap((list, i): RelatedRows[] => {
      const result = this.#known(list.key, this.#lists[i]?.value);
      if (!result || !['ready', 'stale'].includes(result.status)) return [];
      return [{ list, rows: result.rows, total: result.total ?? result.rows.length, isLonger: this.#added.has(list.key) }];
    });
  }

  get history(): Result<AnyRow> | undefined { return this.#known(historyKey, this.#history.value); }
  get servesHistory(): boolean { return this.#serves('historyEntry') && !this.source.entity?.unlogged; }

  // ---- what may be done --------------------------------------------------------------------------------------------

  /** Before the backend said who may do what, everything may be tried; it judges. */
  get mayDelete(): boolean {
    const { entity, table, description } = this.source;
    return !entity?.readonly && !entity?.appendOnly && (table?.remove ?? !description);
  }

  mayCreate(table: string): boolean {
    const { description } = this.source;
    return description?.tables[table]?.create ?? !description;
  }

  /** Adds a row that names this record; an activity with its links, as one group. Answers the row's change, or what is wrong with the values. */
  add(table: string, values: Readonly<Record<string, unknown>>): PendingChange | readonly FieldProblem[] {
    try {
      return table === 'activity' ? this.#plan(values) : this.source.subject.crm!.collection(table).create(values);
    } catch (error) {
      // By its code, not its class: a page may hold two copies of the sdk.
      if ((error as VinculoError).code === 'validation') return (error as ValidationError).problems;
      throw error;
    }
  }

  #plan(values: Readonly<Record<string, unknown>>): PendingChange {
    const { crm, table, id } = this.source.subject;
    // The fields of an activity, as the dialog took them by its declaration.
    const { kind, dueAt } = values as { readonly kind: string; readonly dueAt?: string };
    const planned = { ...values, at: dueAt ?? new Date().toISOString() };
    const [change] = crm!.batch(() => {
      const activity = crm!.collection('activity').create(planned);
      for (const each of concernedBy({ table, id: id! }, this.row)) crm!.activityLinks.create({ activityId: activity.id, ...each, ...activityLinkValues({ kind, done: false, ...(dueAt ? { dueAt } : {}), at: planned.at }) });
    });
    return change!;
  }

  /** The record this panel removed, while it still shows it. */
  get deleted(): { readonly name: string } | undefined {
    const { table, id } = this.source.subject;
    return this.#deleted?.table === table && this.#deleted.id === id ? this.#deleted : undefined;
  }

  delete(): PendingChange {
    const { crm, table, id } = this.source.subject;
    const { entity, row } = this.source;
    const change = crm!.collection(table).remove(id!);
    this.#deleted = { table, id: id!, name: entity ? titleOf(entity, row) : '', change };
    change.synced.catch(() => { this.#deleted = undefined; this.#host.requestUpdate(); });
    this.#host.requestUpdate();
    return change;
  }

  undelete(): void {
    this.#deleted?.change.undo();
    this.#deleted = undefined;
    this.#host.requestUpdate();
  }
}
