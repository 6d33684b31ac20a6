// What the board needs only when a card is dragged or a person is asked something. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { boardLateEnglish } from '../messages/en-board-late.ts';
import { addEnglish } from '../messages/message.ts';
import { choice } from '../styles/choice.ts';
import { menu } from '../styles/menu.ts';

addEnglish(boardLateEnglish);

export const sheets: readonly CSSResult[] = [choice, menu];
export { Menus } from '../parts/menu.ts';
export { BoardForms } from './board-forms.ts';
export { noticesView, parkedView } from './parked-view.ts';
export { PointerDrag } from './pointer-drag.ts';
