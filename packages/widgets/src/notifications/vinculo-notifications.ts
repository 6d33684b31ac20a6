import { define } from '../base/define.ts';
import { Notifications } from './notifications.ts';

export { Notifications } from './notifications.ts';
export type * from './notification-events.ts';

define('notifications', Notifications);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-notifications': Notifications;
  }
}
