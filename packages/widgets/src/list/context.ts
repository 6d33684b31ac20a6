import type { Viewer } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import type * as afterFirstDrawing from './after-first-drawing.ts';
import type { ActiveCell } from './active-cell.ts';
import type { ListController } from './list.controller.ts';

/** Raises an event of the element; false when the page cancelled it. */
export type Emit = (name: `vinculo-${string}`, detail: object, options?: { cancelable?: boolean }) => boolean;

/** What comes after the first drawing. */
export type Later = typeof afterFirstDrawing & ReturnType<typeof afterFirstDrawing.workOn>;

/** What the drawing functions of the list share. */
export interface ListContext extends Localized {
  readonly list: ListController;
  readonly viewer: Viewer;
  readonly active: ActiveCell;
  /** Undefined until it came. */
  readonly late: Later | undefined;
  /** Sorts by a column; `also` keeps the columns that it is sorted by already before it. */
  readonly sortBy: (column: string, also: boolean) => void;
  /** A record is to be opened: the row's own, or one that it names. */
  readonly open: (table: string, id: string) => void;
}
