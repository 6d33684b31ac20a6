import { type AnyRow, type FieldProblem, judgeMove, type NewOf, type deal as dealEntity } from '@vinculo/sdk/schema';
import type { BoardController, BoardHost, Emit, LaneView, Stage } from './pipeline-board.controller.ts';
import { fieldLabel } from './field-label.ts';
import type { Deal } from './lane-rows.ts';
import { nearestPlace, ranksAt } from './rank.ts';
import type { Selection } from './selection.ts';
import { type DealMove, isolated, namesOf, type Said, Steps } from './steps.ts';

/** Cards that are being moved: by pointer or by keys. `place` counts the cards of the lane without them, from 0. */
export interface Carried {
  /** The card that was taken hold of. */
  readonly deal: Deal;
  /** All that go, as they stood; with it. */
  readonly deals: readonly Deal[];
  readonly by: 'pointer' | 'keys';
  /** Its lane and place there. */
  readonly fromKey: string;
  readonly fromPlace: number;
  /** The lane it is held over. */
  readonly key: string;
  readonly stageId: string;
  readonly place: number;
}

/** A move that needs answers first: fields that the stage requires, why a deal was lost, when it was won. */
export interface Question {
  /** The first of them. */
  readonly deal: Deal;
  readonly deals: readonly Deal[];
  readonly stage: Stage;
  readonly key: string;
  readonly place: number;
  readonly fields: readonly string[];
  /** Why others of those that were moved stay. */
  readonly why?: string;
}

/** A pointer rests this long before it is said where it holds the cards. */
const restsFor = 100;

/** What is said of how a deal ended. */
const endings: ReadonlySet<string> = new Set(['closedAt', 'lostReason', 'competitorId']);

