import type { Announcer } from '../parts/announcer.ts';
import type { Menus } from '../parts/menu.ts';
import type { OthersHere } from '../parts/others-here.ts';
import type { TicketController } from './ticket.controller.ts';
import type { TicketHost } from './ticket-view.ts';

/** What the composer is given to work with. */
export interface ComposerParts {
  readonly host: TicketHost;
  readonly controller: TicketController;
  readonly announcer: Announcer;
  readonly menus: Menus;
  readonly others: OthersHere;
  /** Does what a saved reply says, but for its words: fields and a note as one, after the page agreed. Answers what is wrong. */
  readonly apply: (patch: Readonly<Record<string, unknown>>, note: string | undefined) => string | undefined;
  /** Writes fields of the ticket, after the page agreed. */
  readonly set: (patch: Readonly<Record<string, unknown>>) => void;
  /** Asks for fields first; `done` gets their values. Not called where a person thinks better of it. */
  readonly ask: (fields: readonly string[], title: string, done: (values: Readonly<Record<string, unknown>>) => void) => void;
}
