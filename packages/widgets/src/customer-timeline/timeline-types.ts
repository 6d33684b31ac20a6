import type { Entities, RowOf } from '@vinculo/sdk';

export type Activity = RowOf<Entities['activity']>;
export type ActivityLink = RowOf<Entities['activityLink']>;
export type OrderRow = RowOf<Entities['order']>;
export type Ticket = RowOf<Entities['ticket']>;
export type StageChange = RowOf<Entities['stageChange']>;
export type HistoryEntry = RowOf<Entities['historyEntry']>;
export type TicketMessage = RowOf<Entities['ticketMessage']>;
export type Touch = RowOf<Entities['touch']>;
export type Attachment = RowOf<Entities['attachment']>;

/** Whose timeline is shown. */
export interface TimelineSubject {
  readonly table: 'contact' | 'account' | 'deal' | 'ticket' | 'lead';
  readonly id: string;
}

/** Newest or oldest items first. */
export type Order = 'newest' | 'oldest';

/** Instants between which items are shown, both included. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** What the filter chips tell apart. Activities of unknown kinds are `other`. */
export type Group = 'calls' | 'email' | 'messages' | 'meetings' | 'tasks' | 'notes' | 'other' | 'orders' | 'tickets' | 'changes';

interface Base {
  /** The same for as long as it is the same thing. */
  readonly key: string;
  readonly group: Group;
  /** Instant by which it is placed. */
  readonly at: string;
  /** How many rows of its source it stands for. */
  readonly weight: number;
  /** Own change that the backend does not have yet. */
  readonly unsynced?: 'unsynced' | 'saving';
}

export interface ActivityItem extends Base {
  readonly type: 'activity';
  readonly activity: Activity;
  /** Whom it concerns, in every role. */
  readonly links: readonly ActivityLink[];
  /** `past` stands among the days; the others above them. */
  readonly when: 'past' | 'upcoming' | 'overdue';
  /** Of something still to do. */
  readonly due?: string;
}

export interface OrderItem extends Base {
  readonly type: 'order';
  readonly order: OrderRow;
}

export interface TicketItem extends Base {
  readonly type: 'ticket';
  readonly ticket: Ticket;
}

/** A deal, a ticket or a lead entered a stage. */
export interface MoveItem extends Base {
  readonly type: 'move';
  readonly change: StageChange;
  /** Of what moved. */
  readonly name?: string;
}

/** Fields that one person changed in one go. */
export interface ChangesItem extends Base {
  readonly type: 'changes';
  /** Whose fields. */
  readonly table: string;
  readonly recordId: string;
  readonly byId: string | null;
  readonly app: string | null;
  readonly fields: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[];
}

/** One message of the ticket whose timeline it is. */
export interface MessageItem extends Base {
  readonly type: 'message';
  readonly message: TicketMessage;
}

/** They came by a link, a campaign or a search. */
export interface TouchItem extends Base {
  readonly type: 'touch';
  readonly touch: Touch;
}

export type TimelineItem = ActivityItem | OrderItem | TicketItem | MoveItem | ChangesItem | MessageItem | TouchItem;

/** Items of one day of the viewer, in the order of the list. */
export interface TimelineDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly items: readonly TimelineItem[];
  /** False while items of this day may be missing. */
  readonly complete: boolean;
}

/** A file that goes with an activity; its content is stored already. */
interface DraftFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly blobId: string;
}

/** Somebody who is to take part in a meeting: one of the customer's people, or a colleague. */
export interface Attendee {
  readonly table: 'contact' | 'user';
  readonly id: string;
  readonly name: string;
  /** Where they have one that may be seen. */
  readonly address?: string;
}

/** What the composer hands over. Instants are ISO 8601, UTC. */
export interface ActivityDraft {
  readonly kind: 'note' | 'call' | 'task' | 'meeting' | 'email';
  readonly subject: string;
  readonly body: string | null;
  readonly at: string;
  readonly done: boolean;
  readonly dueAt?: string;
  readonly remindAt?: string;
  readonly endsAt?: string;
  readonly direction?: 'in' | 'out';
  /** Of a call that nobody took: `missed` of theirs, `noAnswer` of ours. */
  readonly outcome?: 'missed' | 'noAnswer';
  readonly seconds?: number;
  readonly place?: string;
  /** An email that the backend is asked to send, to these. */
  readonly sendTo?: readonly { readonly table: 'contact' | 'account' | 'lead'; readonly id: string }[];
  /** Of such an email: addresses that no record has. */
  readonly addresses?: readonly string[];
  /** Of such an email: who gets it in copy. */
  readonly cc?: readonly string[];
  /** Of a meeting: who takes part. */
  readonly attendees?: readonly Attendee[];
  /** Absent before they are stored. */
  readonly files?: readonly DraftFile[];
  /** The next step, written in one go with this. */
  readonly followUp?: ActivityDraft;
}
