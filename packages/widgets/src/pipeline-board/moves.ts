import type { PendingChange, VinculoError } from '@vinculo/sdk';
import { type AnyRow, type Entity, type FieldProblem, judgeMove, type NewOf, type deal as dealEntity } from '@vinculo/sdk/schema';
import type { BoardController, BoardHost, Emit, Stage } from './pipeline-board.controller.ts';
import { fieldLabel } from './field-label.ts';
import type { Deal } from './lane-rows.ts';
import { nearestPlace, rankAt } from './rank.ts';

/** A card that is being moved: by pointer or by keys. `place` counts the cards of the lane without it, from 0. */
export interface Carried {
  readonly deal: Deal;
  readonly by: 'pointer' | 'keys';
  readonly fromPlace: number;
  readonly stageId: string;
  readonly place: number;
}

/** A move that needs answers first: fields that the stage requires, why a deal was lost, when it was won. */
export interface Question {
  readonly deal: Deal;
  readonly stage: Stage;
  readonly place: number;
  readonly fields: readonly string[];
}

/** What the status line says. */
export interface Said {
  readonly text: string;
  readonly tone?: 'bad';
  readonly undo?: () => void;
}

/** A name inside a sentence of another direction. */
const isolated = (name: string): string => `\u2068${name}\u2069`;

/** Detail of `vinculo-deal-move` and `vinculo-deal-moved`. */
export interface DealMove {
  readonly deal: Deal;
  readonly fromStageId: string;
  readonly toStageId: string;
  /** What is written: stage, rank and what was asked for. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** Only after the write: fulfilled when the backend has it. */
  readonly change?: PendingChange;
}

/** Decides on moves and new deals: judges, asks, tells the host, writes once, takes back. */
export class Moves {
  carried: Carried | undefined;
  question: Question | undefined;
  said: Said | undefined;
  readonly #host: BoardHost;
  readonly #board: BoardController;
  readonly #emit: Emit;

  constructor(host: BoardHost, board: BoardController, emit: Emit) {
    this.#host = host;
    this.#board = board;
    this.#emit = emit;
  }

  reset(): void {
    this.carried = this.question = this.said = undefined;
  }

  say(text: string, more: Omit<Said, 'text'> = {}): void {
    this.said = { text, ...more };
    this.#host.requestUpdate();
  }

  get #entity(): Entity { return this.#host.crm!.deals.entity; }

