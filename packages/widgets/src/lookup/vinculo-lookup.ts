import { define } from '../base/define.ts';
import { Lookup } from './lookup.ts';

export { Lookup } from './lookup.ts';
export type * from './lookup.ts';

define('lookup', Lookup);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-lookup': Lookup;
  }
}
