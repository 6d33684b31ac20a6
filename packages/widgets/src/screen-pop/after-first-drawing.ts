// What is going on with a caller, and what is kept of the call: loaded right after the element, so that who it is shows first.
import type { CSSResult } from 'lit';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { popLateEnglish } from '../messages/en-pop-late.ts';
import { addEnglish } from '../messages/message.ts';
import { button } from '../styles/button.ts';
import { field } from '../styles/field.ts';
import { popLateStyles } from './pop-late.styles.ts';

export { before as Before } from '../base/before.ts';

addEnglish(moreLateEnglish);
addEnglish(popLateEnglish);

export const sheets: readonly CSSResult[] = [button, field, popLateStyles];

export { CallerWork } from './caller-work.ts';
export { besideMatches, popInstead, strangerView, workView } from './call-view.ts';
