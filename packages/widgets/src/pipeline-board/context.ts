import type { Localized } from '../messages/message.ts';
import type * as afterFirstDrawing from './after-first-drawing.ts';
import type { CardStops } from './card-stops.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';
import type { Press } from './press.ts';

/** Where the carried card will be, as an item of its lane. */
export const gap: unique symbol = Symbol('gap');
export type LaneItem = Deal | typeof gap;

/** What comes after the first drawing. */
export type Later = typeof afterFirstDrawing & {
  readonly moves: afterFirstDrawing.Moves;
  readonly menus: afterFirstDrawing.Menus;
  readonly cards: afterFirstDrawing.CardFocus;
  readonly lists: afterFirstDrawing.CardLists;
  readonly drag: afterFirstDrawing.PointerDrag;
  readonly forms: afterFirstDrawing.BoardForms;
  readonly selection: afterFirstDrawing.Selection;
  readonly views: afterFirstDrawing.BoardViews;
  readonly list: afterFirstDrawing.ListLayout;
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
  /** Another one after the host renamed nouns. */
  readonly words: unknown;
  /** Fields that a card shows beside its own four lines. */
  readonly cardFields: readonly string[];
}
