import { define } from '../base/define.ts';
import { ScreenPop } from './screen-pop.ts';

define('screen-pop', ScreenPop);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-screen-pop': ScreenPop;
  }
}

export { ScreenPop };
export type { CallLogDetail, CallLoggedDetail, CallerChangeDetail, CallerChangedDetail, CallerCreateDetail, CallerCreatedDetail, PopShownDetail } from './pop-events.ts';
