import { define } from '../base/define.ts';
import { Inbox } from './inbox.ts';

export { Inbox } from './inbox.ts';
export type * from './inbox-events.ts';

define('inbox', Inbox);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-inbox': Inbox;
  }
}
