// What the board needs only when a person is asked something. It is loaded right after the first drawing.
import { boardLateEnglish } from '../messages/en-board-late.ts';
import { addEnglish } from '../messages/message.ts';

addEnglish(boardLateEnglish);

export { BoardForms } from './board-forms.ts';
export { noticesView, parkedView } from './parked-view.ts';
