// What the timeline needs only once somebody writes or looks closer, and when a change waits for a person. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { timelineLateEnglish } from '../messages/en-timeline-late.ts';
import { addEnglish } from '../messages/message.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { timelineLateStyles } from './timeline-late.styles.ts';

addEnglish(timelineLateEnglish);

export const sheets: readonly CSSResult[] = [field, menu, choice, timelineLateStyles];
export { changeList } from './field-changes.ts';
export { noticesView, parkedListView } from './parked-view.ts';
export { TimelineEditing } from './timeline-editing.ts';
