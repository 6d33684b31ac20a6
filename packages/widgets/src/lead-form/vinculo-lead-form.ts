import { define } from '../base/define.ts';
import { LeadForm } from './lead-form.ts';

define('lead-form', LeadForm);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-lead-form': LeadForm;
  }
}

export { LeadForm };
export type { ConsentChannel, ConsentSetting, LeadFieldName, LeadFieldSettings, LeadFields } from './lead-fields.ts';
export type { AskedOption as LeadFieldOption } from '../parts/asked-field.ts';
export type { When as LeadWhen } from '../parts/when.ts';
export type { LeadSubmitDetail, LeadSubmittedDetail } from './lead-form.ts';
export { noteTouch } from './touches.ts';
