import type * as z from 'zod/mini';
import type { AnyRow } from '../entity.ts';
import type { Where } from '../where.ts';

/** What a command may do with the records. A backend gives it one transaction's worth of this. */
export interface CommandStore {
  readonly now: string;
  /** Who runs it; null where the backend does not know. */
  readonly userId: string | null;
  /** The row, locked against other writers; undefined when there is none. */
  get(table: string, id: string): Promise<AnyRow | undefined>;
  find(table: string, where: Where): Promise<readonly AnyRow[]>;
  /** Has nobody come to name these rows until all of this is stored, so that what is then found about them is all there is. */
  hold(table: string, ids: readonly string[]): Promise<void>;
  /** Of a contact's addresses those that nobody but the contact entered: they may be somebody else's. */
  selfNamed(contactId: string, emails: readonly string[]): Promise<readonly string[]>;
  create(table: string, values: Readonly<Record<string, unknown>>): Promise<AnyRow>;
  update(table: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<AnyRow>;
  remove(table: string, id: string): Promise<void>;
  /** Brings a removed row back as it was, with who made it and when. Nothing is judged again. @throws RefusedError with the code `exists` where the id is in use */
  restore(row: { readonly table: string; readonly row: AnyRow }): Promise<void>;
  /** Removes for good what is kept of removed rows: their values, and what their history says. */
  forget(table: string, ids: readonly string[]): Promise<void>;
  /** Removes the content of files. */
  forgetFiles(blobIds: readonly string[]): Promise<void>;
  /** Remembers, so that it cannot be read back, that these were erased: what was written about them before, and comes late, is refused. */
  markErased(person: ErasedPerson): Promise<void>;
}

/** By what a person who was erased is known again. */
export interface ErasedPerson {
  /** The records that were the person, those merged into them included. */
  readonly records: readonly CommandRecord[];
  /** What was theirs and was emptied: tickets, messages, activities. */
  readonly about: readonly CommandRecord[];
  /** As they were written. */
  readonly emails: readonly string[];
  /** E.164 where it is known, else as it was typed. */
  readonly phones: readonly string[];
}

/** A record. */
export interface CommandRecord {
  readonly table: string;
  readonly id: string;
}

/** A record that a command is about. */
export interface CommandSubject extends CommandRecord {
  /** It is enough to see it. */
  readonly seen?: true;
}

/** Values of a new record that the caller gives. */
export interface CommandGiven {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A change of several records that makes sense only as a whole. Runs inside one transaction of the backend. */
export interface Command<I, O> {
  readonly name: string;
  /** What a backend lets through to run(): ids that are texts, and no filter in their place. */
  readonly input: z.ZodMiniType;
  /**
   * The records it is about: who runs it must be able to change them (or only see them). What refers to those then follows, whoever may see it.
   * Without, the command reaches no further than who runs it.
   */
  readonly records?: (input: I) => readonly CommandSubject[];
  /** What is written of new records as the caller gives it: they must be allowed to make such a record, to write these fields of it and to see what the values name. */
  readonly given?: (input: I) => readonly CommandGiven[];
  /** Whether this run only looks: nothing of it is kept, its answer neither. */
  readonly looks?: (input: I) => boolean;
  /** @throws RefusedError or NotFoundError; the backend then undoes everything. */
  readonly run: (store: CommandStore, input: I) => Promise<O>;
}
