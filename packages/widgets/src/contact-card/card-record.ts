import type { Description, Entity, FieldAccess, Labels, Result, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { MergeTrail } from '../parts/merge-trail.ts';
import type { CardMode } from './card-drawings.ts';
import type { Account, CardRow, CardTable } from './card-rows.ts';

export interface CardSubject {
  readonly crm: Vinculo | undefined;
  readonly table: CardTable;
  readonly id: string | undefined;
  /** Only of the full card all that belongs to the customer is asked for. */
  readonly mode: CardMode;
}

/** What stands in place of the record, or that it is there. */
export type CardState = 'noClient' | 'noRecord' | 'loading' | 'forbidden' | 'unsupported' | 'missing' | 'error' | 'ready';

/** Follows the record itself: who it is, and whether it may be seen and written. What the first drawing needs; the rest is in contact-card.controller.ts. */
export class CardRecord {
  subject: CardSubject = { crm: undefined, table: 'contact', id: undefined, mode: 'full' };
  readonly trail: MergeTrail<CardSubject>;
  #entity: Entity | undefined;
  readonly #record: LiveController<Result<CardRow>>;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;

  /** `failed` is told each failure of the record's query once. */
  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void) {
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
  watch(asked: CardSubject): void {
    const subject = this.trail.now(asked);
    const { crm, table, id } = subject;
    // Kept, since a client that was closed meanwhile gives none any more, and the card may still be drawn.
    if (table !== this.subject.table || crm !== this.subject.crm) this.#entity = crm?.collection(table).entity;
    this.subject = subject;
    // The collection by name is untyped; the table is one of two that have the fields of CardRow.
    this.#record.watch([crm, table, id], () => crm!.collection(table).query({ where: { id: id! }, include: table === 'contact' ? ['accountId'] : ['parentId'] }) as never);
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
  }

  get state(): CardState {
    const { crm, id } = this.subject;
    if (!crm) return 'noClient';
    if (!id) return 'noRecord';
    const result = this.#record.value;
    if (!result || (result.status === 'loading' && !this.record)) return 'loading';
    if (result.status === 'forbidden' || result.status === 'unsupported') return result.status;
    if (this.record) return 'ready';
    // Only a backend that answered can say that a record is not there.
    return result.status === 'ready' ? 'missing' : 'error';
  }

  get entity(): Entity | undefined { return this.#entity; }
  get record(): CardRow | undefined { return this.#record.value?.rows[0]; }
  get error(): VinculoError | undefined { return this.#record.value?.error ?? this.status?.error; }
  get status(): Status | undefined { return this.#status.value; }
  get description(): Description | undefined { return this.#description.value; }
  /** Shown from the cache, and perhaps not what the backend holds now. */
  get isStale(): boolean { return this.#record.value?.status === 'stale'; }

  /** The account of a contact, or the parent of an account. */
  get account(): Account | undefined {
    const id = this.subject.table === 'contact' ? this.record?.accountId : this.record?.parentId;
    // The rows of `related` are untyped; the field names an account.
    return id ? (this.#record.value?.related['account']?.get(id) as Account | undefined) : undefined;
  }

  access(field: string): FieldAccess {
    return fieldAccess(this.description?.tables[this.subject.table], field);
  }

  /** Before the backend said who may do what, everything may be tried; it judges. */
  canEdit(field: string): boolean {
    return (this.description?.tables[this.subject.table]?.update ?? !this.description) && this.access(field) === 'write' && !this.record?.erasedAt;
  }

  /** The label of a field. */
  fieldLabel(field: string): Labels | undefined { return this.#entity?.fields[field]?.label; }

  /** The label of an option field's value: the backend's own list comes before the declaration's. */
  optionLabel(field: string, value: string): Labels | undefined {
    const options = this.description?.tables[this.subject.table]?.options?.[field] ?? this.#entity?.fields[field]?.options;
    return options?.find((each) => each.value === value)?.label;
  }

  retry(): void { this.subject.crm?.retry(); }
}
