import type { Localized } from '../messages/message.ts';
import type { Menus } from '../parts/menu.ts';
import type { BoardController } from './pipeline-board.controller.ts';
import type { CardFocus } from './card-focus.ts';
import type { Press } from './press.ts';

/** What the drawing functions of the board share. */
export interface BoardContext extends Localized {
  readonly board: BoardController;
  /** Undefined until they came. */
  readonly menus: Menus | undefined;
  readonly cards: CardFocus;
  /** A pointer goes down on a card. */
  readonly press: (press: Press) => void;
  readonly now: Date;
  /** A card, or the record behind it, is to be opened. */
  readonly openDeal: (id: string) => void;
  /** The form for a new deal. */
  readonly addDeal: (stageId: string) => void;
}
