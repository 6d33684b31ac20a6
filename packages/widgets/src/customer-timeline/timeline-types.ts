import type { Entities, RowOf } from '@vinculo/sdk';

export type Activity = RowOf<Entities['activity']>;
export type ActivityLink = RowOf<Entities['activityLink']>;
export type Order = RowOf<Entities['order']>;
export type Ticket = RowOf<Entities['ticket']>;
export type StageChange = RowOf<Entities['stageChange']>;
export type HistoryEntry = RowOf<Entities['historyEntry']>;

/** Whose timeline is shown. */
export interface TimelineSubject {
  readonly table: 'contact' | 'account' | 'deal' | 'ticket';
  readonly id: string;
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
  readonly order: Order;
}

export interface TicketItem extends Base {
  readonly type: 'ticket';
  readonly ticket: Ticket;
}

/** A deal or a ticket entered a stage. */
export interface MoveItem extends Base {
  readonly type: 'move';
  readonly change: StageChange;
  /** Of the deal or the ticket. */
  readonly name?: string;
}

/** Fields that one person changed in one go. */
export interface ChangesItem extends Base {
  readonly type: 'changes';
  readonly byId: string | null;
  readonly app: string | null;
  readonly fields: readonly { readonly name: string; readonly before: unknown; readonly after: unknown }[];
}

export type TimelineItem = ActivityItem | OrderItem | TicketItem | MoveItem | ChangesItem;

/** Items of one day of the viewer, newest first. */
export interface TimelineDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly items: readonly TimelineItem[];
  /** False while older items of this day may be missing. */
  readonly complete: boolean;
}

/** What the composer hands over. Instants are ISO 8601, UTC. */
export interface ActivityDraft {
  readonly kind: 'note' | 'call' | 'task' | 'meeting' | 'email';
  readonly subject: string;
  readonly body: string | null;
  readonly at: string;
  readonly done: boolean;
  readonly dueAt?: string;
  readonly endsAt?: string;
  readonly direction?: 'in' | 'out';
  readonly seconds?: number;
  readonly place?: string;
}
