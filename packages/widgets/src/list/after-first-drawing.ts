// What the list needs only when somebody uses it, or there are no rows to show. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { filterStyles } from '../filters/filters.styles.ts';
import { filterEnglish } from '../messages/en-filter.ts';
import { listLateEnglish } from '../messages/en-list-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { menu } from '../styles/menu.ts';
import { listLateStyles } from './list-late.styles.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreLateEnglish);
addEnglish(listLateEnglish);
addEnglish(filterEnglish);

export const sheets: readonly CSSResult[] = [banner, choice, menu, filterStyles, listLateStyles];
export { knownValue } from '../parts/known-words.ts';
export { editButton } from './cell-editing.ts';
export { emptyList, listInstead } from './list-instead.ts';
export { offlineBanner } from '../parts/states.ts';
export { parkedView } from './parked-view.ts';
export { dialogs, filterRow, moreTools, pickedBar, sayOrder, viewsMenu } from './tools-late.ts';
export { widthGrip } from './width-grip.ts';
export { workOn } from './work-on.ts';
