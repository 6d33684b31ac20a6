// What the list of tasks needs only when one writes, moves, decides or is reminded, and where there is no list to show. It is loaded right after the
// first drawing.
import type { CSSResult } from 'lit';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { tasksLateEnglish } from '../messages/en-tasks-late.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { tasksLateStyles } from './tasks-late.styles.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreLateEnglish);
addEnglish(tasksLateEnglish);

export const sheets: readonly CSSResult[] = [banner, choice, field, menu, tasksLateStyles];
export { ConflictChoices } from '../parts/conflict-choices.ts';
export { parkedChange, parkedList } from '../parts/parked-change.ts';
export { RowKeys } from '../parts/row-keys.ts';
export { FollowUp } from './follow-up.ts';
export { kindWord, QuickAdd } from './quick-add.ts';
export { mayAskToNotify, remindersView, tellOutside } from './reminder-view.ts';
export { Reminders } from './reminders.ts';
export { RowMenus } from './row-menus.ts';
export { TaskWriting } from './task-writing.ts';
export { doneFoot, nothingToDo, tasksInstead } from './tasks-instead.ts';
export { offlineBanner } from '../parts/states.ts';
