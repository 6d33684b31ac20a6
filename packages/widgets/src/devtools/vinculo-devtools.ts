import { define } from '../base/define.ts';
import { Devtools } from './devtools.ts';

export { Devtools } from './devtools.ts';
export type * from './devtools-events.ts';

define('devtools', Devtools);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-devtools': Devtools;
  }
}
