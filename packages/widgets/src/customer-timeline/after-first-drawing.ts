// What the timeline needs only once somebody writes or looks closer, and when a change waits for a person. It is loaded right after the first drawing.
import { timelineLateEnglish } from '../messages/en-timeline-late.ts';
import { addEnglish } from '../messages/message.ts';

addEnglish(timelineLateEnglish);

export * as composerForm from './composer-form.ts';
export { changeList } from './field-changes.ts';
export { noticesView, parkedListView } from './parked-view.ts';