/** Decides on moves and new deals: judges, asks, tells the host, writes once, takes back. */
export class Moves {
  carried: Carried | undefined;
  question: Question | undefined;
  said: Said | undefined;
  /** Takes over what a lead becomes when it is won. */
  convert: ((lead: Deal) => void) | undefined;
  readonly #host: BoardHost;
  readonly #board: BoardController;
  readonly #selection: Selection;
  readonly #emit: Emit;
  readonly #steps: Steps;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: BoardHost, board: BoardController, selection: Selection, emit: Emit) {
    this.#host = host;
    this.#board = board;
    this.#selection = selection;
    this.#emit = emit;
    this.#steps = new Steps(host, board, emit, {
      say: (text, more) => this.say(text, more), back: (rows, more) => this.#back(rows, more), done: () => selection.clear(),
      unsay: (said) => { if (this.said === said) this.said = undefined; },
    });
  }

  reset(): void {
    this.carried = this.question = this.said = undefined;
    this.#steps.forget();
    this.#selection.clear();
  }

  say(text: string, more: Omit<Said, 'text'> = {}): Said {
    this.said = { text, ...more };
    this.#host.requestUpdate();
    return this.said;
  }

  #name(deals: readonly Deal[]): string { return namesOf(this.#host, deals); }

  #stageName(id: string): string { return this.#board.stageOf(id)?.name ?? ''; }

  /** Takes hold of a card, and of the others that are chosen with it. */
  pickUp(dealId: string, by: Carried['by']): boolean {
    const row = this.#board.dealOf(dealId);
    if (!row || !this.#board.mayMove || this.question) return false;
    const ids = new Set(this.#selection.with(dealId));
    const deals = ids.size > 1 ? this.#selection.rows : [row];
    const key = this.#board.keyOf(row);
    const fromPlace = this.#board.around(row).filter((each) => each === row || !ids.has(each.id)).indexOf(row);
    this.carried = { deal: row, deals, by, fromKey: key, fromPlace, key, stageId: row.stageId, place: fromPlace };
    this.#tell(by);
    return true;
  }

  /** Whether a card is one of those being carried. */
  carries(dealId: string): boolean { return this.carried?.deals.some((each) => each.id === dealId) ?? false; }

  /** Where the carried cards still stand in a lane. */
  ghostPlaces(key: string): readonly number[] {
    return (this.#board.lane(key)?.rows ?? []).flatMap((row, at) => (this.carries(row.id) ? [at] : []));
  }

  /** The carried cards are held over this place of a lane; the nearest one that ranks allow is kept. */
  hover(key: string, wanted: number): void {
    const { carried } = this;
    const lane = this.#board.viewOf(this.#reachable(key));
    if (!carried || !lane) return;
    const rows = this.#without(lane.key, carried.deals);
    // Where it came from needs no rank; another place does.
    const home = lane.key === carried.fromKey && wanted === carried.fromPlace;
    const own = lane.key === carried.fromKey ? carried.fromPlace : 0;
    const place = home ? wanted : this.#board.isRanked ? nearestPlace(rows, wanted) : own;
    if (carried.key === lane.key && carried.place === place) return;
    this.carried = { ...carried, key: lane.key, stageId: lane.stage.id, place };
    this.#tell(carried.by);
  }

  #tell(by: Carried['by']): void {
    clearTimeout(this.#resting);
    if (by === 'keys') this.#tellPlace();
    else this.#resting = setTimeout(() => { if (this.carried) this.#tellPlace(); }, restsFor);
  }

  /** A card changes its owner with the swimlane, where that is one person's; of a team nobody can say whose it would be. */
  #reachable(key: string): string {
    const lane = this.#board.viewOf(key);
    if (!lane?.swim || !this.carried || (this.#host.swimlanes === 'owner' && this.#board.sets('ownerId'))) return key;
    return this.#board.keyOf(this.carried.deal, lane.stage.id);
  }

  /** One step by the arrows: places within a lane, the lane beside, or the same stage of the swimlane above or below. */
  step(by: { readonly place?: -1 | 1; readonly lane?: -1 | 1; readonly swim?: -1 | 1 }): void {
    const { carried } = this;
    if (!carried) return;
    const lanes = this.#board.lanes;
    const at = lanes.find((each) => each.key === carried.key);
    if (!at) return;
    if (by.place) return this.hover(carried.key, Math.max(0, Math.min(this.#without(carried.key, carried.deals).length, carried.place + by.place)));
    const beside = lanes.filter((each) => (by.swim ? each.stage.id === at.stage.id : each.swim?.id === at.swim?.id));
    const next = beside[beside.indexOf(at) + (by.lane ?? by.swim ?? 0)];
    if (next) this.hover(next.key, next.key === carried.fromKey ? carried.fromPlace : carried.place);
  }

  #tellPlace(): void {
    const { deals, key, stageId, place } = this.carried!;
    const where = { deal: this.#name(deals), stage: this.#placeName(key, stageId) };
    this.say(this.#board.isRanked ? this.#host.t('board.moving', { ...where, place: place + 1, total: this.#total(key, deals) }) : this.#host.t('board.movingTo', where));
  }

  /** The stage, and whose row it is where there are such. */
  #placeName(key: string, stageId: string): string {
    const swim = this.#board.viewOf(key)?.swim;
    const stage = this.#stageName(stageId);
    return swim ? this.#host.t('board.stageOf', { stage, name: swim.name ?? this.#host.t('board.nobody') }) : stage;
  }

  /** How many cards the lane has once these are in it. */
  #total(key: string, deals: readonly Deal[]): number {
    const here = deals.filter((each) => { const row = this.#board.dealOf(each.id); return row && this.#board.keyOf(row) === key; }).length;
    return Math.max(0, this.#board.countIn(key) - here) + deals.length;
  }

  /** Puts the carried cards down; true when something is asked or written. */
  drop(): boolean {
    const { carried } = this;
    this.carried = undefined;
    if (!carried) return false;
    if (carried.deals.length === 1 && carried.key === carried.fromKey && carried.place === carried.fromPlace) {
      this.#back(carried.deals);
      return false;
    }
    return this.#moveInto(carried.deals, carried.key, carried.place);
  }

  cancel(): void {
    const rows = this.carried?.deals ?? this.question?.deals;
    this.carried = this.question = undefined;
    if (rows) this.#back(rows);
  }

  #back(rows: readonly Deal[], more: Omit<Said, 'text'> = {}): void {
    this.say(this.#host.t(rows.length > 1 ? 'board.cancelledAll' : 'board.cancelled', { deal: this.#name(rows), stage: this.#stageName(rows[0]!.stageId) }), more);
  }

  #without(key: string, deals: readonly Deal[]): readonly Deal[] {
    return (this.#board.lane(key)?.rows ?? []).filter((each) => !deals.some((deal) => deal.id === each.id));
  }

  /** Moves a deal to a place of a stage (the top where none is given): judged first, asked where the stage needs it. */
  move(dealId: string, stageId: string, place = 0): boolean { return this.moveAll([dealId], stageId, place); }

  /** Moves several, one below the other, in one write. What may not go stays, and it is said why. */
  moveAll(ids: readonly string[], stageId: string, place = 0): boolean {
    const rows = ids.map((id) => this.#board.dealOf(id)).filter((row) => row !== undefined);
    if (rows.length === 0 || !this.#board.stageOf(stageId)) {
      this.say(this.#host.t('board.gone'), { tone: 'bad' });
      return false;
    }
    return this.#moveInto(rows, this.#board.keyOf(rows[0]!, stageId), place, stageId);
  }

  #moveInto(carried: readonly Deal[], key: string, place: number, stageId: string | undefined = this.#board.viewOf(key)?.stage.id): boolean {
    const to = stageId === undefined ? undefined : this.#board.stageOf(stageId);
    const rows = carried.map((each) => this.#board.dealOf(each.id)).filter((row) => row !== undefined);
    if (!to || rows.length === 0) {
      this.say(this.#host.t('board.gone'), { tone: 'bad' });
      return false;
    }
    const judged = rows.map((row) => ({ row, problems: row.stageId === to.id ? [] : this.#judge(row, to, {}) }));
    const isForbidden = (problems: readonly FieldProblem[]): boolean => problems.some((each) => each.reason !== 'required_in_stage');
    const going = judged.filter(({ problems }) => !isForbidden(problems));
    const stays = judged.find(({ problems }) => isForbidden(problems));
    const why = stays && this.#why(stays.row, to, stays.problems.find((each) => each.reason !== 'required_in_stage')!);
    const deals = going.map(({ row }) => row);
    if (why !== undefined && deals.length === 0) this.say(why, { tone: 'bad' });
    if (deals.length === 0) return false;
    if (this.convert && this.#board.table === 'lead' && to.category === 'won' && deals.length === 1 && deals[0]!.stageId !== to.id) {
      this.convert(deals[0]!);
      return true;
    }
    const coming = going.filter(({ row }) => row.stageId !== to.id);
    const ending = coming.length === 0 ? [] : to.category === 'won' ? ['closedAt'] : to.category === 'lost' && this.#board.sets('lostReason') ? ['lostReason', 'competitorId'] : [];
    const fields = [...new Set([...ending, ...coming.flatMap(({ problems }) => problems.map((each) => each.field))])].filter((each) => this.#board.sets(each));
    if (fields.length === 0) return this.#write(deals, to, key, place, {}, why);
    this.question = { deal: deals[0]!, deals, stage: to, key, place, fields, ...(why === undefined ? {} : { why }) };
    this.say(this.#host.t('board.asks', { stage: to.name, deal: this.#name(deals) }));
    return true;
  }

  #judge(row: Deal, to: Stage, values: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
    const after: AnyRow = { ...row, ...values, stageId: to.id };
    const { problems } = judgeMove(this.#board.entity, after, this.#board.stageOf(row.stageId), to, new Date().toISOString());
    // What nobody here can fill in is for the backend to judge.
    return problems.filter((each) => each.reason !== 'required_in_stage' || this.#board.sets(each.field));
  }

  #why(row: Deal, to: Stage, problem: FieldProblem): string {
    if (problem.reason === 'transition') return this.#host.t('board.notAllowed', { deal: isolated(row.name), from: this.#stageName(row.stageId), to: to.name });
    return this.#host.t('board.needs', { stage: to.name, field: fieldLabel(this.#host.locale, this.#board.entity, problem.field) });
  }

  /** The answers to the question; false when something is still missing. */
  answer(values: Readonly<Record<string, unknown>>): boolean {
    const { question } = this;
    if (!question) return false;
    this.question = undefined;
    const rows = question.deals.map((each) => this.#board.dealOf(each.id) ?? each);
    for (const row of rows) {
      const [problem] = row.stageId === question.stage.id ? [] : this.#judge(row, question.stage, this.#answersFor(row, question.stage, values));
      if (!problem) continue;
      this.say(this.#why(row, question.stage, problem), { tone: 'bad' });
      return false;
    }
    return this.#write(rows, question.stage, question.key, question.place, values, question.why);
  }

  /** What was answered for several is written where it was missing; what ends a deal, to each. */
  #answersFor(row: Deal, to: Stage, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    if (row.stageId === to.id) return {};
    const missing = new Set(this.#judge(row, to, {}).map((each) => each.field));
    return Object.fromEntries(Object.entries(values).filter(([name]) => missing.has(name) || endings.has(name)));
  }

  #write(rows: readonly Deal[], to: Stage, key: string, wanted: number, values: Readonly<Record<string, unknown>>, why: string | undefined): boolean {
    const lane = this.#without(key, rows);
    const place = nearestPlace(lane, wanted);
    const view: LaneView | undefined = this.#board.viewOf(key);
    // A folded lane's cards are not known here: the rank stays as it is.
    const ranks = this.#board.isRanked && (this.#board.lane(key)?.result ?? false) ? ranksAt(lane, place, rows.length) : [];
    const moves = rows.map((row, at): DealMove => {
      const rank = ranks[at];
      const owner = view?.swim && this.#host.swimlanes === 'owner' && (row.ownerId ?? '') !== view.swim.id ? { ownerId: view.swim.id || null } : {};
      const patch = { ...(row.stageId === to.id ? {} : { stageId: to.id }), ...(rank === undefined || rank === row.rank ? {} : { rank }), ...owner, ...this.#answersFor(row, to, values) };
      return { deal: row, fromStageId: row.stageId, toStageId: to.id, patch };
    }).filter(({ patch }) => Object.keys(patch).length > 0);
    if (moves.length === 0) return false;
    const where = { deal: this.#name(rows), stage: this.#placeName(key, to.id) };
    const total = this.#total(key, rows);
    const text = this.#board.isRanked && rows.length === 1 ? this.#host.t('board.moved', { ...where, place: place + 1, total }) : this.#host.t(rows.length === 1 ? 'board.movedTo' : 'board.movedAll', where);
    return this.#steps.take(moves, why === undefined ? text : `${text} · ${why}`, why === undefined ? undefined : 'bad');
  }

  /** Takes the last move back; false where there is none. */
  undo(): boolean { return this.#steps.undo(); }

  /** Does again what was taken back last; false where nothing was. */
  redo(): boolean { return this.#steps.redo(); }

  /** Adds a deal at the top of a stage. */
  create(stage: Stage, values: Readonly<Record<string, unknown>>): boolean {
    const pipeline = this.#board.pipeline!;
    const { userId, table } = this.#board;
    const ownerId = userId && this.#board.sets('ownerId') ? userId : undefined;
    const lane = this.#board.lane(this.#board.keyOf({ stageId: stage.id, ownerId: ownerId ?? null }));
    const [rank] = this.#board.isRanked && lane?.result ? ranksAt(lane.rows, 0, 1) : [];
    const draft = { pipelineId: pipeline.id, stageId: stage.id, ...(rank === undefined ? {} : { rank }), ...(ownerId === undefined ? {} : { ownerId }), ...values };
    if (!this.#emit(`vinculo-${table}-create`, { values: draft }, { cancelable: true })) return false;
    const name = String(values['name']);
    try {
      // The form asks for the name; the client checks each value again.
      const change = this.#board.cards.create(draft as NewOf<typeof dealEntity>);
      this.say(this.#host.t('board.created', { deal: isolated(name), stage: stage.name }), { undo: () => { change.undo(); this.say(''); } });
      change.synced.catch((error: unknown) => this.#steps.failed(error, { name }, stage.id));
      this.#emit(`vinculo-${table}-created`, { id: change.id, values: draft, change });
      return true;
    } catch (error) {
      this.#steps.failed(error, { name }, stage.id);
      return false;
    }
  }
}
