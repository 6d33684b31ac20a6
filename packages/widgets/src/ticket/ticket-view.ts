import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Viewer } from '../format/date.ts';
import type { Attachment, TicketMessage, TicketRow } from './ticket-rows.ts';
import type { TicketRecord } from './ticket-record.ts';

/** The element, as what it loads later sees it. */
export interface TicketHost {
  readonly element: VinculoElement;
  readonly record: TicketRecord;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
  readonly warn: (text: string) => void;
}

/** What any drawing of a ticket starts from. */
export interface TicketGlance {
  readonly w: VinculoElement;
  readonly record: TicketRecord;
  readonly ticket: TicketRow;
  readonly viewer: Viewer & { readonly now: Date };
  /** Saves a file of the conversation. */
  readonly save: (file: Attachment) => void;
  /** Stands beside a message's time: what can be done with it, or that it waits. Undefined until that is loaded. */
  readonly beside: ((message: TicketMessage) => unknown) | undefined;
  /** The markup of a message; undefined until it is clean. */
  readonly foreign: ((message: TicketMessage) => unknown) | undefined;
  open(table: string, id: string): void;
}
