// What the queue needs only when one takes, gives or decides something, and where there is none to show. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { inboxLateEnglish } from '../messages/en-inbox-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { inboxLateStyles } from './inbox-late.styles.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreLateEnglish);
addEnglish(inboxLateEnglish);

export const sheets: readonly CSSResult[] = [banner, choice, field, menu, inboxLateStyles];
export { ConflictChoices } from '../parts/conflict-choices.ts';
export { Dialog } from '../parts/dialog.ts';
export { OthersHere } from '../parts/others-here.ts';
export { othersLine } from '../parts/others-line.ts';
export { Menus } from '../parts/menu.ts';
export { noticeOf, parkedChange, parkedList } from '../parts/parked-change.ts';
export { RowKeys } from '../parts/row-keys.ts';
export { emptyInbox, failureBanner, inboxInstead, whyNot } from './inbox-instead.ts';
export { offlineBanner } from '../parts/states.ts';
export { returnForm, statusLine } from './return-form.ts';
export { rowActions } from './row-actions.ts';