  /** How many cards a lane has without the carried one. */
  others(stageId: string, dealId: string): number {
    const count = this.#board.figures.stages.get(stageId)?.count ?? 0;
    return Math.max(0, this.#board.dealOf(dealId)?.stageId === stageId ? count - 1 : count);
  }

  pickUp(dealId: string, by: Carried['by']): boolean {
    const row = this.#board.dealOf(dealId);
    if (!row || !this.#board.mayMove || this.question) return false;
    const fromPlace = this.#board.lane(row.stageId)!.rows.indexOf(row);
    this.carried = { deal: row, by, fromPlace, stageId: row.stageId, place: fromPlace };
    this.#tellPlace();
    return true;
  }

  /** The carried card is held over this place; the nearest one that ranks allow is kept. */
  hover(stageId: string, wanted: number): void {
    const { carried } = this;
    if (!carried) return;
    const rows = this.#without(stageId, carried.deal.id);
    // Where it came from needs no rank; another place does.
    const home = stageId === carried.deal.stageId && wanted === carried.fromPlace;
    const own = stageId === carried.deal.stageId ? carried.fromPlace : 0;
    const place = home ? wanted : this.#board.sets('rank') ? nearestPlace(rows, wanted) : own;
    if (carried.stageId === stageId && carried.place === place) return;
    this.carried = { ...carried, stageId, place };
    this.#tellPlace();
  }

  /** One step by the arrows: places within a lane, or the lane beside. */
  step(by: { readonly place?: -1 | 1; readonly lane?: -1 | 1 }): void {
    const { carried } = this;
    if (!carried) return;
    if (by.lane) {
      const stages = this.#board.stages;
      const next = stages[stages.findIndex((each) => each.id === carried.stageId) + by.lane];
      if (next) this.hover(next.id, next.id === carried.deal.stageId ? carried.fromPlace : carried.place);
    } else if (by.place) {
      const rows = this.#without(carried.stageId, carried.deal.id);
      this.hover(carried.stageId, Math.max(0, Math.min(rows.length, carried.place + by.place)));
    }
  }

  #tellPlace(): void {
    const { deal, stageId, place } = this.carried!;
    const where = { deal: isolated(deal.name), stage: this.#board.stageOf(stageId)?.name ?? '' };
    this.say(this.#board.sets('rank') ? this.#host.t('board.moving', { ...where, place: place + 1, total: this.others(stageId, deal.id) + 1 }) : this.#host.t('board.movingTo', where));
  }

  /** Puts the carried card down; true when something is asked or written. */
  drop(): boolean {
    const { carried } = this;
    this.carried = undefined;
    if (!carried) return false;
    if (carried.stageId === carried.deal.stageId && carried.place === carried.fromPlace) {
      this.#back(carried.deal);
      return false;
    }
    return this.move(carried.deal.id, carried.stageId, carried.place);
  }

  cancel(): void {
    const row = this.carried?.deal ?? this.question?.deal;
    this.carried = this.question = undefined;
    if (row) this.#back(row);
  }

  #back(row: Deal): void {
    this.say(this.#host.t('board.cancelled', { deal: isolated(row.name), stage: this.#board.stageOf(row.stageId)?.name ?? '' }));
  }

  #without(stageId: string, dealId: string): readonly Deal[] {
    return (this.#board.lane(stageId)?.rows ?? []).filter((each) => each.id !== dealId);
  }

  /** Moves a deal to a place of a stage (the top where none is given): judged first, asked where the stage needs it. */
  move(dealId: string, stageId: string, place = 0): boolean {
    const row = this.#board.dealOf(dealId);
    const to = this.#board.stageOf(stageId);
    if (!row || !to) {
      this.say(this.#host.t('board.gone'), { tone: 'bad' });
      return false;
    }
    if (row.stageId === stageId) return this.#write(row, to, place, {});
    const problems = this.#judge(row, to, {});
    const forbidden = problems.filter((each) => each.reason !== 'required_in_stage');
    if (forbidden.length > 0) {
      this.say(this.#why(row, to, forbidden[0]!), { tone: 'bad' });
      return false;
    }
    const fields = [...(to.category === 'won' ? ['closedAt'] : to.category === 'lost' ? ['lostReason'] : []), ...problems.map((each) => each.field)];
    const asked = [...new Set(fields)].filter((each) => this.#board.sets(each));
    if (asked.length === 0) return this.#write(row, to, place, {});
    this.question = { deal: row, stage: to, place, fields: asked };
    this.say(this.#host.t('board.asks', { stage: to.name, deal: isolated(row.name) }));
    return true;
  }

  #judge(row: Deal, to: Stage, values: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
    const after: AnyRow = { ...row, ...values, stageId: to.id };
    const { problems } = judgeMove(this.#entity, after, this.#board.stageOf(row.stageId), to, new Date().toISOString());
    // What nobody here can fill in is for the backend to judge.
    return problems.filter((each) => each.reason !== 'required_in_stage' || this.#board.sets(each.field));
  }

  #why(row: Deal, to: Stage, problem: FieldProblem): string {
    const from = this.#board.stageOf(row.stageId)?.name ?? '';
    if (problem.reason === 'transition') return this.#host.t('board.notAllowed', { deal: isolated(row.name), from, to: to.name });
    return this.#host.t('board.needs', { stage: to.name, field: fieldLabel(this.#host.locale, this.#entity, problem.field) });
  }

  /** The answers to the question; false when something is still missing. */
  answer(values: Readonly<Record<string, unknown>>): boolean {
    const { question } = this;
    if (!question) return false;
    this.question = undefined;
    const row = this.#board.dealOf(question.deal.id) ?? question.deal;
    const [problem] = this.#judge(row, question.stage, values);
    if (problem) {
      this.say(this.#why(row, question.stage, problem), { tone: 'bad' });
      return false;
    }
    return this.#write(row, question.stage, question.place, values);
  }

  #write(row: Deal, to: Stage, wanted: number, values: Readonly<Record<string, unknown>>): boolean {
    const rows = this.#without(to.id, row.id);
    const place = nearestPlace(rows, wanted);
    // A folded lane's cards are not known here: the rank stays as it is.
    const rank = this.#board.sets('rank') && (this.#board.lane(to.id)?.result ?? false) ? rankAt(rows, place) : undefined;
    const patch = { ...(row.stageId === to.id ? {} : { stageId: to.id }), ...(rank === undefined || rank === row.rank ? {} : { rank }), ...values };
    if (Object.keys(patch).length === 0) return false;
    const move: DealMove = { deal: row, fromStageId: row.stageId, toStageId: to.id, patch };
    if (!this.#emit('vinculo-deal-move', move, { cancelable: true })) {
      this.#back(row);
      return false;
    }
    const where = { deal: isolated(row.name), stage: to.name };
    const text = this.#board.sets('rank') ? this.#host.t('board.moved', { ...where, place: place + 1, total: this.others(to.id, row.id) + 1 }) : this.#host.t('board.movedTo', where);
    let change: PendingChange;
    try {
      change = this.#host.crm!.deals.update(row.id, patch);
    } catch (error) {
      this.#failed(error, row, to);
      return false;
    }
    const said: Said = {
      text,
      undo: () => this.#undo(change, { ...move, change }),
    };
    this.said = said;
    change.synced.catch((error: unknown) => {
      if (this.said === said) this.said = undefined;
      this.#failed(error, row, to);
    });
    this.#emit('vinculo-deal-moved', { ...move, change });
    this.#host.requestUpdate();
    return true;
  }

  #failed(error: unknown, row: Deal, to: Stage): void {
    // By its code, not its class: a page may hold two copies of the sdk.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Taken back by the person who made it, or the page is being left: that is no failure.
    if (code === 'discarded' || code === 'closed') return;
    this.say(this.#host.t('board.refusedMove', { deal: isolated(row.name), stage: to.name, why: error instanceof Error ? error.message : String(error) }), { tone: 'bad' });
    if (code !== undefined) this.#emit('vinculo-error', error as VinculoError);
  }

  #undo(change: PendingChange, move: DealMove): void {
    const back = change.undo();
    back?.synced.catch((error: unknown) => this.#failed(error, move.deal, this.#board.stageOf(move.fromStageId)!));
    this.#back(move.deal);
    this.#emit('vinculo-deal-moved', { deal: move.deal, fromStageId: move.toStageId, toStageId: move.fromStageId, patch: {}, ...(back ? { change: back } : {}) } satisfies DealMove);
  }

  /** Adds a deal at the top of a stage. */
  create(stage: Stage, values: Readonly<Record<string, unknown>>): boolean {
    const pipeline = this.#board.pipeline!;
    const rank = this.#board.sets('rank') && this.#board.lane(stage.id)?.result ? rankAt(this.#board.lane(stage.id)!.rows, 0) : undefined;
    const { userId } = this.#board;
    const draft = { pipelineId: pipeline.id, stageId: stage.id, ...(rank === undefined ? {} : { rank }), ...(userId && this.#board.sets('ownerId') ? { ownerId: userId } : {}), ...values };
    if (!this.#emit('vinculo-deal-create', { values: draft }, { cancelable: true })) return false;
    try {
      // The form asks for the name; the client checks each value again.
      const change = this.#host.crm!.deals.create(draft as NewOf<typeof dealEntity>);
      const name = String(values['name']);
      this.say(this.#host.t('board.created', { deal: isolated(name), stage: stage.name }), { undo: () => { change.undo(); this.say(''); } });
      change.synced.catch((error: unknown) => this.#failed(error, { ...draft, id: change.id, name }, stage));
      this.#emit('vinculo-deal-created', { id: change.id, values: draft, change });
      return true;
    } catch (error) {
      this.#failed(error, { ...draft, id: '', name: '' }, stage);
      return false;
    }
  }
}
