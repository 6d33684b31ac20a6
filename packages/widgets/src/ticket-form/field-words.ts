import { formatLabel } from '../format/label.ts';
import type { Localized, MessageKey } from '../messages/message.ts';
import type { AskedField } from '../parts/asked-field.ts';
import type { FileRules } from '../parts/chosen-files.ts';
import type { FileDrop } from '../parts/file-drop.ts';
import type { FormStage } from '../parts/form-stage.ts';
import type { FieldName, FormFields } from './form-fields.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What drawing needs of the element. */
export interface FormView extends Localized {
  readonly controller: TicketFormController;
  readonly fields: FormFields;
  readonly fileRules: FileRules;
  readonly stage: FormStage;
  readonly drop: FileDrop;
  /** Tells the page that a kept answer is opened. Answers false where it shows it itself. */
  openReply(id: string): boolean;
}

const labels = {
  guestName: 'field.name', guestEmail: 'field.email', guestPhone: 'field.phone', orderId: 'form.order', productId: 'form.product', type: 'form.type', priority: 'form.priority',
  subject: 'field.subject', description: 'ticket.whatHappened', attachments: 'ticket.attachments',
} as const satisfies Record<FieldName, MessageKey>;

/** What a field is called: one of the form's own in its words, another as the declaration or the backend has it. */
export function labelOf(view: Localized, field: FieldName | AskedField): string {
  return typeof field === 'string' ? view.t(labels[field]) : formatLabel(view.locale, field.label);
}

/** What the page's developer gets when nothing else is said. */
export const defaultAccept = 'image/*,video/*,application/pdf';
