import type { Entities, RowOf } from '@vinculo/sdk';

export type Attachment = RowOf<Entities['attachment']>;
export type Contact = RowOf<Entities['contact']>;
export type Order = RowOf<Entities['order']>;
export type SavedReply = RowOf<Entities['savedReply']>;
export type Stage = RowOf<Entities['stage']>;
export type TicketMessage = RowOf<Entities['ticketMessage']>;
export type TicketRow = RowOf<Entities['ticket']>;
export type User = RowOf<Entities['user']>;

/** The states of a ticket, in their order. */
export type TicketStatus = NonNullable<TicketRow['status']>;
