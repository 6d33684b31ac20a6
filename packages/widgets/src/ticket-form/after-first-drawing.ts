// What the form needs only once somebody uses it, and where there is no form to show. It is loaded right after the first drawing, so that the form shows sooner
// and all of it is there before the connection can go.
import type { CSSResult } from 'lit';
import { ticketLateEnglish } from '../messages/en-ticket-late.ts';
import { publicFormLateEnglish } from '../messages/en-public-form-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { progress } from '../styles/progress.ts';
import { publicFormLate } from '../styles/public-form-late.ts';
import { ticketLateStyles } from './ticket-late.styles.ts';

addEnglish(moreLateEnglish);
addEnglish(publicFormLateEnglish);
addEnglish(ticketLateEnglish);

export const sheets: readonly CSSResult[] = [avatar, banner, progress, publicFormLate, ticketLateStyles];

export { checkAnswers, problemsFrom } from './check-answers.ts';
export { storedFile, withFiles, withoutFile } from '../parts/chosen-files.ts';
export { fileList } from './file-list.ts';
export { awayBanner, formInstead } from '../parts/form-instead.ts';
export { requestUnknown, requestWaiting, sentView } from './outcome-view.ts';
export { openedView, ownRequestsView } from './own-requests-view.ts';
export { problemText } from './problem-text.ts';
export { filesOf, parkedRequest, sendRequest } from './request-on-its-way.ts';
export { suggestionsFor, suggestionsView } from './suggestions.ts';
export { summaryView } from './summary-view.ts';
export { ticketFrom } from './ticket-values.ts';
export { uploadFiles } from '../parts/upload-files.ts';
