import { formatBytes } from '../format/number.ts';
import type { Localized, MessageKey } from '../messages/message.ts';
import { countCharacters, subjectLimit, type Problem } from './check-answers.ts';
import type { FileRefusal, FileRules } from './chosen-files.ts';
import type { FieldName } from './form-fields.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What drawing needs of the element. */
export interface FormView extends Localized {
  readonly controller: TicketFormController;
  readonly fileRules: FileRules;
  /** Files are being dragged over the form. */
  readonly isDropping: boolean;
  openReply(id: string): void;
  changed(event: Event): void;
}

const labels = {
  guestName: 'field.name', guestEmail: 'field.email', guestPhone: 'field.phone', orderId: 'form.order', productId: 'form.product', type: 'form.type', priority: 'form.priority',
  subject: 'field.subject', description: 'ticket.whatHappened', attachments: 'ticket.attachments',
} as const satisfies Record<FieldName, MessageKey>;

export function labelOf(view: Localized, name: FieldName): string { return view.t(labels[name]); }

export function problemText(view: FormView, { field, reason, text }: Problem): string {
  switch (reason) {
    case 'required': return view.t('form.required');
    case 'email': return view.t('form.emailWrong');
    case 'emailDomain': return view.t('ticket.emailDomain');
    case 'phone': return view.t('form.phoneWrong');
    case 'tooLong': return field === 'subject' ? view.t('form.tooLong', { count: Math.max(1, countCharacters(view.controller.answers.of('subject').trim()) - subjectLimit) }) : (text ?? view.t('form.wrong'));
    case 'invalid': return view.t('form.wrong');
    case 'other': {
      if (text) return text;
      const refused = view.controller.answers.files.filter((each) => each.state === 'refused');
      return refused.map((each) => view.t('form.problemAt', { field: each.name, problem: refusalText(view, each.refusal!) })).join(view.t('value.separator')) || view.t('form.wrong');
    }
  }
}

/** What the page's developer gets when nothing else is said. */
export const defaultAccept = 'image/*,video/*,application/pdf';

export function refusalText(view: FormView, refusal: FileRefusal): string {
  const { accept, maxBytes, maxFiles } = view.fileRules;
  switch (refusal) {
    case 'type': return view.t(accept === defaultAccept ? 'form.fileType' : 'form.fileTypeOther');
    case 'size': return view.t('form.fileSize', { size: formatBytes(view.locale, maxBytes) });
    case 'empty': return view.t('form.fileEmpty');
    case 'count': return view.t('form.fileCount', { count: maxFiles });
  }
}
