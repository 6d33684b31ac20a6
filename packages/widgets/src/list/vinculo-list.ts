import { define } from '../base/define.ts';
import { RecordList } from './list.ts';

define('list', RecordList);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-list': RecordList;
  }
}

export { RecordList };
