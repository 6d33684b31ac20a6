import { define } from '../base/define.ts';
import { CustomerTimeline } from './customer-timeline.ts';

define('customer-timeline', CustomerTimeline);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-customer-timeline': CustomerTimeline;
  }
}

export { CustomerTimeline };
export type { ActivityDraft, TimelineSubject } from './timeline-types.ts';
