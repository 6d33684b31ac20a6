import { define } from '../base/define.ts';
import { RecordPanel } from './record.ts';

export { RecordPanel } from './record.ts';
export type * from './record-events.ts';

define('record', RecordPanel);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-record': RecordPanel;
  }
}
