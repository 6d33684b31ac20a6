// What after-first-drawing.ts brings.
import type { CSSResult } from 'lit';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { menu } from '../styles/menu.ts';
import { boardLateStyles } from './board-late.styles.ts';

export const sheets: readonly CSSResult[] = [avatar, banner, choice, menu, boardLateStyles];
export { avatar } from '../parts/avatar.ts';
export { Menus } from '../parts/menu.ts';
export { BoardViews } from './board-views.ts';
export { BoardForms } from './board-forms.ts';
export { boardInstead, emptyBoard } from './board-instead.ts';
export { offlineBanner } from '../parts/states.ts';
export { CardFocus } from './card-focus.ts';
export { CardLists } from './card-lists.ts';
export { cardFieldLines } from './card-fields.ts';
export { CarriedCards } from './carried-cards.ts';
export { cardMenu } from './card-menu.ts';
export { Gap } from './gap.ts';
export { ListLayout } from './list-layout.ts';
export { Moves } from './moves.ts';
export { noticesView, parkedView } from './parked-view.ts';
export { PointerDrag } from './pointer-drag.ts';
export { Selection } from './selection.ts';
export { statusLine } from './status-line.ts';
export { SwimRows } from './swim-rows.ts';
export { swimlanesView } from './swim-view.ts';
