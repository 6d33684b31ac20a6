// What the outbox needs only when something waits for a person, something is amiss, or a change is thrown away. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { outboxLateEnglish } from '../messages/en-outbox-late.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { outboxLateStyles } from './outbox-late.styles.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(outboxLateEnglish);

export const sheets: readonly CSSResult[] = [banner, choice, field, menu, outboxLateStyles];
export { ConflictChoices } from '../parts/conflict-choices.ts';
export { Dialog } from '../parts/dialog.ts';
export { emptyState, noClientState } from '../parts/states.ts';
export { lostSection, noticesSection, parkedSection } from './decisions-view.ts';
export { editedPatch, editForm } from './edit-form.ts';
export { troubles } from './trouble-view.ts';
