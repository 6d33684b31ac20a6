import type { VinculoError } from '../errors.ts';
import { type AnyRow, type Change, type Entity, type Pin, sameValue } from '../schema/index.ts';
import { FieldIndex } from './field-index.ts';
import { overlay } from './overlay.ts';
import type { MomentIndex } from './moment-index.ts';

/** Whether two rows are the same state of a record, whatever each shows of it: by version where there are versions, else by content. */
export function sameState(a: AnyRow | undefined, b: AnyRow): boolean {
  return a?.version !== undefined && b.version !== undefined ? a.version === b.version : sameRow(a, b);
}

/** Whether two rows are one. A version alone does not say so: it stays as it is when rights change, and what may be seen of the record does not. */
export function sameRow(a: AnyRow | undefined, b: AnyRow): boolean {
  if (a === b) return true;
  if (!a || a.version !== b.version) return false;
  for (const field in b) if (!sameValue(a[field], b[field])) return false;
  for (const field in a) if (!(field in b) && !sameValue(a[field], undefined)) return false;
  return true;
}

/** So often a table is looked through before it gets an index of the field. */
const seldom = 5;

/** What became of one visible row. */
export interface RowDelta {
  readonly id: string;
  readonly before: AnyRow | undefined;
  readonly after: AnyRow | undefined;
}

/** All that is known of one record. One place for it: a record is looked up once per change. */
interface Slot {
  /** What the backend said last; undefined when it was removed, or is an own create. */
  confirmed: AnyRow | undefined;
  /** With own changes on top. */
  visible: AnyRow | undefined;
  /** Own changes on their way, oldest first. */
  changes: readonly Change[] | undefined;
  /** When it was last taken in or removed, whoever said so, in ticks of the store: what was asked for before must not cover it. 0: never. */
  at: number;
  /** The reading that last looked at it. */
  seen: number;
}

/** The rows of one entity in memory: what the backend confirmed, own changes over it, and what the two look like together. */
export class Table {
  readonly entity: Entity;
  /** Rows that came by an answer to a question: the cache and the other tabs lack them. */
  readonly unwritten: Set<string> = new Set<string>();
  /** Rows as they were before an answer beside the pulls replaced or removed them, with when it did: should the backend have lost them, no pull would find them any more. */
  readonly replaced: Map<string, { readonly row: AnyRow; readonly at: number }> = new Map<string, { readonly row: AnyRow; readonly at: number }>();
  /** Every row the backend holds for this user is in memory. */
  whole = false;
  /** `whole` and pulled since the connection was last there. */
  fresh = false;
  error: VinculoError | undefined;
  /** How rows are found by a moment. Where nobody says, all are looked at: a backend's answers bring few. */
  momentIndex: ((field: string, rows: Iterable<AnyRow>) => MomentIndex) | undefined;
  readonly #slots = new Map<string, Slot>();
  /** Records with own changes over them. */
  readonly #overlaid = new Set<string>();
  /** Rows by the value of a field, for the fields that queries pin down. */
  readonly #byField = new Map<string, FieldIndex>();
  /** How often rows were asked for by a field that has no index. */
  readonly #asked = new Map<string, number>();
  /** Rows by the moment in a field, for the fields that queries compare with the present. */
  readonly #byMoment = new Map<string, MomentIndex>();

  constructor(entity: Entity) {
    this.entity = entity;
  }

  /** The row as the backend holds it, as far as is known. */
  confirmed(id: string): AnyRow | undefined {
    return this.#slots.get(id)?.confirmed;
  }

  /** The row with own changes on top. */
  row(id: string): AnyRow | undefined {
    return this.#slots.get(id)?.visible;
  }

  /** When a row was last taken in or removed, in ticks of the store; 0: never. */
  touchedAt(id: string): number {
    return this.#slots.get(id)?.at ?? 0;
  }

  /** How many records anything is known of. */
  get size(): number {
    return this.#slots.size;
  }

