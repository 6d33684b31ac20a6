import type { PendingChange } from '@vinculo/sdk';
import { isVinculoError } from '../base/known-error.ts';
import type { BoardController, BoardHost, Emit } from './pipeline-board.controller.ts';
import type { Deal } from './lane-rows.ts';

/** What the status line says. */
export interface Said {
  readonly text: string;
  readonly tone?: 'bad';
  readonly undo?: () => void;
  readonly redo?: () => void;
}

/** A name inside a sentence of another direction. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

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

/** What was done in one go, to be taken back and done again. */
interface Step {
  readonly moves: readonly DealMove[];
  readonly changes: readonly PendingChange[];
}

/** The names of cards inside a sentence: of one its own, of several how many. */
export function namesOf(w: Pick<BoardHost, 't'>, deals: readonly Pick<Deal, 'name'>[]): string {
  return deals.length === 1 ? isolated(deals[0]!.name) : w.t('board.cards', { count: deals.length });
}

/** Steps that can be taken back. */
const remembered = 50;

/** What the board's own words are for. */
interface Tell {
  say(text: string, more?: Omit<Said, 'text'>): Said;
  /** Says that cards are back where they were. */
  back(rows: readonly Deal[], more?: Omit<Said, 'text'>): void;
  /** Takes off what was said, when it turned out otherwise. */
  unsay(said: Said): void;
  /** Cards were moved. */
  done(): void;
}

/** Writes moves in one go, and takes them back and does them again. */
export class Steps {
  readonly #host: BoardHost;
  readonly #board: BoardController;
  readonly #emit: Emit;
  readonly #tell: Tell;
  #done: readonly Step[] = [];
  #undone: readonly Step[] = [];

  constructor(host: BoardHost, board: BoardController, emit: Emit, tell: Tell) {
    this.#host = host;
    this.#board = board;
    this.#emit = emit;
    this.#tell = tell;
  }

  /** What was done is not to be taken back any more. */
  forget(): void { this.#done = this.#undone = []; }

  /** A new step; what was taken back before it is gone. */
  take(moves: readonly DealMove[], text: string, tone?: 'bad'): boolean {
    const done = this.#commit(moves, text, tone);
    if (done) this.#undone = [];
    return done;
  }

  /** Tells the page, then writes what it let through, in one go. */
  #commit(asked: readonly DealMove[], text: string, tone?: 'bad'): boolean {
    const moves = asked.filter((move) => this.#emit(`vinculo-${this.#board.table}-move`, move, { cancelable: true }));
    if (moves.length === 0) {
      this.#tell.back(asked.map((move) => move.deal));
      return false;
    }
    const changes: PendingChange[] = [];
    const write = (): void => { for (const { deal, patch } of moves) changes.push(this.#board.cards.update(deal.id, patch)); };
    try {
      if (moves.length === 1) write();
      else this.#host.crm!.batch(write);
    } catch (error) {
      this.failed(error, moves[0]!.deal, moves[0]!.toStageId);
      return false;
    }
    const step: Step = { moves, changes };
    this.#done = [...this.#done, step].slice(-remembered);
    const said = this.#tell.say(text, { undo: () => this.#takeBack(step), ...(tone ? { tone } : {}) });
    moves.forEach((move, at) => {
      changes[at]!.synced.catch((error: unknown) => {
        this.#tell.unsay(said);
        this.#done = this.#done.filter((each) => each !== step);
        this.failed(error, move.deal, move.toStageId);
      });
      this.#emit(`vinculo-${this.#board.table}-moved`, { ...move, change: changes[at]! });
    });
    this.#tell.done();
    this.#host.requestUpdate();
    return true;
  }

  failed(error: unknown, row: Pick<Deal, 'name'>, toStageId: string): void {
    const known = isVinculoError(error) ? error : undefined;
    const code = known?.code;
    // Taken back by the person who made it, or the page is being left: that is no failure.
    if (code === 'discarded' || code === 'closed') return;
    this.#tell.say(this.#host.t('board.refusedMove', { deal: isolated(row.name), stage: this.#board.stageOf(toStageId)?.name ?? '', why: error instanceof Error ? error.message : String(error) }), { tone: 'bad' });
    if (known) this.#emit('vinculo-error', known);
  }

  /** Takes the last move back; false where there is none. */
  undo(): boolean {
    const step = this.#done.at(-1);
    if (step) this.#takeBack(step);
    return step !== undefined;
  }

  /** Does again what was taken back last; false where nothing was. */
  redo(): boolean {
    const step = this.#undone.at(-1);
    if (!step) return false;
    this.#undone = this.#undone.slice(0, -1);
    // What came between may have brought a card elsewhere; it goes where it went.
    const moves = step.moves.map((move): DealMove => ({ ...move, deal: this.#board.dealOf(move.deal.id) ?? move.deal }));
    return this.#commit(moves, this.#host.t(moves.length === 1 ? 'board.movedTo' : 'board.movedAll', { deal: namesOf(this.#host, moves.map((move) => move.deal)), stage: this.#board.stageOf(moves[0]!.toStageId)?.name ?? '' }));
  }

  #takeBack(step: Step): void {
    if (!this.#done.includes(step)) return;
    this.#done = this.#done.filter((each) => each !== step);
    this.#undone = [...this.#undone, step];
    const backs: (PendingChange | undefined)[] = [];
    const undo = (): void => {
      for (const change of step.changes) {
        backs.push(change.undo());
        // Of a batch that was not sent all goes with the first.
        if (!backs[0]) return;
      }
    };
    if (step.changes.length === 1) undo();
    else this.#host.crm!.batch(undo);
    step.moves.forEach((move, at) => {
      const back = backs[at];
      back?.synced.catch((error: unknown) => this.failed(error, move.deal, move.fromStageId));
      this.#emit(`vinculo-${this.#board.table}-moved`, { deal: move.deal, fromStageId: move.toStageId, toStageId: move.fromStageId, patch: {}, ...(back ? { change: back } : {}) } satisfies DealMove);
    });
    this.#tell.back(step.moves.map((move) => move.deal), { redo: () => this.redo() });
  }
}
