// What the timeline needs only once somebody writes or looks closer, and when a change waits for a person. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { timelineLateEnglish } from '../messages/en-timeline-late.ts';
import { addEnglish } from '../messages/message.ts';
import { choice } from '../styles/choice.ts';

addEnglish(timelineLateEnglish);

export const sheets: readonly CSSResult[] = [choice];
export * as composerForm from './composer-form.ts';
export { changeList } from './field-changes.ts';
export { noticesView, parkedListView } from './parked-view.ts';
