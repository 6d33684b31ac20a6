import type { StoredEntry } from '../cache/cache.ts';
import { ClosedError, ConflictError, RefusedError, type VinculoError } from '../errors.ts';
import type { AnyRow, Change } from '../schema/index.ts';
import { keyOf } from './entry-key.ts';

/** Whoever wrote a change, and is told what becomes of it. */
export interface Author {
  readonly change: Change;
  /** It is on disk, with all that was written together; or it will not be. */
  kept(onDisk: boolean): void;
  /** The backend has it: the row as it stands now, null after a remove. */
  confirmed(row: AnyRow | null): void;
  failed(error: VinculoError): void;
  /** What it is by now: what stood before it may have been read since it was made. */
  becomes(change: Change): void;
}

/** Those who wait to hear what becomes of changes of this page. Of one that is parked it may be heard later that it arrived after all. */
export class Authors {
  readonly #waiting = new Map<string, Author>();

  add(author: Author): void {
    this.#waiting.set(keyOf(author.change), author);
  }

  #take(key: string): Author | undefined {
    const author = this.#waiting.get(key);
    this.#waiting.delete(key);
    return author;
  }

  /** The backend has a change: the row as it stands now, null after a remove. */
  confirmed(key: string, row: AnyRow | null): void {
    this.#take(key)?.confirmed(row);
  }

  /** A change may wait for a person, or be another one by now. */
  parked({ change, state, reason, fields }: StoredEntry): void {
    if (state === 'waiting' || state === 'sending') return this.#waiting.get(keyOf(change))?.becomes(change);
    const author = this.#waiting.get(keyOf(change));
    if (state === 'conflict') author?.failed(new ConflictError(change.table, change.id, (fields ?? []).map((f) => f.field)));
    else author?.failed(new RefusedError(change.table, change.id, reason?.code ?? state, reason?.message ?? '', reason?.problems ?? []));
  }

  /** A change was taken back, here or in another tab. */
  dropped(key: string): void {
    this.#end(key, 'discarded', 'It was taken back before it was sent.');
  }

  /** A change is no longer on disk, and what became of it was not heard. */
  vanished(key: string): void {
    this.#end(key, 'outcome_unseen', 'Another tab sent this change or took it back, and this tab did not hear of it. Look at the record.');
  }

  #end(key: string, code: string, message: string): void {
    const author = this.#take(key);
    author?.failed(new RefusedError(author.change.table, author.change.id, code, message));
  }

  /** Nobody hears of anything any more. */
  close(): void {
    for (const author of this.#waiting.values()) author.failed(new ClosedError());
    this.#waiting.clear();
  }
}
