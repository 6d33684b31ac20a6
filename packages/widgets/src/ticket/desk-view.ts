import type { OutboxEntry } from '@vinculo/sdk';
import type { Menus } from '../parts/menu.ts';
import type { TicketController } from './ticket.controller.ts';
import type { TicketMessage, TicketStatus } from './ticket-rows.ts';
import type { TicketGlance } from './ticket-view.ts';

/** What the drawings of the whole ticket share: also what a person can do. */
export interface DeskView extends TicketGlance {
  readonly controller: TicketController;
  readonly menus: Menus;
  /** The server cannot be asked: what its clocks say may be otherwise by now. */
  readonly isEstimate: boolean;
  /** The name of a field for people. */
  label(field: string): string;
  /** Writes fields, after the page agreed. */
  set(patch: Readonly<Record<string, unknown>>): void;
  /** Gives it another state, and asks first for what the stage requires. */
  setStatus(status: TicketStatus): void;
  setStage(stageId: string): void;
  /** Undefined where this sign-in may merge none. */
  readonly merge: (() => void) | undefined;
  escalate(): void;
  /** Looks for somebody who is in no list. */
  assign(): void;
  separate(message: TicketMessage): void;
  /** Puts the words of a refused message back where one writes. */
  writeAgain(entry: OutboxEntry): void;
}
