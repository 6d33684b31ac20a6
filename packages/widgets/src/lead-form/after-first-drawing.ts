// What the form needs only once somebody uses it, and where there is no form to show. It is loaded right after the first drawing, so that the form shows sooner
// and all of it is there before the connection can go.
import type { CSSResult } from 'lit';
import { askedLateEnglish } from '../messages/en-asked-late.ts';
import { leadLateEnglish } from '../messages/en-lead-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { publicFormLateEnglish } from '../messages/en-public-form-late.ts';
import { addEnglish } from '../messages/message.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { publicFormLate } from '../styles/public-form-late.ts';

export { before as Before } from '../base/before.ts';

addEnglish(moreLateEnglish);
addEnglish(publicFormLateEnglish);
addEnglish(leadLateEnglish);
addEnglish(askedLateEnglish);

export const sheets: readonly CSSResult[] = [avatar, banner, publicFormLate];

export { checkLead } from './check-lead.ts';
export { followLead, writeLead } from './lead-on-its-way.ts';
export { valueOf } from '../parts/asked-values.ts';
export { problemText, sentView, summaryView } from './lead-late-views.ts';
export { awayBanner, formInstead } from '../parts/form-instead.ts';
export { formUnknown, formWaiting } from '../parts/form-outcome.ts';
