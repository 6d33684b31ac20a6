import type * as z from 'zod/mini';
import type { AnyRow } from '../entity.ts';
import type { Where } from '../where.ts';

/** What a command may do with the records. A backend gives it one transaction's worth of this. */
export interface CommandStore {
  readonly now: string;
  /** The row, locked against other writers; undefined when there is none. */
  get(table: string, id: string): Promise<AnyRow | undefined>;
  find(table: string, where: Where): Promise<readonly AnyRow[]>;
  create(table: string, values: Readonly<Record<string, unknown>>): Promise<AnyRow>;
  update(table: string, id: string, patch: Readonly<Record<string, unknown>>): Promise<AnyRow>;
  remove(table: string, id: string): Promise<void>;
}

/** A change of several records that makes sense only as a whole. Runs inside one transaction of the backend. */
export interface Command<I, O> {
  readonly name: string;
  /** What a backend lets through to run(): ids that are texts, and no filter in their place. */
  readonly input: z.ZodMiniType;
  /** @throws RefusedError or NotFoundError; the backend then undoes everything. */
  readonly run: (store: CommandStore, input: I) => Promise<O>;
}
