import type { Adapter } from '@vinculo/sdk/adapter';
import type { Card } from './cards.ts';

/** What a board must be able to do to take part. */
export interface BoardContestant {
  /** Takes the data in. Not timed. `adapter` has the same cards. */
  prepare?(cards: readonly Card[], adapter: Adapter): Promise<void>;
  /** Makes the board and puts it into the page. Timed from here until `ready`. */
  mount(box: HTMLElement, cards: readonly Card[]): void;
  /** Cards stand in all columns, and can be dragged. */
  ready(): boolean;
  /** Where its elements are: the box, or the shadow root of an element in it. */
  root(): ParentNode;
  /** What holds the cards of one stage, in the order of the stages. */
  readonly columns: string;
  readonly card: string;
  /** The attribute of a card that says its id. */
  readonly idIn: string;
}
