import type { AnyRow, Notice, OutboxEntry, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import type { Description, Entity, TableDescription, Where } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { Localized } from '../messages/message.ts';
import { entityOf, titleOf } from '../parts/declared-field.ts';
import { type Column, type ColumnChoice, columnsOf, namesIn, usualColumns } from './columns.ts';
import { type FilterRule, whereOf } from '../filters/filter-rules.ts';
import { RowWindow } from './row-window.ts';

/** What the controller needs of its element. */
export interface ListHost extends ReactiveControllerHost, Localized {
  readonly crm: Vinculo | undefined;
  readonly table: string;
  readonly columns: string;
  readonly sort: string;
  readonly search: string;
  readonly mine: boolean;
  readonly readonly: boolean;
  readonly where?: Where;
  readonly filters: readonly FilterRule[];
  readonly groupBy: string;
}

export type ListState = 'no-client' | 'loading' | 'unsupported' | 'forbidden' | 'error' | 'empty' | 'no-match' | 'ready';

/** A column in the order of rows. */
export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

/** A column as it stands in the list. */
export interface ShownColumn extends Column {
  /** px, as the person set it. */
  readonly own?: number;
}

/** Reads a list from the client: which columns, which rows, in which order. */
export class ListController implements ReactiveController {
  readonly rows: RowWindow;
  /** What the person chose of columns; the declaration or the attribute says where there is none. */
  chosen: readonly ColumnChoice[] | undefined;
  readonly #host: ListHost;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;
  #entity: Entity | undefined;
  #columns: ReadonlyMap<string, Column> = new Map();
  #columnsOf: readonly unknown[] = [];
  #shown: readonly ShownColumn[] = [];
  #shownOf: readonly unknown[] = [];
  #where: Where = {};
  #unsynced: ReadonlySet<string> = new Set();
  #unsyncedOf: unknown;

  constructor(host: ListHost) {
    this.#host = host;
    host.addController(this);
    this.rows = new RowWindow(host);
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
  }

  /** Before each drawing: asks for what the properties say. */
  hostUpdate(): void {
    const { crm, table } = this.#host;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
    // An entity that only the backend knows comes with its description.
    this.#entity = entityOf(crm, table);
    this.#findColumns();
    const entity = this.#entity;
    this.#where = entity ? this.#filter() : {};
    const include = this.shown.filter(({ field }) => field.ref && Object.hasOwn(entity!.fields, field.name)).map(({ field }) => field.name);
    const group = this.group;
    if (group?.field.ref && !include.includes(group.field.name)) include.push(group.field.name);
    // What a deal without a probability of its own has is its stage's.
    if (entity?.process && !include.includes('stageId') && this.shown.some(({ name }) => name === 'probability')) include.push('stageId');
    this.rows.watch(crm, entity && { table, where: this.#where, orderBy: this.orderBy, include });
  }

  #findColumns(): void {
    const { columns, locale } = this.#host;
    const from = [this.#entity, this.table, locale];
    if (from.some((each, i) => each !== this.#columnsOf[i])) {
      this.#columnsOf = from;
      this.#columns = this.#entity ? columnsOf(this.#entity, this.table, locale) : new Map();
    }
    const shownOf = [this.#columns, columns, this.chosen];
    if (shownOf.every((each, i) => each === this.#shownOf[i])) return;
    this.#shownOf = shownOf;
    const asked = this.chosen ?? namesIn(columns).map((name): ColumnChoice => ({ name }));
    const known = asked.filter(({ name }) => this.#columns.has(name));
    const choices = known.length > 0 || !this.#entity ? known : usualColumns(this.#entity, this.#columns).map((name): ColumnChoice => ({ name }));
    this.#shown = choices.map(({ name, width }) => ({ ...this.#columns.get(name)!, ...(width === undefined ? {} : { own: width }) }));
  }

  #filter(): Where {
    const { where, mine, search, filters } = this.#host;
    const and: Where[] = [];
    if (where) and.push(where);
    if (mine && this.userId && this.#columns.has('ownerId')) and.push({ ownerId: this.userId });
    const rules = whereOf(filters.filter(({ field }) => this.#columns.get(field)?.isAsked));
    if (rules.and) and.push(...rules.and);
    if (search.trim()) and.push({ search: search.trim() });
    return and.length > 0 ? { and } : {};
  }

  /** The filter of all that is on show: what the host, the person and the search say together. */
  get where(): Where { return this.#where; }
  get entity(): Entity | undefined { return this.#entity; }
  get table(): TableDescription | undefined { return this.#description.value?.tables[this.#host.table]; }
  /** Every column that can be shown. */
  get columns(): ReadonlyMap<string, Column> { return this.#columns; }
  /** The columns on show, in their order. */
  get shown(): readonly ShownColumn[] { return this.#shown; }
  /** The column whose values rows stand together by. */
  get group(): Column | undefined {
    const column = this.#columns.get(this.#host.groupBy);
    return column?.isAsked && column.field.kind !== 'tags' && column.field.kind !== 'phone' ? column : undefined;
  }

  /** How rows stand, as the person or the host asked. */
  get sortKeys(): readonly SortKey[] {
    return namesIn(this.#host.sort).map((name) => (name.startsWith('-') ? { name: name.slice(1), descending: true } : { name, descending: false })).filter(({ name }) => this.#columns.get(name)?.sorts);
  }

  get orderBy(): readonly string[] {
    const asked = this.sortKeys.map(({ name, descending }) => (descending ? `-${name}` : name));
    const usual = asked.length > 0 || !this.#entity ? asked : this.#columns.get('at')?.sorts ? ['-at'] : this.#columns.get(this.#entity.title)?.sorts ? [this.#entity.title] : [];
    const { group } = this;
    return group ? [group.name, ...usual.filter((name) => name.replace('-', '') !== group.name)] : usual;
  }

  get state(): ListState {
    const { crm, mine, search, filters } = this.#host;
    if (!crm) return 'no-client';
    if (!this.#entity) return this.#description.value ? 'unsupported' : this.status?.connection === 'refused' || this.status?.connection === 'signed-out' ? 'error' : 'loading';
    const result = this.rows.result;
    if (!result || (result.status === 'loading' && result.rows.length === 0)) return 'loading';
    if (result.status === 'forbidden' || result.status === 'unsupported') return result.status;
    if (result.status === 'error') return 'error';
    if (this.rows.length > 0) return 'ready';
    return (mine || search.trim() || filters.length > 0) ? 'no-match' : 'empty';
  }

  get error(): VinculoError | undefined { return this.rows.result?.error ?? this.status?.error; }
  get status(): Status | undefined { return this.#status.value; }
  get userId(): string | undefined { return this.#description.value?.user.id ?? undefined; }
  /** The tenant's currency. */
  get currency(): string { return this.#description.value?.currency ?? 'EUR'; }

  may(what: 'create' | 'update' | 'remove'): boolean {
    const entity = this.#entity;
    if (this.#host.readonly || !entity || entity.readonly || (entity.appendOnly && what !== 'create')) return false;
    return this.table?.[what] !== false;
  }

  /** Whether the signed-in person may set a field in this list. */
  edits(column: Column): boolean { return column.field.editable && this.may('update'); }

  /** What names a row to people; empty where nothing does. */
  titleOf(row: AnyRow | undefined): string { return this.#entity ? titleOf(this.#entity, row) : ''; }

  /** The name of a record that a row on show names. */
  nameOf(table: string, id: string): string | undefined {
    const entity = entityOf(this.#host.crm, table);
    return entity && this.rows.nameOf(table, id, entity.title);
  }

  /** Rows whose change is on this device only. */
  get unsynced(): ReadonlySet<string> {
    const entries = this.#outbox.value;
    if (entries !== this.#unsyncedOf) {
      this.#unsyncedOf = entries;
      this.#unsynced = new Set((entries ?? []).filter(({ change, state }) => change.table === this.#host.table && (state === 'waiting' || state === 'sending')).map(({ change }) => change.id));
    }
    return this.#unsynced;
  }

  /** Changes of this entity that wait for a person. */
  get parked(): readonly OutboxEntry[] {
    return (this.#outbox.value ?? []).filter(({ change, state }) => change.table === this.#host.table && state !== 'waiting' && state !== 'sending');
  }

  get notices(): readonly Notice[] {
    return (this.#notices.value ?? []).filter((each) => each.table === this.#host.table && each.fields.some(({ field }) => this.#columns.has(field)));
  }
}
