import { VinculoError, type Description, type Entities, type Entity, type OutboxEntry, type Result, type RowOf, type Status, type Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { mayCreate } from '../parts/table-access.ts';
import type { ConsentSetting, LeadFields } from './lead-fields.ts';

type Pipeline = RowOf<Entities['pipeline']>;
type Stage = RowOf<Entities['stage']>;

/** What the page decides. */
export interface LeadFormHost extends ReactiveControllerHost {
  readonly crm: Vinculo | undefined;
  readonly locale: string;
  readonly fields: LeadFields;
  readonly consents: readonly ConsentSetting[];
  readonly pipelineId?: string;
  readonly campaignId?: string;
  readonly noDraft: boolean;
  readonly id: string;
}

/** What the form reads: what this sign-in may say of a lead, and where leads begin. */
export class LeadFormData {
  readonly #host: LeadFormHost;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  #entity: Entity | undefined;
  #closed: Vinculo | undefined;

  constructor(host: LeadFormHost) {
    this.#host = host;
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#pipelines = new LiveController(host);
    this.#stages = new LiveController(host);
  }

  /** The client, unless the page closed it. */
  get crm(): Vinculo | undefined { return this.#host.crm === this.#closed ? undefined : this.#host.crm; }

  /** Asks for what is needed now. */
  watch(): void {
    try {
      this.#entity = this.crm?.collection('lead').entity;
      this.#watch();
    } catch (error) {
      if (!(error instanceof VinculoError) || error.code !== 'closed') throw error;
      this.#closed = this.#host.crm;
    }
  }

  #watch(): void {
    const { crm } = this;
    const { pipelineId } = this.#host;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    const from = (table: string): Vinculo | undefined => (this.description?.tables[table] ? crm : undefined);
    this.#pipelines.watch([pipelineId ? undefined : from('pipeline')], () => crm!.pipelines.query({ where: { table: 'lead' }, orderBy: ['rank'] }));
    this.#stages.watch([from('stage'), this.pipelineId], () => crm!.stages.query({ where: { pipelineId: this.pipelineId!, category: 'open' }, orderBy: ['rank'] }));
  }

  get description(): Description | undefined { return this.#description.value; }
  get status(): Status | undefined { return this.#status.value; }
  get outbox(): readonly OutboxEntry[] { return this.#outbox.value ?? []; }
  /** The declaration of a lead; undefined while there is no client. */
  get entity(): Entity | undefined { return this.#entity; }
  get pipelineId(): string | undefined { return this.#host.pipelineId ?? this.#pipelines.value?.rows.find((each) => each.active !== false)?.id; }
  /** Where a new lead begins: the first open stage. */
  get stage(): Stage | undefined { return this.#stages.value?.rows[0]; }

  /** Whether what comes beside a lead (`consent`, `touch`) can be stored. */
  mayAdd(table: 'consent' | 'touch'): boolean { return this.description !== undefined && mayCreate(this.description, table); }

  /** Why nothing can be shown, where that is so. */
  get error(): VinculoError | undefined {
    const failed = [this.#pipelines.value, this.#stages.value].find((each) => each?.status === 'error' && each.rows.length === 0)?.error;
    return failed ?? (this.description ? undefined : this.status?.error);
  }

  /** The backend does not answer, or not to this sign-in. */
  get isAway(): boolean { return this.status !== undefined && this.status.connection !== 'online' && this.status.connection !== 'connecting'; }

  /** Whether enough is known to ask. */
  get setUp(): 'loading' | 'error' | 'unavailable' | 'ready' {
    const { description } = this;
    if (!description) return this.error ? 'error' : 'loading';
    if (!mayCreate(description, 'lead')) return 'unavailable';
    if ([this.#pipelines, this.#stages].some(({ value }) => value?.status === 'loading')) return 'loading';
    return this.stage ? 'ready' : this.error ? 'error' : 'unavailable';
  }
}
