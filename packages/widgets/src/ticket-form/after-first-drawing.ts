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
import { OpenedRequest } from './opened-request.ts';
import { ticketLateStyles } from './ticket-late.styles.ts';

export { before as Before } from '../base/before.ts';

addEnglish(moreLateEnglish);
addEnglish(publicFormLateEnglish);
addEnglish(ticketLateEnglish);

export const sheets: readonly CSSResult[] = [avatar, banner, progress, publicFormLate, ticketLateStyles];

export const openedRequest = (form: ConstructorParameters<typeof OpenedRequest>[0]): OpenedRequest => new OpenedRequest(form);

export { checkAnswers } from './check-answers.ts';
export { withFiles, withoutFile } from '../parts/chosen-files.ts';
export { fileList } from './file-list.ts';
export { awayBanner, formInstead } from '../parts/form-instead.ts';
export { formUnknown, formWaiting } from '../parts/form-outcome.ts';
export { sentView } from './outcome-view.ts';
export { judgeFields } from './judge-fields.ts';
export { ownRequestsView } from './own-requests-view.ts';
export { problemText } from './problem-text.ts';
export { followRequest, writeRequest } from './request-on-its-way.ts';
export { suggestionsFor, suggestionsView } from './suggestions.ts';
export { summaryView } from './summary-view.ts';
export { ticketFrom } from './ticket-values.ts';
export { uploadFiles } from '../parts/upload-files.ts';
