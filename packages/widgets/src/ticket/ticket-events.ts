import type { PendingChange } from '@vinculo/sdk';

/** Of `vinculo-record-open`. */
export interface RecordOpenDetail {
  readonly table: string;
  readonly id: string;
}

/** Of `vinculo-ticket-change`: before fields of the ticket are written. */
export interface TicketChangeDetail {
  readonly id: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** Of `vinculo-ticket-changed`. */
export interface TicketChangedDetail extends TicketChangeDetail {
  /** `change.synced` tells when the backend has it. */
  readonly change: PendingChange;
}

/** Of `vinculo-ticket-reply`: before a message is written. */
export interface TicketReplyDetail {
  readonly ticketId: string;
  readonly body: string;
  /** Not for the customer. */
  readonly internal: boolean;
  readonly files: readonly File[];
  /** What is set on the ticket with it. */
  readonly patch: Readonly<Record<string, unknown>>;
}

/** Of `vinculo-ticket-replied`. */
export interface TicketRepliedDetail {
  readonly ticketId: string;
  readonly messageId: string;
  readonly internal: boolean;
}

/** Of `vinculo-ticket-separate`: before messages become a ticket of their own. */
export interface TicketSeparateDetail {
  readonly ticketId: string;
  readonly messageIds: readonly string[];
  readonly subject: string;
}

/** Of `vinculo-ticket-separated`. */
export interface TicketSeparatedDetail extends TicketSeparateDetail {
  /** The new ticket. */
  readonly id: string;
}
