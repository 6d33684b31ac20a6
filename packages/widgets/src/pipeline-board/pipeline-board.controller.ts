import type { AggregateResult, Notice, OutboxEntry, Result, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { type Description, type Entity, type exchangeRate, fieldAccess, type FieldAccess, type OptionValue, type Order, type pipeline, type RowOf, type stage, type Where } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { seldom } from '../base/seldom.ts';
import { dayOf } from '../format/date.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import type { Localized } from '../messages/message.ts';
import { type BoardFigures, boardFigures } from './figures.ts';
import type { Filtering } from './filtering.ts';
import { type BoardTable, cardsOf, type Deal, LaneRows, NextActivities } from './lane-rows.ts';
import type { Moves } from './moves.ts';
import type { Swim, SwimlanesBy } from './swimlanes.ts';
import type { SwimRows } from './swim-rows.ts';

export type Pipeline = RowOf<typeof pipeline>;
export type Stage = RowOf<typeof stage>;
type Rate = RowOf<typeof exchangeRate>;

/** What the controller needs of its element. */
export interface BoardHost extends ReactiveControllerHost, Localized {
  readonly crm: Vinculo | undefined;
  readonly of: BoardTable;
  readonly pipelineId?: string;
  readonly mine: boolean;
  readonly search: string;
  readonly filters: readonly FilterRule[];
  readonly readonly: boolean;
  readonly filter?: Where<Deal>;
  readonly sort?: string;
  readonly swimlanes?: SwimlanesBy;
  readonly foldEmpty: boolean;
}

/** Raises an event of the element; false when the host page cancelled it. */
export type Emit = (name: `vinculo-${string}`, detail: object, options?: { cancelable?: boolean }) => boolean;

/** How the board as a whole stands. */
export type BoardState = 'no-client' | 'loading' | 'forbidden' | 'unsupported' | 'error' | 'no-pipeline' | 'empty' | 'ready';

/** A stage, or a stage of one swimlane, with its cards. */
export interface LaneView {
  /** The stage's id; in a swimlane the swimlane's too. */
  readonly key: string;
  readonly stage: Stage;
  /** The swimlane it is of; undefined where there are none. */
  readonly swim: Swim | undefined;
  readonly rows: LaneRows;
  /** Won and lost stand folded until somebody opens them. */
  readonly folded: boolean;
}

/** Reads the board from the client, keeps what is folded and chosen, and hands moves on to `moves`. */
export class BoardController implements ReactiveController {
  /** Comes after the first drawing. */
  moves: Moves | undefined;
  /** With it come rows by owner or team: a board that has them waits for it. */
  swims: SwimRows | undefined;
  /** Reads the filters: of a board that has some nothing is asked before it. */
  filtering: Pick<Filtering, 'rules' | 'narrow' | 'whenRead'> | undefined;
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
  #next = new NextActivities();
  /** Stages that somebody folded (true) or opened. */
  readonly #folds = new Map<string, boolean>();
  #table: BoardTable = 'deal';
  readonly #entities = new Map<BoardTable, Entity>();
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
    const { crm, swimlanes, of } = this.#host;
    if (of !== this.#table) {
      for (const lane of this.#lanes.values()) lane.leave();
      this.#lanes.clear();
      this.#next = new NextActivities();
      this.#keptGroups = this.#chosen = this.#unsyncedOf = undefined;
      this.#table = of;
    }
    this.#description.watch(crm, () => crm!.description);
    // Of a change on its way nothing is shown while all goes well: a move is drawn as it is written and as it is confirmed, not with each step between.
    this.#status.watch(crm, () => seldom(crm!.status, (status) => (status.connection === 'online' ? 'online' : JSON.stringify([status.connection, status.waiting, status.syncedAt]))));
    this.#outbox.watch([crm, of], () => seldom(crm!.outbox, (entries) => JSON.stringify(entries.filter(({ change, state }) => change.table === of && (isParked(state) || crm!.status.snapshot.connection !== 'online')))));
    this.#notices.watch(crm, () => crm!.notices);
    this.#pipelines.watch([crm, of], () => crm!.pipelines.query({ where: { table: of }, orderBy: ['rank', 'name'] }));
    const id = this.pipeline?.id;
    this.#stages.watch([crm, id], () => crm!.stages.query({ where: { pipelineId: id! }, orderBy: ['rank', 'name'] }));
    this.swims?.watch(crm);
    const { where } = this;
    this.#groups.watch([crm, of, where && JSON.stringify(where), swimlanes ?? null], () => cardsOf(crm!, of).aggregate({
      where: where!, groupBy: ['stageId', ...(of === 'deal' ? ['probability' as const] : []), ...(swimlanes ? ['ownerId' as const] : [])],
      measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } },
    }));
    // While another question is counted, the last figures stay.
    if (!where) this.#keptGroups = undefined;
    else if (this.#groups.value && this.#groups.value.status !== 'loading') this.#keptGroups = this.#groups.value;
    const several = new Set(this.groups.flatMap((group) => Object.keys(group.values['sum'] ?? {}))).size > 1;
    this.#rates.watch([crm, several || undefined], () => crm!.exchangeRates.query({ orderBy: ['-on'] }));
    this.#watchLanes(crm, where);
  }

  /** Which cards the board is about at all; undefined without a pipeline. */
  get scope(): Where<Deal> | undefined {
    const { filter } = this.#host;
    const pipelineId = this.pipeline?.id;
    return pipelineId === undefined ? undefined : { pipelineId, ...(filter ? { and: [filter] } : {}) };
  }

  /** Which of them are looked for. */
  get where(): Where<Deal> | undefined {
    const { mine, search, filters } = this.#host;
    const { scope } = this;
    const where = scope && { ...scope, ...(mine && this.userId && this.has('ownerId') ? { ownerId: this.userId } : {}), ...(search.trim() ? { search: search.trim() } : {}) };
    return where && filters.length > 0 ? this.filtering?.narrow(where) : where;
  }

  /** Whether somebody looks for some cards only. */
  get isFiltered(): boolean {
    const { mine, search, filters } = this.#host;
    return mine || search.trim() !== '' || filters.length > 0;
  }

  /** By which field cards stand, where the order is not the one made by hand. */
  get sort(): Order<Deal> | undefined {
    const { sort } = this.#host;
    // A field of the entity may be sorted by.
    return sort !== undefined && sort !== 'rank' && sort.replace(/^-/, '') in this.entity.fields ? (sort as Order<Deal>) : undefined;
  }

  #watchLanes(crm: Vinculo | undefined, where: Where<Deal> | undefined): void {
    const wanted = this.#wanted();
    for (const [key, lane] of this.#lanes) {
      if (wanted.has(key)) continue;
      lane.leave();
      this.#lanes.delete(key);
    }
    const { sort } = this;
    const orderBy: readonly Order<Deal>[] = sort ? [sort, 'name'] : this.has('rank') ? ['rank'] : ['name'];
    for (const [key, { stage, swim }] of wanted) {
      let lane = this.#lanes.get(key);
      if (!lane) this.#lanes.set(key, (lane = new LaneRows(this.#host, this.#table, this.#next)));
      // The stage first: a filter is answered by its first reference, and a stage has fewer cards than its pipeline.
      const own: Where<Deal> = { stageId: stage.id, ...where! };
      lane.watch(crm, this.folded(stage) || !where ? undefined : swim ? { ...own, and: [...(own.and ?? []), swim.where] } : own, orderBy);
    }
  }

  /** The lanes there are to be, by key. */
  #wanted(): Map<string, { readonly stage: Stage; readonly swim: Swim | undefined }> {
    const rows: readonly (Swim | undefined)[] = this.#host.swimlanes ? this.swims?.open ?? [] : [undefined];
    return new Map(rows.flatMap((swim) => this.stages.map((stage) => [laneKey(stage.id, swim?.id), { stage, swim }])));
  }

  /** What the cards that are looked for come to, by stage, and by owner where there are rows. */
  get groups(): AggregateResult['groups'] { return this.#keptGroups?.groups ?? []; }

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
  /** All lanes that are to be seen, of each open swimlane in turn. */
  get lanes(): readonly LaneView[] {
    return this.#host.swimlanes ? (this.swims?.open ?? []).flatMap((swim) => this.lanesOf(swim)) : this.lanesOf(undefined);
  }

  /** Those of one swimlane, or of the whole board. */
  lanesOf(swim: Swim | undefined): LaneView[] {
    return this.stages.map((stage) => {
      const key = laneKey(stage.id, swim?.id);
      return { key, stage, swim, rows: this.#lanes.get(key)!, folded: this.folded(stage) };
    }).filter((each) => each.rows);
  }

  lane(key: string): LaneRows | undefined { return this.#lanes.get(key); }

  /** The lane in which a card stands, or would stand in another stage. */
  keyOf(row: Pick<Deal, 'stageId' | 'ownerId'>, stageId: string = row.stageId): string {
    return laneKey(stageId, this.#host.swimlanes && this.swims?.of(row.ownerId));
  }

  /** The cards beside this one. */
  around(row: Deal): readonly Deal[] { return this.lane(this.keyOf(row))?.rows ?? []; }

  viewOf(key: string): LaneView | undefined { return this.lanes.find((each) => each.key === key); }

  /** How many cards a lane has, seen or not. */
  countIn(key: string): number {
    const view = this.viewOf(key);
    if (!view) return 0;
    return (view.swim && this.swims ? this.swims.figuresOf(view.swim) : this.figures).stages.get(view.stage.id)?.count ?? 0;
  }

  folded(of: Stage): boolean {
    return this.#folds.get(of.id) ?? (of.category !== 'open' || this.foldsEmpty(of));
  }

  get state(): BoardState {
    if (!this.#host.crm) return 'no-client';
    const failed = [this.#pipelines.value, this.#stages.value, this.#keptGroups, ...[...this.#lanes.values()].map((lane) => lane.result)];
    for (const status of ['forbidden', 'unsupported'] as const) if (failed.some((each) => each?.status === status)) return status;
    if (failed.some((each) => each?.status === 'error')) return 'error';
    const pipelines = this.#pipelines.value;
    if (!pipelines || (pipelines.status === 'loading' && pipelines.rows.length === 0)) return 'loading';
    if (!this.pipeline) return 'no-pipeline';
    if (!this.isCounted) return 'loading';
    const open = this.lanes.filter((lane) => !lane.folded);
    if (open.length > 0 && open.every((lane) => !lane.rows.result)) return 'loading';
    const none = [...this.figures.stages.values()].every((each) => each.count === 0);
    return none && !this.isFiltered && !this.#host.filter ? 'empty' : 'ready';
  }

  /** Why the board cannot be shown. */
  get error(): VinculoError | undefined {
    return [this.#pipelines.value, this.#stages.value, this.#keptGroups, ...[...this.#lanes.values()].map((lane) => lane.result)].find((each) => each?.error)?.error;
  }

  /** Whether the figures are known: without its stages nothing is counted to any. */
  get isCounted(): boolean { return this.#keptGroups !== undefined && this.#knowsStages; }

  get #knowsStages(): boolean {
    const stages = this.#stages.value;
    return stages !== undefined && (stages.status !== 'loading' || stages.rows.length > 0);
  }

  get figures(): BoardFigures {
    const from = [this.#keptGroups, this.#stages.value, this.#rates.value, this.currency, dayOf(new Date())];
    if (!this.#figures || from.some((each, i) => each !== this.#figuresOf[i])) {
      this.#figuresOf = from;
      const next = this.sumUp(this.groups);
      // Those of a stage that are as before stay the same object, so that its lane need not be drawn again.
      const stages = new Map([...next.stages].map(([id, each]) => {
        const before = this.#figures?.stages.get(id);
        return [id, before && JSON.stringify(before) === JSON.stringify(each) ? before : each];
      }));
      this.#figures = { ...next, stages };
    }
    return this.#figures;
  }

  /** Figures of these groups by stage. */
  sumUp(groups: AggregateResult['groups']): BoardFigures { return boardFigures(groups, this.stages, this.currency, this.rates, dayOf(new Date())); }

  get rates(): readonly Rate[] { return this.#rates.value?.rows ?? []; }
  /** The currency of the pipeline, else of the tenant. */
  get currency(): string { return this.pipeline?.currency ?? this.#description.value?.currency ?? 'EUR'; }
  get userId(): string | undefined { return this.#description.value?.user.id ?? undefined; }

  /** Deals or leads. */
  get table(): BoardTable { return this.#host.of; }
  /** Their collection. @throws where there is no client */
  get cards(): Vinculo['deals'] { return cardsOf(this.#host.crm!, this.table); }
  get entity(): Entity {
    // Kept, because a client that was closed gives none.
    const known = this.#entities.get(this.table);
    if (known) return known;
    const { entity } = this.cards;
    this.#entities.set(this.table, entity);
    return entity;
  }

  /** Whether the backend holds a field of the cards that this person may see. */
  has(field: string): boolean { return this.#access(field) !== 'hidden'; }

  /** Leads often have no amounts: then nothing is said of sums. */
  get showsSums(): boolean { return this.has('amount') && (this.table === 'deal' || this.figures.open.sum.amounts.some(({ minor }) => minor !== 0)); }

  /** Whether this person may set a field of the cards. What may not be set is neither asked for nor sent. */
  sets(field: string): boolean { return this.#access(field) === 'write'; }

  /** Whether cards can be put into an order by hand. */
  get isRanked(): boolean { return this.sort === undefined && this.sets('rank'); }

  #access(field: string): FieldAccess {
    return this.#host.crm && field in this.entity.fields ? fieldAccess(this.#description.value?.tables[this.table], field) : 'hidden';
  }

  may(what: 'create' | 'update'): boolean {
    return !this.#host.readonly && this.#description.value?.tables[this.table]?.[what] !== false;
  }

  get mayMove(): boolean { return this.may('update') && this.sets('stageId'); }

  get crm(): Vinculo | undefined { return this.#host.crm; }
  /** Option lists of the cards where the backend's differ from the declaration's. */
  get options(): Readonly<Record<string, readonly OptionValue[]>> { return this.#description.value?.tables[this.table]?.options ?? noOptions; }

  get status(): Status | undefined { return this.#status.value; }

  /** Cards whose change is on this device only. */
  get unsynced(): ReadonlySet<string> {
    const entries = this.#outbox.value;
    if (entries !== this.#unsyncedOf) {
      this.#unsyncedOf = entries;
      this.#unsynced = new Set((entries ?? []).filter((each) => each.change.table === this.table && !isParked(each.state)).map((each) => each.change.id));
    }
    return this.#unsynced;
  }

  /** Changes of cards that wait for a person. */
  get parked(): readonly OutboxEntry[] {
    return (this.#outbox.value ?? []).filter((each) => each.change.table === this.table && isParked(each.state));
  }

  get notices(): readonly Notice[] {
    return (this.#notices.value ?? []).filter((each) => each.table === this.table && each.fields.some((field) => field.field !== 'rank'));
  }

  dealOf(id: string): Deal | undefined {
    for (const lane of this.#lanes.values()) {
      const row = lane.row(id);
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
    this.#folds.set(stageId, folded);
    this.#host.requestUpdate();
  }

  /** Whether it would stand folded again when nobody had opened it. */
  foldsEmpty(of: Stage): boolean { return this.#host.foldEmpty && this.figures.stages.get(of.id)?.count === 0; }
}

/** Whether a change waits for a person. */
const isParked = (state: OutboxEntry['state']): boolean => state !== 'waiting' && state !== 'sending';

/** The same one each time: cards are drawn anew when theirs are others. */
const noOptions = {};

const laneKey = (stageId: string, swimId: string | undefined): string => (swimId === undefined ? stageId : `${stageId} ${swimId}`);
