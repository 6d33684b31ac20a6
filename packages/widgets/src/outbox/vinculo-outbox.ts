import { define } from '../base/define.ts';
import { Outbox } from './outbox.ts';

export { Outbox } from './outbox.ts';
export type * from './outbox-events.ts';

define('outbox', Outbox);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-outbox': Outbox;
  }
}
