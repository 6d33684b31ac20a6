import type { AnyRow, Result, Vinculo } from '@vinculo/sdk';
import type { Where } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

/** What a list asks for, but for the window. */
export interface Question {
  readonly table: string;
  readonly where: Where;
  readonly orderBy: readonly string[];
  readonly include: readonly string[];
}

/** Windows begin and end at whole blocks of rows, so that scrolling asks rarely. */
const block = 100;
/** So near to its end the next window is asked for. */
const near = 25;

/**
 * The rows of a list around what is in sight: one window over all that match, which follows the scrolling. What was there stays until the next window came,
 * so a list that is scrolled fast shows gaps at the most, never rows in a wrong place.
 */
export class RowWindow {
  readonly #live: LiveController<Result<AnyRow>>;
  readonly #host: ReactiveControllerHost;
  #question = '';
  /** What is asked for; what is wanted follows with the next drawing. */
  #offset = 0;
  #limit = block;
  #wanted = { offset: 0, limit: block };
  #kept: { readonly result: Result<AnyRow>; readonly offset: number; readonly question: string } | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#live = new LiveController<Result<AnyRow>>(host, () => this.#keep());
  }

  /** Asks; an undefined question lets go of the rows. */
  watch(crm: Vinculo | undefined, question: Question | undefined): void {
    const asked = question && JSON.stringify(question);
    if (asked !== this.#question) [this.#question, this.#wanted] = [asked ?? '', { offset: 0, limit: block }];
    ({ offset: this.#offset, limit: this.#limit } = this.#wanted);
    this.#live.watch([crm, asked, this.#offset, this.#limit], () => crm!.collection(question!.table).query({
      where: question!.where, orderBy: question!.orderBy, include: question!.include, offset: this.#offset, limit: this.#limit,
    }));
    if (!question || !crm) this.#kept = undefined;
    else this.#keep();
  }

  // While another window or another question is on its way, what was there stays.
  #keep(): void {
    const result = this.#live.value;
    if (result && (result.status !== 'loading' || (result.rows.length > 0 && this.#kept?.question !== this.#question))) this.#kept = { result, offset: this.#offset, question: this.#question };
  }

  /** Says which places are drawn. */
  drawn(from: number, to: number): void {
    const last = this.length - 1;
    const { offset, limit } = this.#wanted;
    const isIn = (place: number): boolean => place >= offset && place < offset + limit;
    if (isIn(Math.max(0, from - near)) && isIn(Math.min(last, to + near))) return;
    const start = Math.max(0, (Math.floor(from / block) - 1) * block);
    this.#wanted = { offset: start, limit: (Math.ceil((to + 1) / block) + 1) * block - start };
    this.#host.requestUpdate();
  }

  /** The last answer: of the window on show, which may be the one before. */
  get result(): Result<AnyRow> | undefined { return this.#kept?.result; }
  /** What is asked for came. */
  get isSettled(): boolean { return this.#kept !== undefined && this.#kept.question === this.#question && this.#live.value?.status !== 'loading'; }

  at(place: number): AnyRow | undefined {
    return this.#kept?.result.rows[place - this.#kept.offset];
  }

  placeOf(id: string): number {
    const at = this.#kept?.result.rows.findIndex((row) => row.id === id) ?? -1;
    return at < 0 ? -1 : at + this.#kept!.offset;
  }

  /** Rows there are to scroll through: all that match as far as that is known, else those that came and one for more. */
  get length(): number {
    if (!this.#kept) return 0;
    const { result, offset } = this.#kept;
    const seen = offset + result.rows.length;
    if (result.total === undefined) return seen + (result.rows.length >= this.#limit ? 1 : 0);
    return Math.max(result.total, seen);
  }

  /** How many match; undefined where only some are known. */
  get exact(): number | undefined {
    const result = this.#kept?.result;
    return result?.complete === true ? result.total : undefined;
  }

  nameOf(table: string, id: string, title: string): string | undefined {
    const name = this.related(table, id)?.[title];
    return typeof name === 'string' ? name : undefined;
  }

  /** A record that a row on show names. */
  related(table: string, id: string): AnyRow | undefined { return this.#kept?.result.related[table]?.get(id); }
}
