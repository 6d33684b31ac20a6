import { define } from '../base/define.ts';
import { Ticket } from './ticket.ts';

export { Ticket } from './ticket.ts';
export type * from './ticket-events.ts';
export type { MergeDetail, MergedDetail, UnmergedDetail } from '../deeds/deed-events.ts';

define('ticket', Ticket);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-ticket': Ticket;
  }
}
