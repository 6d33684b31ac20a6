import { define } from '../base/define.ts';
import { TicketForm } from './ticket-form.ts';

define('ticket-form', TicketForm);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-ticket-form': TicketForm;
  }
}

export { TicketForm };
export type { FieldName, FieldSettings, FormFields } from './form-fields.ts';
export type { TicketSubmitDetail, TicketSubmittedDetail } from './ticket-form.ts';
