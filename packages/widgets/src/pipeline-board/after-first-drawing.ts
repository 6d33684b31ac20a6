// What the board needs only when a person is asked something. It is loaded right after the first drawing.
export { BoardForms } from './board-forms.ts';
export { noticesView, parkedView } from './parked-view.ts';
