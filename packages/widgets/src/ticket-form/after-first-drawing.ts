// What the form needs only once somebody uses it. It is loaded right after the first drawing, so that the form shows sooner
// and all of it is there before the connection can go.
import { ticketLateEnglish } from '../messages/en-ticket-late.ts';
import { addEnglish } from '../messages/message.ts';

addEnglish(ticketLateEnglish);

export { checkAnswers, problemsFrom } from './check-answers.ts';
export { fileList } from './file-list.ts';
export { sentView, unknownView, waitingView } from './outcome-view.ts';
export { ownRequestsView } from './own-requests-view.ts';
export { problemText } from './problem-text.ts';
export { RequestOnItsWay } from './request-on-its-way.ts';
export { suggestionsFor, suggestionsView } from './suggestions.ts';
export { summaryView } from './summary-view.ts';
export { ticketFrom } from './ticket-values.ts';
export { uploadFiles } from './upload-files.ts';
