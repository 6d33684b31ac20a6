// What a ticket needs once somebody does something with it, and what stands beside the conversation. It is loaded right after the first drawing.
import { deskLateEnglish } from '../messages/en-desk-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreLateEnglish);
addEnglish(deskLateEnglish);

export { sheets } from './ticket-desk.styles.ts';
export { TicketDesk } from './ticket-desk.ts';
