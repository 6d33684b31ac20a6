import type { Localized } from '../messages/message.ts';
import type * as rest from './rest-of-board.ts';
import type { CardStops } from './card-stops.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';
import type { Press } from './press.ts';

/** What comes after the first drawing. */
export type Later = typeof rest & {
  readonly moves: rest.Moves;
  readonly menus: rest.Menus;
  readonly cards: rest.CardFocus;
  readonly lists: rest.CardLists;
  readonly drag: rest.PointerDrag;
  readonly forms: rest.BoardForms;
  readonly selection: rest.Selection;
  readonly views: rest.BoardViews;
  readonly list: rest.ListLayout;
};

/** What the drawing functions of the board share. */
export interface BoardContext extends Localized {
  readonly board: BoardController;
  readonly stops: CardStops;
  /** Undefined until it came. */
  readonly late: Later | undefined;
  /** A pointer goes down on a card. */
  readonly press: (press: Press) => void;
  /** A key on a card. */
  readonly key: (event: KeyboardEvent, dealId: string) => void;
  readonly now: Date;
  /** A card, or the record behind it, is to be opened. */
  readonly openDeal: (id: string) => void;
  /** The form for a new deal. */
  readonly addDeal: (stageId: string) => void;
  /** A card was clicked: it is opened, or chosen with Ctrl or Shift. */
  readonly click: (event: MouseEvent, id: string) => void;
  /** The form that makes a contact, an account and a deal of a lead. */
  readonly convertLead: (row: Deal) => void;
  /** Option lists of the cards where the backend's differ from the declaration's. */
  readonly options: BoardController['options'];
  /** Whether this person may move cards at all. */
  readonly mayMove: boolean;
  /** Cards that are marked because their change is on this device only: none while changes are on their way. */
  readonly marked: ReadonlySet<string>;
  /** Another one after the host renamed nouns. */
  readonly words: unknown;
  /** Fields that a card shows beside its own four lines. */
  readonly cardFields: readonly string[];
}
