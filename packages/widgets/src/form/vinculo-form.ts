import { define } from '../base/define.ts';
import { RecordForm } from './record-form.ts';

export { RecordForm } from './record-form.ts';
export type * from './form-events.ts';

define('form', RecordForm);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-form': RecordForm;
  }
}
