import type { AnyRow, CommandOutput, Vinculo, VinculoError } from '@vinculo/sdk';
import { titleOf } from '../parts/declared-field.ts';
import type { Candidate, DeedSubject } from './deed-subject.ts';
import type { MergeDetail } from './deed-events.ts';
import { mergeFields, type MergeField } from './merge-fields.ts';
import { whatNames, type Naming } from './what-names.ts';

/** One of the two records of a merge. */
export type Side = 'own' | 'other';

/** A merge while it is decided: of which two records, which of them stays, whose values, and what moves. */
export class MergeController {
  /** The other record; undefined while none is chosen. */
  other: AnyRow | undefined;
  stays: Side = 'own';
  /** Records that may be the same; undefined while they are looked for. */
  duplicates: readonly Candidate[] | undefined;
  /** Why it was not done, or cannot be looked at. */
  problem: VinculoError | undefined;
  isBusy = false;
  readonly #subject: DeedSubject;
  readonly #redraw: () => void;
  readonly #chosen = new Map<string, Side>();
  readonly #names: Partial<Record<Side, readonly Naming[]>> = {};

  constructor(subject: DeedSubject, redraw: () => void) {
    this.#subject = subject;
    this.#redraw = redraw;
  }

  get crm(): Vinculo { return this.#subject.crm; }
  get table(): string { return this.#subject.entity.name; }
  get own(): AnyRow { return this.#subject.row; }
  get isOffline(): boolean { return this.#subject.status?.connection !== undefined && !['online', 'connecting'].includes(this.#subject.status.connection); }

  nameOf(row: AnyRow): string { return titleOf(this.#subject.entity, row); }

  /** What the backend holds to be the same, of this record's own kind; of others the ones that are known already. */
  async findDuplicates(known: readonly Candidate[] = []): Promise<void> {
    // The command takes these.
    const table = (['lead', 'contact', 'account'] as const).find((each) => each === this.table);
    try {
      const found = table ? (await this.crm.run('findDuplicates', { table, id: this.own.id })).duplicates.filter((each) => each.table === this.table) : known;
      this.duplicates = found;
    } catch (error) {
      // They are only a help: the other one can be looked for by its name.
      this.duplicates = [];
      if ((error as VinculoError).code === 'offline') this.problem = error as VinculoError;
    }
    this.#redraw();
  }

  /** Chooses the other record, and counts what names either. */
  async choose(id: string | undefined): Promise<void> {
    this.problem = undefined;
    this.#chosen.clear();
    this.other = undefined;
    this.stays = 'own';
    delete this.#names.other;
    this.#redraw();
    if (id === undefined) return;
    try {
      const row = await this.crm.collection(this.table).get(id);
      this.other = row;
      this.#redraw();
      if (!row) return;
      const [own, other] = await Promise.all([this.#names.own ?? whatNames(this.crm, this.table, this.own.id), whatNames(this.crm, this.table, id)]);
      this.#names.own = own;
      // Another one may have been chosen meanwhile.
      if (this.other === row) this.#names.other = other;
    } catch (error) {
      this.problem = error as VinculoError;
    }
    this.#redraw();
  }

  keep(side: Side): void {
    this.stays = side;
    this.#redraw();
  }

  take(field: string, side: Side): void {
    this.#chosen.set(field, side);
    this.#redraw();
  }

  /** Whose value of a field is kept: what was chosen, else that of the record that stays. */
  sideOf(field: string): Side { return this.#chosen.get(field) ?? this.stays; }

  /** The record that stays and the one that goes. */
  get pair(): { readonly stays: AnyRow; readonly goes: AnyRow } | undefined {
    if (!this.other) return undefined;
    return this.stays === 'own' ? { stays: this.own, goes: this.other } : { stays: this.other, goes: this.own };
  }

  get fields(): readonly MergeField[] {
    const { pair } = this;
    return pair ? mergeFields(this.#subject.entity, this.#subject.description?.tables[this.table], pair.stays, pair.goes) : [];
  }

  /** What names the record that goes; undefined while it is counted. */
  get moving(): readonly Naming[] | undefined { return this.#names[this.stays === 'own' ? 'other' : 'own']; }

  /** What would be run. */
  get merge(): MergeDetail | undefined {
    const { pair } = this;
    if (!pair) return undefined;
    const take = this.fields.filter(({ how, field }) => how === 'choice' && this.sideOf(field.name) !== this.stays).map(({ field }) => field.name);
    return { table: this.table, intoId: pair.stays.id, fromId: pair.goes.id, take };
  }

  /** Runs it as one command. Undefined where it was refused; then `problem` says why. */
  async run(merge: MergeDetail): Promise<CommandOutput<'merge'> | undefined> {
    this.isBusy = true;
    this.problem = undefined;
    this.#redraw();
    try {
      // The table is one of those that merge takes: others are not offered it, and the backend refuses them.
      return await this.crm.run('merge', merge as MergeDetail & { readonly table: 'account' | 'contact' | 'lead' | 'ticket' });
    } catch (error) {
      this.problem = error as VinculoError;
      return undefined;
    } finally {
      this.isBusy = false;
      this.#redraw();
    }
  }
}
