import type { AnyRow } from '@vinculo/sdk';
import type { Step } from '../work.ts';

/** What a page tells at once of a change: it is durable, the backend has it, or it will not be kept. */
export interface Told {
  readonly token: string;
  readonly what: 'durable' | 'synced' | 'failed';
  /** Of a failure. */
  readonly code?: string;
}

export interface PageState {
  readonly connection: string;
  readonly leader: boolean;
  readonly storage: string | undefined;
  readonly waiting: number;
  readonly parked: number;
  /** What the outbox shows, as `token state reason`. */
  readonly outbox: readonly string[];
  /** How the answers stand that `rows` gives. */
  readonly shows: readonly string[];
}

interface PageApi {
  /**
   * Writes the steps, a few at a time. Fulfilled when all are written, not when they are durable.
   * @param waits the next few until those before are durable, so that there are many transactions
   */
  write(steps: readonly Step[], waits: boolean): Promise<void>;
  state(): PageState;
  /** When `crm.status.storage` first said each code, in milliseconds since the epoch. */
  faults(): Readonly<Record<string, number>>;
  rows(): Readonly<Record<'account' | 'contact', readonly AnyRow[]>>;
  retry(): void;
  /** Says that it is hidden, where the browser cannot hide tabs. */
  hide(hidden: boolean): void;
  /** Lets nothing else run in this page for so many milliseconds. */
  hang(milliseconds: number): void;
  /** Fulfilled when a transaction over the whole database came to its end. */
  passDisk(): Promise<void>;
  close(): Promise<void>;
}

declare global {
  var crashPage: PageApi;
  /** Tells the program that drives the page. It hears of it although the page ends in the next moment. */
  var tell: ((text: string) => void) | undefined;
}
