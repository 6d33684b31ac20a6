import type { VinculoError, Description, Entities, Entity, OutboxEntry, Result, RowOf, Status, Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import { LiveController } from '../base/live-controller.ts';
import { mayCreate } from './table-access.ts';

type Pipeline = RowOf<Entities['pipeline']>;
type Stage = RowOf<Entities['stage']>;

/** What the page decides of where records go. */
export interface IntakeHost extends ReactiveControllerHost {
  readonly crm: Vinculo | undefined;
  readonly pipelineId?: string;
  /** Waits for a part that comes later, and for what it says. */
  later<T>(part: Promise<T>): Promise<T>;
}

/** Whether enough is known to ask. */
export type SetUp = 'loading' | 'error' | 'unavailable' | 'ready';

/** Whom a form of a public page asks: what this sign-in may write down, and where new records begin. Kept up to date while the form is in the page. */
export class FormIntake {
  readonly #host: IntakeHost;
  readonly #table: 'lead' | 'ticket';
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  #entity: Entity | undefined;
  #closed: Vinculo | undefined;

  constructor(host: IntakeHost, table: 'lead' | 'ticket') {
    this.#host = host;
    this.#table = table;
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#pipelines = new LiveController(host);
    this.#stages = new LiveController(host);
  }

  /** The client, unless the page closed it. */
  get crm(): Vinculo | undefined { return this.#host.crm === this.#closed ? undefined : this.#host.crm; }

  /** Asks for what is needed now. `more`: what else the form reads. */
  watch(more?: () => void): void {
    try {
      const { crm } = this;
      this.#entity = crm?.collection(this.#table).entity;
      this.#description.watch(crm, () => crm!.description);
      this.#status.watch(crm, () => crm!.status);
      this.#outbox.watch(crm, () => crm!.outbox);
      this.#pipelines.watch([this.from('pipeline', !this.#host.pipelineId)], () => crm!.pipelines.query({ where: { table: this.#table }, orderBy: ['rank'] }));
      this.#stages.watch([this.from('stage'), this.pipelineId], () => crm!.stages.query({ where: { pipelineId: this.pipelineId!, category: 'open' }, orderBy: ['rank'] }));
      more?.();
    } catch (error) {
      if (!isVinculoError(error) || error.code !== 'closed') throw error;
      this.#closed = this.#host.crm;
    }
  }

  /** The client, where it serves this table and the form wants it: the key of a query that is dropped otherwise. */
  from(table: string, wanted = true): Vinculo | undefined { return wanted && this.description?.tables[table] ? this.crm : undefined; }

  get description(): Description | undefined { return this.#description.value; }
  get status(): Status | undefined { return this.#status.value; }
  get outbox(): readonly OutboxEntry[] { return this.#outbox.value ?? []; }
  /** The declaration of the record; undefined while there is no client. */
  get entity(): Entity | undefined { return this.#entity; }
  get pipelineId(): string | undefined { return this.#host.pipelineId ?? this.#pipelines.value?.rows.find((each) => each.active !== false)?.id; }
  /** Where a new record begins: the first open stage. */
  get stage(): Stage | undefined { return this.#stages.value?.rows[0]; }

  /** Whether what comes beside the record can be stored. */
  mayAdd(table: string): boolean { return this.description !== undefined && mayCreate(this.description, table); }

  /** Why nothing can be shown, where that is so. */
  get error(): VinculoError | undefined {
    const failed = [this.#pipelines.value, this.#stages.value].find((each) => each?.status === 'error' && each.rows.length === 0)?.error;
    return failed ?? (this.description ? undefined : this.status?.error);
  }

  /** The backend does not answer, or not to this sign-in. */
  get isAway(): boolean { return this.status !== undefined && this.status.connection !== 'online' && this.status.connection !== 'connecting'; }

  get setUp(): SetUp {
    if (!this.description) return this.error ? 'error' : 'loading';
    if (!this.mayAdd(this.#table)) return 'unavailable';
    if ([this.#pipelines, this.#stages].some(({ value }) => value?.status === 'loading')) return 'loading';
    return this.stage ? 'ready' : this.error ? 'error' : 'unavailable';
  }

  /** Tries to reach the backend now. */
  retry(): void { this.crm?.retry(); }
}