  /** Records with own changes over them. */
  get overlaid(): ReadonlySet<string> {
    return this.#overlaid;
  }

  /** Records of which anything is known, also that they are not there. */
  get ids(): Iterable<string> {
    return this.#slots.keys();
  }

  *rows(): Generator<AnyRow> {
    for (const slot of this.#slots.values()) if (slot.visible) yield slot.visible;
  }

  *confirmedIds(): Generator<string> {
    for (const [id, slot] of this.#slots) if (slot.confirmed) yield id;
  }

  /** Rows that match, looked for where a pin says that they must be. */
  select(pin: Pin | undefined, matches: (row: AnyRow) => boolean): AnyRow[] {
    const out: AnyRow[] = [];
    if (pin && this.#isIndexed(pin.field)) {
      for (const row of this.candidates(pin)) if (matches(row)) out.push(row);
    } else for (const { visible } of this.#slots.values()) if (visible && matches(visible)) out.push(visible);
    return out;
  }

  /** To make an index of a field costs as much as looking through the table some times: who asks as seldom gets none. */
  #isIndexed(field: string): boolean {
    if (field === 'id' || this.#byField.has(field)) return true;
    const asked = (this.#asked.get(field) ?? 0) + 1;
    this.#asked.set(field, asked);
    return asked > seldom;
  }

  /** Rows that have one of the values a pin names. */
  candidates(pin: Pin): Iterable<AnyRow> {
    if (pin.field === 'id') return [...new Set(pin.values)].flatMap((id) => this.row(String(id)) ?? []);
    let index = this.#byField.get(pin.field);
    if (!index) {
      index = new FieldIndex(pin.field, this.rows());
      this.#byField.set(pin.field, index);
    }
    return index.rows(pin.values);
  }

  /** Rows whose field lies from one text to another, both included. */
  between(field: string, from: string, to: string): readonly AnyRow[] {
    return this.#moments(field)?.between(from, to) ?? this.select(undefined, (row) => isText(row[field]) && from <= row[field] && row[field] <= to);
  }

  /** The smallest value of a field from a text on. */
  nextIn(field: string, from: string): string | undefined {
    const index = this.#moments(field);
    if (index) return index.next(from);
    let next: string | undefined;
    for (const { [field]: value } of this.rows()) if (isText(value) && value >= from && (next === undefined || value < next)) next = value;
    return next;
  }

  #moments(field: string): MomentIndex | undefined {
    let index = this.#byMoment.get(field);
    if (!index && this.momentIndex) {
      index = this.momentIndex(field, this.rows());
      this.#byMoment.set(field, index);
    }
    return index;
  }

  /**
   * Sets what the backend says of a record.
   * @param changes own changes over it from now on; as they are where it is not given
   * @returns undefined when it looks as before
   */
  confirm(id: string, row: AnyRow | undefined, tick: number, changes?: readonly Change[]): RowDelta | undefined {
    const slot = this.#slot(id);
    slot.confirmed = row;
    slot.at = tick;
    if (changes) this.#cover(id, slot, changes);
    return this.#look(id, slot);
  }

  /** The same for many records. One that comes more than once changes once, to what it is in the end. */
  confirmAll(rows: readonly AnyRow[], removed: readonly string[], tick: number): RowDelta[] {
    const deltas: RowDelta[] = [];
    for (const row of rows) this.#confirmOne(row.id, row, tick, deltas);
    for (const id of removed) this.#confirmOne(id, undefined, tick, deltas);
    return deltas;
  }

  #confirmOne(id: string, row: AnyRow | undefined, tick: number, deltas: RowDelta[]): void {
    const slot = this.#slot(id);
    const again = slot.at === tick;
    slot.confirmed = row;
    slot.at = tick;
    const delta = this.#look(id, slot);
    if (!delta) return;
    const at = again ? deltas.findIndex((d) => d.id === id) : -1;
    if (at < 0) deltas.push(delta);
    else deltas[at] = { id, before: deltas[at]!.before, after: delta.after };
  }

  /** Says which own changes lie over a record; none takes them away. */
  cover(id: string, changes: readonly Change[]): RowDelta | undefined {
    const slot = this.#slot(id);
    const over = slot.changes ?? [];
    // What became of a change on its way to disk or to the backend does not change what the row looks like.
    if (over.length === changes.length && over.every((change, i) => change === changes[i])) return undefined;
    this.#cover(id, slot, changes);
    return this.#look(id, slot);
  }

  /** One more own change lies over its record, however many there are below it. */
  layer(change: Change): RowDelta | undefined {
    const { id } = change;
    const slot = this.#slot(id);
    const only = [change];
    this.#cover(id, slot, slot.changes ? slot.changes.concat(only) : only);
    return this.#show(id, slot, overlay(this.entity, slot.visible, only));
  }

  /**
   * Of rows that were read, those that are news and may be taken in. One that is as it was known counts as touched now.
   * @param asked when each was asked for, in ticks of the store @param tick the present one
   * @returns undefined when a row came twice: the last one counts, so the reading has to be put in order first
   */
  news(rows: readonly AnyRow[], asked: (id: string) => number, tick: number): { readonly rows: AnyRow[]; readonly all: boolean } | undefined {
    const news: AnyRow[] = [];
    let all = true;
    for (const row of rows) {
      const slot = this.#slots.get(row.id);
      if (!slot) {
        news.push(row);
        continue;
      }
      if (slot.seen === tick) return undefined;
      slot.seen = tick;
      if (sameRow(slot.confirmed, row)) slot.at = tick;
      else if (slot.at <= asked(row.id)) news.push(row);
      else all = false;
    }
    return { rows: news, all };
  }

  /** Shows a row as it was when it was last seen, until anything is known of it. */
  recall(row: AnyRow): RowDelta | undefined {
    const slot = this.#slot(row.id);
    if (slot.at > 0 || slot.confirmed) return undefined;
    slot.confirmed = row;
    return this.#look(row.id, slot);
  }

  /** Lets rows go that nobody looks at: they are on disk. Rows with own changes stay. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) {
      const slot = this.#slots.get(id);
      if (!slot || slot.changes) continue;
      if (slot.visible) this.#index(slot.visible, undefined);
      this.#slots.delete(id);
    }
  }

  /** Forgets everything; answers what was to be seen. */
  clear(): RowDelta[] {
    const gone = [...this.rows()].map((row): RowDelta => ({ id: row.id, before: row, after: undefined }));
    this.whole = this.fresh = false;
    this.#slots.clear();
    this.#overlaid.clear();
    this.#byField.clear();
    this.#byMoment.clear();
    this.unwritten.clear();
    return gone;
  }

  #slot(id: string): Slot {
    const known = this.#slots.get(id);
    if (known) return known;
    const slot: Slot = { confirmed: undefined, visible: undefined, changes: undefined, at: 0, seen: 0 };
    this.#slots.set(id, slot);
    return slot;
  }

  #cover(id: string, slot: Slot, changes: readonly Change[]): void {
    slot.changes = changes.length > 0 ? changes : undefined;
    if (slot.changes) this.#overlaid.add(id);
    else this.#overlaid.delete(id);
  }

  #look(id: string, slot: Slot): RowDelta | undefined {
    return this.#show(id, slot, slot.changes ? overlay(this.entity, slot.confirmed, slot.changes) : slot.confirmed);
  }

  #show(id: string, slot: Slot, after: AnyRow | undefined): RowDelta | undefined {
    const before = slot.visible;
    if (after === before) return undefined;
    slot.visible = after;
    if (this.#byField.size > 0 || this.#byMoment.size > 0) this.#index(before, after);
    return { id, before, after };
  }

  #index(before: AnyRow | undefined, after: AnyRow | undefined): void {
    for (const index of this.#byField.values()) index.change(before, after);
    for (const index of this.#byMoment.values()) index.change(before, after);
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';
