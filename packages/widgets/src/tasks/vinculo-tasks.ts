import { define } from '../base/define.ts';
import { Tasks } from './tasks.ts';

export { Tasks } from './tasks.ts';
export type * from './task-events.ts';

define('tasks', Tasks);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-tasks': Tasks;
  }
}
