// What the timeline needs only once somebody writes or looks closer, when a change waits for a person, and where there is no list to show. It is
// loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { timelineLateEnglish } from '../messages/en-timeline-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { progress } from '../styles/progress.ts';
import { timelineLateStyles } from './timeline-late.styles.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreLateEnglish);
addEnglish(timelineLateEnglish);

export const sheets: readonly CSSResult[] = [banner, field, menu, choice, progress, timelineLateStyles];
export { attributeFaults } from './attribute-faults.ts';
export { changeList } from './field-changes.ts';
export { filterChips } from './filter-bar.ts';
export { furtherItem } from './further-items.ts';
export { noticesView, parkedListView } from './parked-view.ts';
export { rareSentence } from './rare-sentences.ts';
export { failedSources, nothingListed, timelineInstead } from './timeline-instead.ts';
export { offlineBanner } from '../parts/states.ts';
export { timelineRest } from './timeline-rest.ts';
export { whose } from './whose.ts';
