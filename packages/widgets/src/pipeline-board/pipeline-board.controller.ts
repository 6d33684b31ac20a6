import type { AggregateResult, Notice, OutboxEntry, Result, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { type Description, type exchangeRate, fieldAccess, type FieldAccess, type OptionValue, type pipeline, type RowOf, type stage, type Where } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { dayOf } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import { type BoardFigures, boardFigures } from './figures.ts';
import { type Deal, LaneRows } from './lane-rows.ts';
import type { Moves } from './moves.ts';

export type Pipeline = RowOf<typeof pipeline>;
export type Stage = RowOf<typeof stage>;
type Rate = RowOf<typeof exchangeRate>;

/** What the controller needs of its element. */
export interface BoardHost extends ReactiveControllerHost, Localized {
  readonly crm: Vinculo | undefined;
  readonly pipelineId?: string;
  readonly mine: boolean;
  readonly search: string;
  readonly readonly: boolean;
}

/** Raises an event of the element; false when the host page cancelled it. */
export type Emit = (name: `vinculo-${string}`, detail: object, options?: { cancelable?: boolean }) => boolean;

/** How the board as a whole stands. */
export type BoardState = 'no-client' | 'loading' | 'forbidden' | 'unsupported' | 'error' | 'no-pipeline' | 'empty' | 'ready';

/** A stage with its cards and figures. */
export interface LaneView {
  readonly stage: Stage;
  readonly rows: LaneRows;
  /** Won and lost stand folded until somebody opens them. */
  readonly folded: boolean;
}

/** Reads the board from the client, keeps what is folded and chosen, and hands moves on to `moves`. */
export class BoardController implements ReactiveController {
  /** Comes after the first drawing. */
  moves: Moves | undefined;
  readonly #host: BoardHost;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #groups: LiveController<AggregateResult>;
  readonly #rates: LiveController<Result<Rate>>;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;
  readonly #lanes = new Map<string, LaneRows>();
  readonly #unfolded = new Set<string>();
  #chosen: string | undefined;
  #figures: BoardFigures | undefined;
  #figuresOf: readonly unknown[] = [];
  #keptGroups: AggregateResult | undefined;
  #unsynced: ReadonlySet<string> = new Set();
  #unsyncedOf: unknown;

  constructor(host: BoardHost) {
    this.#host = host;
    host.addController(this);
    this.#pipelines = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#groups = new LiveController(host);
    this.#rates = new LiveController(host);
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
  }

  /** Before each drawing: asks for what the properties say. */
  hostUpdate(): void {
    const { crm, mine, search } = this.#host;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
    this.#pipelines.watch(crm, () => crm!.pipelines.query({ where: { table: 'deal' }, orderBy: ['rank', 'name'] }));
    const id = this.pipeline?.id;
    this.#stages.watch([crm, id], () => crm!.stages.query({ where: { pipelineId: id! }, orderBy: ['rank', 'name'] }));
    const where = id === undefined ? undefined : this.#where(id, mine, search);
    this.#groups.watch([crm, where && JSON.stringify(where)], () => crm!.deals.aggregate({
      where: where!, groupBy: ['stageId', 'probability'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } },
    }));
    // While another question is counted, the last figures stay.
    if (!where) this.#keptGroups = undefined;
    else if (this.#groups.value && this.#groups.value.status !== 'loading') this.#keptGroups = this.#groups.value;
    const several = new Set((this.#keptGroups?.groups ?? []).flatMap((group) => Object.keys(group.values['sum'] ?? {}))).size > 1;
    this.#rates.watch([crm, several || undefined], () => crm!.exchangeRates.query({ orderBy: ['-on'] }));
    this.#watchLanes(crm, where);
  }

  #where(pipelineId: string, mine: boolean, search: string): Where<Deal> {
    return { pipelineId, ...(mine && this.userId && this.has('ownerId') ? { ownerId: this.userId } : {}), ...(search.trim() ? { search: search.trim() } : {}) };
  }

  #watchLanes(crm: Vinculo | undefined, where: Where<Deal> | undefined): void {
    const stages = this.stages;
    for (const [id, lane] of this.#lanes) {
      if (stages.some((each) => each.id === id)) continue;
      lane.leave();
      this.#lanes.delete(id);
    }
    for (const each of stages) {
      let lane = this.#lanes.get(each.id);
      if (!lane) this.#lanes.set(each.id, (lane = new LaneRows(this.#host, each.id)));
      lane.watch(crm, this.folded(each) ? undefined : { ...where!, stageId: each.id }, this.has('rank'));
    }
  }

  get pipelines(): readonly Pipeline[] { return (this.#pipelines.value?.rows ?? []).filter((each) => each.active !== false); }

  /** The pipeline on show: chosen here, else the host's, else the first active one. */
  get pipeline(): Pipeline | undefined {
    const wanted = this.#chosen ?? this.#host.pipelineId;
    const all = this.#pipelines.value?.rows ?? [];
    return (wanted === undefined ? undefined : all.find((each) => each.id === wanted)) ?? this.pipelines[0];
  }

  /** The pipeline id that the host asked for and that is not there. */
  get missingPipeline(): string | undefined {
    const { pipelineId } = this.#host;
    return pipelineId !== undefined && this.#pipelines.value?.status === 'ready' && !this.#pipelines.value.rows.some((each) => each.id === pipelineId) ? pipelineId : undefined;
  }

  get stages(): readonly Stage[] { return this.pipeline ? (this.#stages.value?.rows ?? []) : []; }
  get lanes(): readonly LaneView[] { return this.stages.map((each) => ({ stage: each, rows: this.#lanes.get(each.id)!, folded: this.folded(each) })).filter((each) => each.rows); }
  lane(stageId: string): LaneRows | undefined { return this.#lanes.get(stageId); }
  folded(of: Stage): boolean { return of.category !== 'open' && !this.#unfolded.has(of.id); }

  get state(): BoardState {
    if (!this.#host.crm) return 'no-client';
    const failed = [this.#pipelines.value, this.#stages.value, this.#keptGroups, ...[...this.#lanes.values()].map((lane) => lane.result)];
    for (const status of ['forbidden', 'unsupported'] as const) if (failed.some((each) => each?.status === status)) return status;
    if (failed.some((each) => each?.status === 'error')) return 'error';
    const pipelines = this.#pipelines.value;
    if (!pipelines || (pipelines.status === 'loading' && pipelines.rows.length === 0)) return 'loading';
    if (!this.pipeline) return 'no-pipeline';
    const stages = this.#stages.value;
    if (!stages || (stages.status === 'loading' && stages.rows.length === 0) || !this.#keptGroups) return 'loading';
    const open = this.lanes.filter((lane) => !lane.folded);
    if (open.length > 0 && open.every((lane) => !lane.rows.result)) return 'loading';
    const none = [...this.figures.stages.values()].every((each) => each.count === 0);
    return none && !this.#host.mine && !this.#host.search.trim() ? 'empty' : 'ready';
  }

  /** Why the board cannot be shown. */
  get error(): VinculoError | undefined {
    return [this.#pipelines.value, this.#stages.value, this.#keptGroups, ...[...this.#lanes.values()].map((lane) => lane.result)].find((each) => each?.error)?.error;
  }

  get figures(): BoardFigures {
    const from = [this.#keptGroups, this.#stages.value, this.#rates.value, this.currency, dayOf(new Date())];
    if (!this.#figures || from.some((each, i) => each !== this.#figuresOf[i])) {
      this.#figuresOf = from;
      this.#figures = boardFigures(this.#keptGroups?.groups ?? [], this.stages, this.currency, this.#rates.value?.rows ?? [], dayOf(new Date()));
    }
    return this.#figures;
  }

  /** The currency of the pipeline, else of the tenant. */
  get currency(): string { return this.pipeline?.currency ?? this.#description.value?.currency ?? 'EUR'; }
  get userId(): string | undefined { return this.#description.value?.user.id ?? undefined; }

  /** Whether the backend holds a field of deals that this person may see. */
  has(field: string): boolean { return this.#access(field) !== 'hidden'; }

  /** Whether this person may set a field of deals. What may not be set is neither asked for nor sent. */
  sets(field: string): boolean { return this.#access(field) === 'write'; }

  #access(field: string): FieldAccess { return fieldAccess(this.#description.value?.tables['deal'], field); }

  may(what: 'create' | 'update'): boolean {
    return !this.#host.readonly && this.#description.value?.tables['deal']?.[what] !== false;
  }

  get mayMove(): boolean { return this.may('update') && this.sets('stageId'); }

  get crm(): Vinculo | undefined { return this.#host.crm; }
  /** Option lists of deals where the backend's differ from the declaration's. */
  get options(): Readonly<Record<string, readonly OptionValue[]>> { return this.#description.value?.tables['deal']?.options ?? {}; }

  /** Name of a user who owns one of the deals in sight, or is the reader; undefined where it is not known. */
  userName(id: string | null | undefined): string | undefined {
    if (!id) return undefined;
    for (const lane of this.#lanes.values()) {
      const name = lane.result?.related['user']?.get(id)?.['name'];
      if (typeof name === 'string') return name;
    }
    return undefined;
  }

  get status(): Status | undefined { return this.#status.value; }
  get offline(): boolean { return this.#status.value?.connection === 'offline'; }

  /** Deals whose change is on this device only. */
  get unsynced(): ReadonlySet<string> {
    const entries = this.#outbox.value;
    if (entries !== this.#unsyncedOf) {
      this.#unsyncedOf = entries;
      this.#unsynced = new Set((entries ?? []).filter((each) => each.change.table === 'deal' && (each.state === 'waiting' || each.state === 'sending')).map((each) => each.change.id));
    }
    return this.#unsynced;
  }

  /** Changes of deals that wait for a person. */
  get parked(): readonly OutboxEntry[] {
    return (this.#outbox.value ?? []).filter((each) => each.change.table === 'deal' && each.state !== 'waiting' && each.state !== 'sending');
  }

  get notices(): readonly Notice[] {
    return (this.#notices.value ?? []).filter((each) => each.table === 'deal' && each.fields.some((field) => field.field !== 'rank'));
  }

  dealOf(id: string): Deal | undefined {
    for (const lane of this.#lanes.values()) {
      const row = lane.rows.find((each) => each.id === id);
      if (row) return row;
    }
    return undefined;
  }

  stageOf(id: string): Stage | undefined { return this.stages.find((each) => each.id === id); }

  choosePipeline(id: string): void {
    this.#chosen = id;
    this.moves?.reset();
    this.#host.requestUpdate();
  }

  fold(stageId: string, folded: boolean): void {
    if (folded) this.#unfolded.delete(stageId);
    else this.#unfolded.add(stageId);
    this.#host.requestUpdate();
  }
}
