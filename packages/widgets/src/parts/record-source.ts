import type { AnyRow, Description, Entity, Result, Status, TableDescription, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { MergeTrail } from './merge-trail.ts';

export interface RecordSubject {
  readonly crm: Vinculo | undefined;
  readonly table: string;
  readonly id: string | undefined;
}

/** What stands in place of the record, or that it is there. */
export type RecordState = 'noClient' | 'noRecord' | 'unknownTable' | 'loading' | 'forbidden' | 'unsupported' | 'missing' | 'error' | 'ready';

/** How a widget comes to what it asks. */
interface RecordWays {
  readonly entityOf: (crm: Vinculo | undefined, table: string) => Entity | undefined;
  /** The references whose records come with it. */
  readonly include: (entity: Entity) => readonly string[];
}

/** Follows one record, and whether it may be seen and written: what a widget needs of it for its first drawing. */
export class RecordSource<Row = AnyRow> {
  subject: RecordSubject = { crm: undefined, table: '', id: undefined };
  readonly trail: MergeTrail<RecordSubject>;
  readonly #ways: RecordWays;
  #entity: Entity | undefined;
  readonly #record: LiveController<Result<Row>>;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;

  /** `failed` is told each failure of the record's query once. */
  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void, ways: RecordWays) {
    this.#ways = ways;
    this.trail = new MergeTrail(host);
    // Each new try makes an error of its own; what went wrong is told once until it goes right.
    let told: string | undefined;
    this.#record = new LiveController(host, ({ error }) => {
      if (error && error.code !== told) failed(error);
      told = error?.code;
    });
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
  }

  /** Called before each drawing. */
  watch(asked: RecordSubject): void {
    const subject = this.trail.now(asked);
    const { crm, table, id } = subject;
    this.#description.watch(crm, () => crm!.description);
    // Kept, since a client that was closed meanwhile gives none any more. A table that only the backend knows is known once it described it.
    if (table !== this.subject.table || crm !== this.subject.crm || !this.#entity) this.#entity = this.#ways.entityOf(crm, table);
    this.subject = subject;
    // The collection by name is untyped; whoever asks says of what type the rows of the table are.
    this.#record.watch([crm, this.#entity, id], () => crm!.collection(table).query({ where: { id: id! }, include: this.#ways.include(this.#entity!) }) as never);
    this.#status.watch(crm, () => crm!.status);
  }

  get state(): RecordState {
    const { crm, id } = this.subject;
    if (!crm) return 'noClient';
    if (!id) return 'noRecord';
    if (!this.#entity) return this.description ? 'unknownTable' : 'loading';
    const result = this.#record.value;
    if (!result || (result.status === 'loading' && !this.row)) return 'loading';
    if (result.status === 'forbidden' || result.status === 'unsupported') return result.status;
    if (this.row) return 'ready';
    // Only a backend that answered can say that a record is not there.
    return result.status === 'ready' ? 'missing' : 'error';
  }

  get entity(): Entity | undefined { return this.#entity; }
  get row(): Row | undefined { return this.#record.value?.rows[0]; }
  get error(): VinculoError | undefined { return this.#record.value?.error ?? this.status?.error; }
  get status(): Status | undefined { return this.#status.value; }
  get description(): Description | undefined { return this.#description.value; }
  get table(): TableDescription | undefined { return this.description?.tables[this.subject.table]; }
  /** Shown from the cache, and perhaps not what the backend holds now. */
  get isStale(): boolean { return this.#record.value?.status === 'stale'; }

  /** A record that this one names. */
  related(table: string, id: string): AnyRow | undefined {
    return this.#record.value?.related[table]?.get(id);
  }

  retry(): void { this.subject.crm?.retry(); }
}
